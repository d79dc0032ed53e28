import type { DriveTexts } from './drive-texts.ts'

export const drivesDe: DriveTexts = {
  diskGroup: 'Festplatten und Laufwerke eines virtuellen Computers',
  mediaGroup: 'CDs/DVDs und Disketten in den Laufwerken eines virtuellen Computers; auch während er läuft',
  commands: {
    attach: 'eine virtuelle Festplatte verbinden; der virtuelle Computer muss aus sein',
    replace:
      'eine virtuelle Festplatte anstelle des Laufwerks an einer Position verbinden; die Datei einer Festplatte bleibt. Der virtuelle Computer muss aus sein',
    detach:
      'Festplatte oder CD/DVD-Laufwerk an einer Position trennen; die Datei einer Festplatte bleibt. Der virtuelle Computer muss aus sein',
    list: 'die Laufwerke auflisten und was darin ist',
    insert: 'ein Abbild in ein Laufwerk einlegen, anstelle dessen, was darin ist',
    eject: 'ein Laufwerk leeren',
  },
  arguments: {
    disk: 'Datei der Festplatte (.vhd)',
    position: 'Position, wie „vm disk list“ sie nennt, etwa ide0:1',
    image: 'CD/DVD-Abbild (.iso) oder Diskettenabbild (.vfd)',
  },
  options: {
    at: 'Position: ide0:0, ide0:1, ide1:0 oder ide1:1, also IDE-Controller und Position; ohne Angabe die erste freie',
    mediaAt: 'Laufwerk: eine Position wie ide1:0, oder floppy; ohne Angabe das für ein solches Abbild',
    newDisk: 'ihm eine neue virtuelle Festplatte dieser Größe geben (512M, 127G)',
    existingDisk: 'ihm diese virtuelle Festplatte geben (.vhd)',
    force: 'auch wenn sich ein gespeicherter Computer auf die Festplatte verlässt oder andere darauf aufbauen',
    floppy: 'Diskettenabbild, von dem er startet, in seinem Diskettenlaufwerk',
  },
  invalidPosition: (text, positions) => `„${text}“ ist keine Position; die Positionen sind ${positions.join(', ')}.`,
  columns: { at: 'Position', kind: 'Laufwerk', content: 'Inhalt' },
  kinds: { disk: 'Festplatte', dvd: 'DVD-Laufwerk', floppy: 'Diskettenlaufwerk' },
  position: (at) => `IDE-Controller ${at.charAt(3)}, Position ${at.charAt(5)}`,
  floppy: 'Diskettenlaufwerk',
  empty: 'leer',
  templateDisc: (name) => `Datenträger der Vorlage ${name}`,
  attached: (machine, file, at) => `${file} ist an ${at} mit „${machine}“ verbunden.`,
  detached: (machine, at) => `„${machine}“ hat an ${at} nichts mehr.`,
  inserted: (machine, file, at) => `${file} liegt im Laufwerk ${at} von „${machine}“.`,
  ejected: (machine, at) => `Das Laufwerk ${at} von „${machine}“ ist leer.`,
}
