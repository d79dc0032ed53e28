import type { MediaPosition } from '../drive.ts'
import { describeDiskError } from './disk-errors.ts'
import { diskErrorsDe } from './disk-errors.de.ts'
import { drivePlaceText } from './drive-place.ts'
import { remedyFor, type Remedy } from './remedy.ts'
import type { Messages, PackageProblem, RefusableCommand, SavedStateProblem } from './messages.ts'

const quote = (text: string) => `„${text}“`
const place = (at: MediaPosition) =>
  drivePlaceText({ controller: 'IDE-Controller', location: 'Position', floppy: 'Diskettenlaufwerk' }, at)

/** As the German edition of Hyper-V Manager writes them. */
const states = {
  Off: 'Aus',
  Starting: 'Wird gestartet',
  Running: 'Ausgeführt',
  Pausing: 'Wird angehalten',
  Paused: 'Angehalten',
  Resuming: 'Wird fortgesetzt',
  Saving: 'Wird gespeichert',
  Saved: 'Gespeichert',
  Restoring: 'Wird wiederhergestellt',
  Stopping: 'Wird beendet',
  Merging: 'Wird zusammengeführt',
  Copying: 'Wird kopiert',
} as const

const refusals: Record<RefusableCommand, string> = {
  start: 'gestartet werden',
  save: 'gespeichert werden',
  deleteSavedState: 'seinen gespeicherten Zustand verlieren',
  pause: 'angehalten werden',
  resume: 'fortgesetzt werden',
  reset: 'zurückgesetzt werden',
  turnOff: 'ausgeschaltet werden',
  delete: 'gelöscht werden',
  export: 'exportiert werden',
  clone: 'geklont werden',
  changeDrives: 'um Laufwerke erweitert oder verringert werden',
  changeMedia: 'mit anderen Medien versehen werden',
  connect: 'verbunden werden',
  type: 'bedient werden',
}

const remedies: Record<Remedy, string> = {
  turnOff: 'Schalten Sie ihn zuerst aus.',
  nothing: 'Es ist nichts zu tun.',
  start: 'Starten Sie ihn zuerst.',
  resume: 'Setzen Sie ihn fort.',
  deleteSavedState:
    'Starten Sie ihn, damit er dort weitermacht, wo er war, oder löschen Sie seinen gespeicherten Zustand: Dann ist verloren, was der Gast nicht gespeichert hatte.',
  wait: 'Versuchen Sie es erneut, wenn sich sein Zustand geändert hat.',
}

const unusableStates: Record<SavedStateProblem, (detail: string) => string> = {
  DAMAGED: (detail) => `Die Datei mit seinem gespeicherten Zustand ist beschädigt (${detail})`,
  OTHER_VERSION: (detail) => `Er wurde von einer anderen Version von Viridian gespeichert (${detail})`,
  OTHER_HARDWARE: (detail) => `Er wurde mit anderer Hardware gespeichert (${detail})`,
  DISK_CHANGED: (detail) => `${detail} wurde seit dem Speichern verändert`,
}

const unusablePackages: Record<PackageProblem, (detail: string) => string> = {
  NOT_A_PACKAGE: (detail) =>
    `Dorthin wurde kein virtueller Computer exportiert (${detail}). Wählen Sie eine .viridian-Datei oder einen Ordner, den ein Export angelegt hat.`,
  DAMAGED: (detail) =>
    `Die Daten sind beschädigt oder unvollständig (${detail}). Kopieren Sie sie noch einmal, oder exportieren Sie den virtuellen Computer erneut.`,
  UNSAFE: (detail) =>
    `Die Daten würden über den eigenen Ordner hinausreichen (${detail}), was kein Export tut. Trauen Sie ihrer Herkunft nicht.`,
  OTHER_VOLUME: (detail) =>
    `Der Ordner liegt auf einem anderen Volume als die virtuellen Computer (${detail}). Importieren Sie stattdessen eine Kopie.`,
  NEWER: (detail) =>
    `Eine neuere Version von Viridian hat die Daten geschrieben (${detail}). Importieren Sie sie mit dieser Version.`,
}

export const de: Messages = {
  quote,
  unnamedMachine: 'Ein virtueller Computer',
  states,
  jobs: {
    createDisk: 'Virtuelle Festplatte wird erstellt',
    createChildDisk: 'Differenzierende Festplatte wird erstellt',
    createFloppy: 'Virtuelle Diskette wird erstellt',
    checkDisk: 'Wird geprüft',
    compactDisk: 'Wird komprimiert',
    convertDisk: 'Wird konvertiert',
    expandDisk: 'Wird erweitert',
    mergeDisk: 'Wird zusammengeführt',
    reconnectDisk: 'Wird neu verbunden',
    saveMachine: 'Wird gespeichert',
    takeSnapshot: 'Snapshot wird erstellt',
    applySnapshot: 'Snapshot wird angewendet',
    mergeSnapshots: 'Wird zusammengeführt',
    commitUndoDisks: 'Wird zusammengeführt',
    cloneMachine: 'Wird geklont',
    exportMachine: 'Wird exportiert',
    importMachine: 'Wird importiert',
    deleteMachine: 'Wird gelöscht',
  },
  jobStates: {
    Running: 'In Arbeit',
    Cancelling: 'Wird abgebrochen',
    Completed: 'Abgeschlossen',
    Cancelled: 'Abgebrochen',
    Failed: 'Fehlgeschlagen',
  },
  levels: { Information: 'Informationen', Warning: 'Warnung', Critical: 'Kritisch' },
  unexpected: (detail) => `Etwas Unerwartetes ist schiefgegangen: ${detail}`,
  errors: {
    MACHINE_NOT_FOUND: ({ name }) =>
      `Auf diesem Host gibt es keinen virtuellen Computer ${quote(name)}. Suchen Sie den Namen in der Liste der virtuellen Computer; vielleicht wurde er gelöscht.`,
    MACHINE_ID_TAKEN: ({ name }) =>
      `Der virtuelle Computer ${quote(name)} auf diesem Host hat die Identität dessen, der importiert werden soll. Importieren Sie ihn mit neuer Identität, oder löschen Sie zuerst den anderen.`,
    MACHINE_NEEDED: ({ name, machines }) =>
      `Der virtuelle Computer ${quote(name)} kann nicht gelöscht werden, weil Festplatten anderer virtueller Computer auf seinen beruhen: ${machines.map(quote).join(', ')}. Löschen Sie zuerst diese.`,
    SNAPSHOT_NEEDED: ({ name }) =>
      `Der virtuelle Computer ${quote(name)} hat keinen Snapshot, auf dem verknüpfte Klone beruhen können. Erstellen Sie zuerst einen, oder machen Sie vollständige Klone.`,
    SNAPSHOT_NOT_FOUND: ({ name, snapshot }) =>
      `Der virtuelle Computer ${quote(name)} hat keinen Snapshot ${quote(snapshot)}. Sehen Sie in der Liste seiner Snapshots nach.`,
    PACKAGE_UNUSABLE: ({ path, problem, detail }) =>
      `${path} kann nicht importiert werden: ${unusablePackages[problem](detail)}`,
    MACHINE_NAME_TAKEN: ({ name }) =>
      `Es gibt bereits einen virtuellen Computer mit dem Namen ${quote(name)}. Wählen Sie einen anderen Namen.`,
    STATE_CONFLICT: ({ name, command, state }) =>
      `Der virtuelle Computer ${quote(name)} kann im Zustand „${states[state]}“ nicht ${refusals[command]}. ` +
      remedies[remedyFor(command, state)],
    MACHINE_UNUSABLE: ({ name, file, detail }) =>
      `Der virtuelle Computer ${quote(name)} kann nicht verwendet werden: Seine Konfigurationsdatei ${file} ist nicht verständlich (${detail}). ` +
      'Reparieren Sie die Datei, oder legen Sie eine Kopie von ihr zurück, und starten Sie Viridian dann neu.',
    TEMPLATE_NOT_FOUND: ({ name }) =>
      `Auf diesem Host gibt es keine Vorlage ${quote(name)}. Wählen Sie eine der angezeigten Vorlagen oder ein CD/DVD-Abbild.`,
    TEMPLATE_NOT_BUILT: ({ name }) =>
      `Der Datenträger der Vorlage ${quote(name)} wurde auf diesem Host noch nicht erstellt. ` +
      'Erstellen Sie ihn mit „npm start“ dort, wo Viridian gebaut wurde, oder wählen Sie stattdessen ein CD/DVD-Abbild (.iso).',
    MEDIA_NOT_FOUND: ({ path }) =>
      `Das CD/DVD-Abbild ${path} gibt es nicht. Prüfen Sie den Pfad, und ob das Laufwerk angeschlossen ist.`,
    MEDIA_UNREADABLE: ({ path, detail }) =>
      `Das CD/DVD-Abbild ${path} kann nicht gelesen werden: ${detail}. Prüfen Sie, ob Sie die Datei lesen dürfen und ob sie anderswo geöffnet ist.`,
    MEDIA_TRUNCATED: ({ path, expected, actual }) =>
      `Das CD/DVD-Abbild ${path} ist unvollständig: Es hat ${actual} von ${expected} Bytes. Laden oder kopieren Sie es erneut.`,
    MEDIA_NOT_ISO: ({ path }) =>
      `Die Datei ${path} ist kein CD/DVD-Abbild (ISO 9660). Wählen Sie eine .iso-Datei; falls dies eine ist, laden Sie sie erneut.`,
    MEDIA_NOT_BOOTABLE: ({ path }) =>
      `Von dem CD/DVD-Abbild ${path} kann kein Computer starten: Es hat keinen Starteintrag für ein PC-BIOS. ` +
      'Wählen Sie das Installations- oder Live-Abbild eines 32-Bit-Betriebssystems.',
    DRIVE_POSITION_TAKEN: ({ name, at }) =>
      `Der virtuelle Computer ${quote(name)} hat bereits ein Laufwerk an ${place(at)}. Wählen Sie eine andere Position, oder entfernen Sie zuerst jenes Laufwerk.`,
    DRIVE_POSITIONS_FULL: ({ name }) =>
      `Der virtuelle Computer ${quote(name)} hat vier Laufwerke; mehr nehmen seine IDE-Controller nicht auf. Entfernen Sie zuerst eines.`,
    DRIVE_NOT_FOUND: ({ name, at }) =>
      `Der virtuelle Computer ${quote(name)} hat kein Laufwerk an ${place(at)}. Sehen Sie nach, wo seine Laufwerke sind.`,
    DRIVE_TAKES_NO_MEDIA: ({ name, at }) =>
      at === null
        ? `Der virtuelle Computer ${quote(name)} hat dafür kein Laufwerk. Fügen Sie ein CD/DVD-Laufwerk hinzu, während er aus ist, oder wählen Sie ein Abbild für sein Diskettenlaufwerk.`
        : `Der virtuelle Computer ${quote(name)} hat eine Festplatte an ${place(at)}. Wählen Sie ein CD/DVD-Laufwerk oder das Diskettenlaufwerk.`,
    DISK_ATTACHED: ({ path, name }) =>
      `${path} ist mit dem virtuellen Computer ${quote(name)} verbunden. Entfernen Sie sie dort zuerst: in den Einstellungen oder mit „npx viridian vm disk detach“.`,
    DISK_FAILED: (facts) => describeDiskError(diskErrorsDe, facts),
    JOB_NOT_FOUND: ({ id }) =>
      `Auf diesem Host gibt es keinen Auftrag ${id}. Vielleicht ist er längst beendet; sehen Sie in der Liste der Aufträge nach.`,
    JOB_CANCELLED: ({ path }) =>
      `Die Arbeit an ${path} wurde abgebrochen, bevor sie getan war. Beginnen Sie sie erneut, wenn sie getan werden soll.`,
    JOB_NOT_CANCELLABLE: ({ path }) =>
      `Die Arbeit an ${path} kann nicht abgebrochen werden: Halb getan ließe sie weniger übrig, als da war. Warten Sie, bis sie getan ist.`,
    JOB_INTERRUPTED: ({ path, detail }) =>
      `Die Arbeit an ${path} wurde unterbrochen: ${detail}. Die Datei ist wie zuvor; beginnen Sie die Arbeit noch einmal.`,
    MEMORY_EXCEEDS_HOST: ({ memory, available }) =>
      `Der virtuelle Computer verlangt ${memory} MB Arbeitsspeicher, dieser Host kann ${available} MB geben. ` +
      'Schalten Sie andere virtuelle Computer aus, oder geben Sie diesem weniger Arbeitsspeicher.',
    ENGINE_FAILED: ({ name, detail }) =>
      `Der virtuelle Computer ${quote(name)} konnte den Auftrag nicht ausführen: ${detail}. Versuchen Sie es erneut; misslingt auch das, schalten Sie ihn aus und starten Sie ihn neu.`,
    STATE_UNUSABLE: ({ name, problem, detail }) =>
      `Der virtuelle Computer ${quote(name)} kann nicht wiederhergestellt werden: ${unusableStates[problem](detail)}. ` +
      'Löschen Sie seinen gespeicherten Zustand, und starten Sie ihn dann: Sein Betriebssystem startet neu, und was es nicht gespeichert hatte, ist verloren.',
    TEXT_NOT_TYPABLE: ({ character }) =>
      `Keine Taste einer US-Tastatur schreibt das Zeichen ${quote(character)}, deshalb wurde nichts eingegeben. Lassen Sie es weg, oder verwenden Sie die serielle Konsole.`,
    STORAGE_FAILED: ({ path, detail }) =>
      `Der Host konnte ${path} nicht lesen oder schreiben: ${detail}. Prüfen Sie dort den freien Speicherplatz und die Berechtigungen.`,
    UNAUTHORIZED: () =>
      'Dieser Host kennt Sie nicht, oder Ihre Sitzung ist beendet. „npx viridian host show“ nennt eine Adresse, die Sie einlässt.',
    INPUT_INVALID: ({ issues }) =>
      `Der Host hat die Eingabe nicht angenommen: ${issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}.`,
    INTERNAL: ({ detail }) =>
      `Im Host ist ein unerwarteter Fehler aufgetreten: ${detail}. Seine übrige Arbeit geht weiter; bitte melden Sie dies mit dem, was Sie zuvor getan haben.`,
  },
  events: {
    GUEST_POWERED_OFF: ({ machine }) => `${machine} wurde von seinem Betriebssystem ausgeschaltet.`,
    GUEST_RESET_BY_FAULT: ({ machine }) =>
      `${machine} wurde zurückgesetzt, weil sein Prozessor auf einen nicht behebbaren Fehler stieß (Triple Fault). ` +
      'Wiederholt sich das, passt sein Betriebssystem vielleicht nicht zu diesem Computer.',
    ENGINE_CRASHED: ({ machine, text }) =>
      `${machine} ist aus, weil sein Prozess unerwartet endete: ${text('detail')}. Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
    ENGINE_HUNG: ({ machine, text }) =>
      `${machine} wurde ausgeschaltet, weil sein Prozess ${text('seconds')} Sekunden lang nicht antwortete. Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
    ENGINE_KILLED: ({ machine, text }) =>
      `${machine} ist aus, weil sein Prozess von außen beendet wurde (${text('signal')}). Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
    DISK_FULL: ({ machine, text }) =>
      `${machine} wurde angehalten, weil für ${text('path')} kein Platz mehr ist. Schaffen Sie Platz, und setzen Sie ihn fort: Es geht nichts verloren.`,
    DISK_ACCESS_FAILED: ({ machine, reason }) =>
      `${machine} konnte eine seiner Festplatten nicht verwenden; seinem Betriebssystem wurde das gemeldet. ${reason}`,
    SAVE_FAILED: ({ machine, reason }) =>
      `${machine} ist aus, weil sein Zustand beim Speichern nicht aufbewahrt werden konnte. ${reason} Was der Gast nicht gespeichert hatte, ist verloren.`,
    START_FAILED: ({ machine, reason }) => `${machine} konnte nicht gestartet werden. ${reason}`,
    HOST_ENDED: ({ machine }) =>
      `${machine} ist aus, weil Viridian selbst endete, während er eingeschaltet war. Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
    TURNED_OFF_WITH_HOST: ({ machine }) => `${machine} wurde ausgeschaltet, weil Viridian geschlossen wurde.`,
  },
}
