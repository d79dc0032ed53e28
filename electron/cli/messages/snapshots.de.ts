import type { SnapshotCliTexts } from './snapshot-texts.ts'

export const snapshotsDe: SnapshotCliTexts = {
  group: 'Snapshots eines virtuellen Computers',
  commands: {
    create: 'festhalten, was ein virtueller Computer jetzt ist, ob er läuft, gespeichert oder ausgeschaltet ist',
    list: 'die Snapshots als Baum auflisten; Jetzt ist, was der Computer gegenwärtig ist',
    show: 'alles über einen Snapshot zeigen',
    apply: 'einen virtuellen Computer zu dem machen, was er war; was er jetzt ist, geht verloren',
    revert: 'den Snapshot anwenden, aus dem der virtuelle Computer hervorgegangen ist',
    rename: 'einem Snapshot einen anderen Namen geben',
    delete: 'einen Snapshot löschen; was aus ihm hervorgegangen ist, bleibt',
  },
  arguments: { snapshot: 'Name des Snapshots, seine ID oder deren Anfang', newName: 'sein neuer Name' },
  options: {
    name: 'sein Name; ohne Angabe der des Computers und die Zeit',
    notes: 'Notizen dazu',
    subtree: 'und alles, was aus ihm hervorgegangen ist',
    media:
      'wo Abbilder in Laufwerken seitdem verändert wurden: as-is läuft mit ihnen weiter, empty mit leeren Laufwerken',
    withoutState: 'ohne das, was das Betriebssystem gerade tat: es startet neu',
  },
  columns: { snapshot: 'Snapshot', created: 'Erstellt', id: 'ID' },
  details: {
    name: 'Name',
    id: 'ID',
    notes: 'Notizen',
    parent: 'Hervorgegangen aus',
    created: 'Erstellt',
    state: 'Der Computer',
    memory: 'Arbeitsspeicher',
    disks: 'Datenträger',
  },
  now: 'Jetzt',
  withState: 'lief oder war gespeichert',
  withoutState: 'war ausgeschaltet',
  ambiguous: (text) =>
    `„${text}“ ist der Name, oder der Anfang der ID, mehrerer Snapshots. Nennen Sie einen mit seiner ganzen ID.`,
  created: (machine, snapshot) => `Der Snapshot „${snapshot}“ von „${machine}“ wurde erstellt.`,
  renamed: (snapshot, name) => `Der Snapshot „${snapshot}“ heißt jetzt „${name}“.`,
  applied: (machine, snapshot) => `Der Snapshot „${snapshot}“ wurde auf „${machine}“ angewendet.`,
  deleted: (machine, snapshot) => `Der Snapshot „${snapshot}“ von „${machine}“ wurde gelöscht.`,
  undo: {
    description:
      'Rückgängig-Datenträger eines virtuellen Computers: Was er schreibt, bleibt von seinen Datenträgern getrennt, bis es übernommen wird',
    options: {
      enable: 'seinen Datenträgern vom nächsten Start an Rückgängig-Datenträger geben',
      whenOff:
        'was aus ihnen wird, wenn er ausgeht: ask (fragen), keep (behalten), commit (übernehmen) oder discard (verwerfen)',
      disable: 'ihn auf seine Datenträger schreiben lassen',
      commit: 'in seine Datenträger schreiben, was die Rückgängig-Datenträger enthalten',
      discard: 'vergessen, was die Rückgängig-Datenträger enthalten',
    },
    invalidAction: (text, actions) => `„${text}“ ist nichts von ${actions.join(', ')}.`,
    enabled: (machine, whenOff) =>
      `„${machine}“ hat vom nächsten Start an Rückgängig-Datenträger (wenn er ausgeht: ${whenOff}).`,
    disabled: (machine) => `„${machine}“ hat keine Rückgängig-Datenträger.`,
  },
}
