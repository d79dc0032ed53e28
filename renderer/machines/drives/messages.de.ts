import type { DriveMessages } from './messages.en.ts'

export const drivesDe: DriveMessages = {
  kinds: { disk: 'Festplatte', dvd: 'DVD-Laufwerk', floppy: 'Diskettenlaufwerk' },
  placed: '{drive} ({kind}-Controller {controller}, Position {location})',
  placedShortly: '{drive} ({kind} {controller}:{location})',
  labelled: '{drive}:',
  empty: 'Leer',
  template: 'Datenträger der Vorlage {name}',
  io: 'Datenträger-E/A:',
  read: 'Gelesen: {size}',
  written: 'Geschrieben: {size}',
}
