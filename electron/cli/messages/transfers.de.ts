import type { TransferTexts } from './transfer-texts.ts'

export const transfersDe: TransferTexts = {
  commands: {
    clone: 'Kopien eines virtuellen Computers machen, der ausgeschaltet oder gespeichert ist',
    export: 'einen virtuellen Computer mit allen Festplatten in eine Datei (.viridian) oder einen Ordner legen',
    import: 'aus dem, was ein Export angelegt hat, einen virtuellen Computer machen',
  },
  arguments: {
    newName: 'Name des Klons; bei mehreren steht dahinter jeweils die Nummer',
    target: 'anzulegende Datei mit der Endung .viridian, oder Ordner',
    source: 'exportierte Datei oder exportierter Ordner',
  },
  options: {
    linked: 'die Festplatten auf denen eines Snapshots beruhen lassen, was kaum Zeit und Platz braucht',
    full: 'die Festplatten kopieren (Standard)',
    count: 'wie viele Klone',
    snapshot: 'der Snapshot, der statt des jetzigen Standes genommen wird: sein Name oder seine Kennung',
    noState: 'ohne das, was der Gast gerade tat',
    noSnapshots: 'ohne Snapshots: aus jeder Festplatte wird eine Datei',
    media: 'mit den Abbildern in seinen Laufwerken',
    name: 'ein anderer Name als der exportierte',
    keepId: 'die bisherige Identität behalten',
    inPlace: 'den exportierten Ordner zu den virtuellen Computern verschieben, statt ihn zu kopieren',
  },
  baseOfClones: 'Basis von Klonen',
  cloned: (names) => `Geklont: ${names.map((name) => `„${name}“`).join(', ')}.`,
  exported: (machine, path) => `„${machine}“ wurde nach ${path} exportiert.`,
  imported: (machine) => `„${machine}“ wurde importiert.`,
  stateDoesNotFit:
    'Der gespeicherte Zustand gehört zu einer anderen Version, oder ein Datenträger in den Laufwerken ist hier ein anderer: Löschen Sie den gespeicherten Zustand, um neu zu starten.',
  mediaMissing: (files) => `Diese Abbilder wurden nicht exportiert, ihre Laufwerke sind leer: ${files.join(', ')}`,
}
