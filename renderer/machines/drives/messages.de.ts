import type { DriveMessages } from './messages.en.ts'

export const drivesDe: DriveMessages = {
  kinds: { disk: 'Festplatte', dvd: 'DVD-Laufwerk', floppy: 'Diskettenlaufwerk' },
  placed: '{drive} (IDE-Controller {controller}, Position {location})',
  placedShortly: '{drive} (IDE {controller}:{location})',
  labelled: '{drive}:',
  empty: 'Leer',
  template: 'Datenträger der Vorlage {name}',
  io: 'Datenträger-E/A:',
  read: 'Gelesen: {size}',
  written: 'Geschrieben: {size}',
}
