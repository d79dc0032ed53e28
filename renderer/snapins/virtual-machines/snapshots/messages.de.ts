import type { SnapshotMessages } from './messages.en.ts'

export const snapshotsDe: SnapshotMessages = {
  title: 'Snapshots',
  treeOf: 'Snapshots von {name}',
  resize: 'Höhe der Snapshots',
  noMachine: 'Wählen Sie einen virtuellen Computer aus, um hier seine Snapshots zu sehen.',
  none: 'Der ausgewählte virtuelle Computer hat keine Snapshots. Snapshot bewahrt seinen jetzigen Stand.',
  now: 'Jetzt',
  nameOf: 'Name des Snapshots',
  count: 'Snapshots:',
  mergePending: 'Zusammenführung steht aus: spätestens, wenn der Computer ausgeschaltet ist',
  actions: {
    take: 'Snapshot',
    takeNamed: 'Snapshot …',
    revert: 'Zurück zum Snapshot …',
    settings: 'Einstellungen …',
    apply: 'Anwenden …',
    rename: 'Umbenennen …',
    delete: 'Snapshot löschen …',
    deleteSubtree: 'Snapshot-Unterstruktur löschen …',
  },
  details: {
    created: 'Erstellt:',
    state: 'Status:',
    withState:
      'Gespeichert: Der Gast war in Betrieb und macht dort weiter, wenn der Snapshot angewendet und gestartet wird.',
    withoutState: 'Aus',
    noPicture: 'Kein Bild',
    wasOff: 'Aus',
    memory: 'Arbeitsspeicher:',
    notes: 'Notizen:',
    noNotes: 'Keine',
    edit: 'Bearbeiten …',
    picture: 'Bildschirm von „{name}“ bei der Aufnahme',
  },
  confirm: {
    apply: {
      title: 'Snapshot anwenden',
      text: 'Möchten Sie den Snapshot „{snapshot}“ wirklich anwenden? Der aktuelle Zustand des virtuellen Computers „{name}“ mit Festplatten, Arbeitsspeicher und Hardware geht verloren, wenn Sie nicht zuerst einen Snapshot davon erstellen.',
      takeAndApply: 'Snapshot erstellen und anwenden',
      apply: 'Anwenden',
      cancel: 'Abbrechen',
    },
    revert: {
      title: 'Zurück zum Snapshot',
      text: 'Möchten Sie den virtuellen Computer „{name}“ wirklich auf seinen vorherigen Snapshot „{snapshot}“ zurücksetzen? Sein aktueller Zustand geht verloren, mit allem, was sich seitdem geändert hat.',
      confirm: 'Zurücksetzen',
      cancel: 'Nicht zurücksetzen',
    },
    delete: {
      title: 'Snapshot löschen',
      text: 'Möchten Sie den Snapshot „{snapshot}“ wirklich löschen? Der virtuelle Computer kann dann nicht mehr zu ihm zurück; sein aktueller Zustand und die anderen Snapshots bleiben, wie sie sind.',
      confirm: 'Löschen',
      cancel: 'Nicht löschen',
    },
    deleteSubtree: {
      title: 'Snapshot-Unterstruktur löschen',
      text: 'Möchten Sie den Snapshot „{snapshot}“ und alle Snapshots darunter wirklich löschen (insgesamt {count})? Der virtuelle Computer kann dann zu keinem von ihnen mehr zurück; sein aktueller Zustand bleibt, wie er ist.',
      confirm: 'Löschen',
      cancel: 'Nicht löschen',
    },
  },
  takeDialog: {
    title: 'Snapshotname',
    name: 'Geben Sie einen Namen für den Snapshot ein:',
    confirm: 'Snapshot erstellen',
  },
  settings: {
    title: 'Einstellungen für {snapshot}',
    readOnly:
      'Ein Snapshot behält die Hardware, wie sie war. Die des virtuellen Computers ändern Sie in dessen eigenen Einstellungen.',
    name: 'Name',
    nameIntro: 'Geben Sie den Namen des Snapshots an und, wenn Sie möchten, wozu er dient.',
    nameField: 'Name:',
    notesField: 'Notizen:',
  },
}
