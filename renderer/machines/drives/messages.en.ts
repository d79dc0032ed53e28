/** Texts on drives and what is in them, for every place that names them. */
export const drivesEn = {
  kinds: { disk: 'Hard Drive', dvd: 'DVD Drive', floppy: 'Diskette Drive' },
  /** Where a machine has more than one of a kind. */
  placed: '{drive} ({kind} controller {controller}, location {location})',
  placedShortly: '{drive} ({kind} {controller}:{location})',
  labelled: '{drive}:',
  empty: 'Empty',
  template: 'Disc of the template {name}',
  io: 'Disk I/O:',
  read: 'Read: {size}',
  written: 'Written: {size}',
}

export type DriveMessages = typeof drivesEn
