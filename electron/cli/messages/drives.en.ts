import type { DriveTexts } from './drive-texts.ts'

export const drivesEn: DriveTexts = {
  diskGroup: 'hard disks and drives of a virtual machine',
  mediaGroup: 'CD/DVD and floppy disks in the drives of a virtual machine; also while it runs',
  commands: {
    attach: 'attach a virtual hard disk; the machine must be off',
    replace:
      'attach a virtual hard disk in place of the drive at a position; a disk’s file stays. The machine must be off',
    detach: 'detach the disk or CD/DVD drive at a position; a disk’s file stays. The machine must be off',
    list: 'list the drives and what is in them',
    insert: 'put an image into a drive, in place of what is there',
    eject: 'empty a drive',
  },
  arguments: {
    disk: 'file of the disk (.vhd)',
    position: 'position as “vm disk list” names it, for instance ide0:1',
    image: 'CD/DVD image (.iso) or floppy image (.vfd)',
  },
  options: {
    at: 'position: ide0:0, ide0:1, ide1:0 or ide1:1, that is IDE controller and location; without it the first free one',
    mediaAt: 'drive: a position such as ide1:0, or floppy; without it the drive such an image is for',
    newDisk: 'give it a new virtual hard disk of this size (512M, 127G)',
    existingDisk: 'give it this virtual hard disk (.vhd)',
    force: 'also where a saved machine relies on the disk, or other disks are based on it',
    floppy: 'floppy disk image to boot, put into its diskette drive',
  },
  invalidPosition: (text, positions) => `“${text}” is not a position; the positions are ${positions.join(', ')}.`,
  columns: { at: 'Position', kind: 'Drive', content: 'Content' },
  kinds: { disk: 'Hard disk', dvd: 'DVD drive', floppy: 'Diskette drive' },
  position: (at) => `IDE controller ${at.charAt(3)}, location ${at.charAt(5)}`,
  floppy: 'Diskette drive',
  empty: 'empty',
  templateDisc: (name) => `disc of the template ${name}`,
  attached: (machine, file, at) => `${file} is attached to “${machine}” at ${at}.`,
  detached: (machine, at) => `“${machine}” has nothing at ${at} any more.`,
  inserted: (machine, file, at) => `${file} is in the drive ${at} of “${machine}”.`,
  ejected: (machine, at) => `The drive ${at} of “${machine}” is empty.`,
}
