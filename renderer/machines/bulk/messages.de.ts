import type { BulkMessages } from './messages.en.ts'

export const bulkDe: BulkMessages = {
  selected: '{count} virtuelle Computer',
  status: '{count} virtuelle Computer ausgewählt',
  details: '{count} virtuelle Computer sind ausgewählt. Wählen Sie einen davon aus, um die Details zu sehen.',
  snapshots: 'Wählen Sie einen einzelnen virtuellen Computer aus, um dessen Snapshots zu sehen.',
  whyNone: 'Das ist zurzeit bei keinem der ausgewählten virtuellen Computer möglich.',
  more: '{names} und {count} weitere',
  confirm: {
    turnOff: {
      title: 'Virtuelle Computer ausschalten',
      text: 'Möchten Sie 1 virtuellen Computer wirklich ausschalten? Das wirkt wie das Ziehen des Netzsteckers: Was der Gast nicht gespeichert hat, geht verloren. | Möchten Sie {count} virtuelle Computer wirklich ausschalten? Das wirkt wie das Ziehen des Netzsteckers: Was die Gäste nicht gespeichert haben, geht verloren.',
    },
    shutDown: {
      title: 'Virtuelle Computer herunterfahren',
      text: 'Möchten Sie das Betriebssystem von 1 virtuellen Computer wirklich herunterfahren? | Möchten Sie die Betriebssysteme von {count} virtuellen Computern wirklich herunterfahren?',
    },
    reset: {
      title: 'Virtuelle Computer zurücksetzen',
      text: 'Möchten Sie 1 virtuellen Computer wirklich zurücksetzen? Der Gast startet neu; was er nicht gespeichert hat, geht verloren. | Möchten Sie {count} virtuelle Computer wirklich zurücksetzen? Die Gäste starten neu; was sie nicht gespeichert haben, geht verloren.',
    },
    delete: {
      title: 'Virtuelle Computer löschen',
      text: 'Möchten Sie 1 virtuellen Computer mit den virtuellen Festplatten in seinem Ordner wirklich löschen? Er lässt sich {days} Tage lang wiederherstellen. | Möchten Sie {count} virtuelle Computer mit den virtuellen Festplatten in ihren Ordnern wirklich löschen? Sie lassen sich {days} Tage lang wiederherstellen.',
    },
  },
  progress: {
    start: '{count} virtuelle Computer werden gestartet …',
    turnOff: '{count} virtuelle Computer werden ausgeschaltet …',
    shutDown: '{count} virtuelle Computer werden heruntergefahren …',
    save: '{count} virtuelle Computer werden gespeichert …',
    pause: '{count} virtuelle Computer werden angehalten …',
    resume: '{count} virtuelle Computer werden fortgesetzt …',
    reset: '{count} virtuelle Computer werden zurückgesetzt …',
    takeSnapshot: 'Von {count} virtuellen Computern werden Snapshots erstellt …',
    delete: '{count} virtuelle Computer werden gelöscht …',
  },
  refused: {
    start:
      '1 von {count} virtuellen Computern konnte nicht gestartet werden. | {refused} von {count} virtuellen Computern konnten nicht gestartet werden.',
    turnOff:
      '1 von {count} virtuellen Computern konnte nicht ausgeschaltet werden. | {refused} von {count} virtuellen Computern konnten nicht ausgeschaltet werden.',
    shutDown:
      '1 von {count} virtuellen Computern konnte nicht heruntergefahren werden. | {refused} von {count} virtuellen Computern konnten nicht heruntergefahren werden.',
    save: '1 von {count} virtuellen Computern konnte nicht gespeichert werden. | {refused} von {count} virtuellen Computern konnten nicht gespeichert werden.',
    pause:
      '1 von {count} virtuellen Computern konnte nicht angehalten werden. | {refused} von {count} virtuellen Computern konnten nicht angehalten werden.',
    resume:
      '1 von {count} virtuellen Computern konnte nicht fortgesetzt werden. | {refused} von {count} virtuellen Computern konnten nicht fortgesetzt werden.',
    reset:
      '1 von {count} virtuellen Computern konnte nicht zurückgesetzt werden. | {refused} von {count} virtuellen Computern konnten nicht zurückgesetzt werden.',
    takeSnapshot: 'Von {refused} von {count} virtuellen Computern konnte kein Snapshot erstellt werden.',
    delete:
      '1 von {count} virtuellen Computern konnte nicht gelöscht werden. | {refused} von {count} virtuellen Computern konnten nicht gelöscht werden.',
  },
  done: '{done} von {count} erledigt',
  hide: 'Ausblenden',
  hideHint:
    'Ausgeblendet geht es weiter. „Abbrechen“ lässt die virtuellen Computer unverändert, die noch nicht an der Reihe waren.',
  cancel: 'Abbrechen',
  left: 'Es wurde abgebrochen, bevor 1 virtueller Computer an der Reihe war. | Es wurde abgebrochen, bevor {count} virtuelle Computer an der Reihe waren.',
  name: 'Name',
  reason: 'Grund',
}
