import type { MediaPosition } from '../drive.ts'
import { describeDiskError } from './disk-errors.ts'
import { diskErrorsDe } from './disk-errors.de.ts'
import { drivePlaceText } from './drive-place.ts'
import { enginesDe } from './engines.de.ts'
import { eventsDe } from './events.de.ts'
import { findingsDe } from './findings.de.ts'
import { remoteErrorsDe } from './remote-hosts.de.ts'
import { remedyFor, type Remedy } from './remedy.ts'
import type { FolderProblem, Messages, PackageProblem, RefusableCommand, SavedStateProblem } from './messages.ts'

const quote = (text: string) => `„${text}“`
const place = (at: MediaPosition) =>
  drivePlaceText(
    { ide: 'IDE-Controller', scsi: 'SCSI-Controller', location: 'Position', floppy: 'Diskettenlaufwerk' },
    at,
  )

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

const folderProblems: Record<FolderProblem, (detail: string) => string> = {
  NOT_FOUND: (detail) =>
    `diesen Ordner gibt es nicht (${detail}). Prüfen Sie den Pfad, und ob das Laufwerk verbunden ist.`,
  NOT_A_FOLDER: (detail) => `das ist kein Ordner (${detail}). Wählen Sie einen Ordner.`,
  NOT_WRITABLE: (detail) =>
    `dort lässt sich nichts schreiben (${detail}). Wählen Sie einen anderen Ordner, oder ändern Sie seine Berechtigungen.`,
  INSIDE_MACHINE: (detail) =>
    `das gehört zum virtuellen Computer in ${detail}. Wählen Sie einen Ordner außerhalb davon.`,
  OTHER_HOST: (detail) =>
    `die Computer darin gehören zu einem anderen Viridian, das gerade läuft (Prozess ${detail}). Schließen Sie erst dieses, oder wählen Sie einen anderen Ordner.`,
  MACHINES_ON: (detail) =>
    `${detail} darin würde vergessen, solange er an ist. Schalten Sie ihn zuerst aus, oder speichern Sie ihn.`,
}

const refusals: Record<RefusableCommand, string> = {
  start: 'gestartet werden',
  save: 'gespeichert werden',
  deleteSavedState: 'seinen gespeicherten Zustand verlieren',
  pause: 'angehalten werden',
  resume: 'fortgesetzt werden',
  reset: 'zurückgesetzt werden',
  shutDown: 'heruntergefahren werden',
  turnOff: 'ausgeschaltet werden',
  takeSnapshot: 'in einem Snapshot festgehalten werden',
  applySnapshot: 'auf einen Snapshot gebracht werden',
  revert: 'zurückversetzt werden',
  deleteSnapshot: 'einen Snapshot verlieren',
  commitUndoDisks: 'seine Rückgängig-Datenträger übernehmen',
  discardUndoDisks: 'seine Rückgängig-Datenträger verwerfen',
  delete: 'gelöscht werden',
  export: 'exportiert werden',
  clone: 'geklont werden',
  saveAsTemplate: 'als Vorlage gespeichert werden',
  changeDrives: 'um Laufwerke erweitert oder verringert werden',
  changeMedia: 'mit anderen Medien versehen werden',
  changeMemory: 'anderen Arbeitsspeicher erhalten',
  configure: 'konfiguriert werden',
  changeUndoDisks: 'Rückgängig-Datenträger erhalten oder verlieren',
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
  OTHER_ENGINE: (detail) =>
    `Der virtuelle Computer läuft mit der Engine ${quote(detail)}, die dieser Host nicht hat. Importieren Sie ihn auf einem Host mit dieser Engine.`,
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
    shutDown: 'Wird heruntergefahren',
    takeSnapshot: 'Snapshot wird erstellt',
    applySnapshot: 'Snapshot wird angewendet',
    mergeSnapshots: 'Wird zusammengeführt',
    commitUndoDisks: 'Wird zusammengeführt',
    cloneMachine: 'Wird geklont',
    createTemplate: 'Wird als Vorlage gespeichert',
    createFromTemplate: 'Wird aus Vorlage erstellt',
    exportMachine: 'Wird exportiert',
    importMachine: 'Wird importiert',
  },
  waitingToStart: 'Wartet auf Start',
  jobStates: {
    Running: 'In Arbeit',
    Cancelling: 'Wird abgebrochen',
    Completed: 'Abgeschlossen',
    Cancelled: 'Abgebrochen',
    Failed: 'Fehlgeschlagen',
  },
  categories: {
    Machine: 'Virtueller Computer',
    Snapshot: 'Snapshot',
    Storage: 'Speicher',
    Job: 'Auftrag',
    Host: 'Host',
    Security: 'Sicherheit',
  },
  place,
  levels: { Information: 'Informationen', Warning: 'Warnung', Critical: 'Kritisch' },
  unexpected: (detail) => `Etwas Unerwartetes ist schiefgegangen: ${detail}`,
  errors: {
    MACHINE_NOT_FOUND: ({ name }) =>
      `Auf diesem Host gibt es keinen virtuellen Computer ${quote(name)}. Suchen Sie den Namen in der Liste der virtuellen Computer; vielleicht wurde er gelöscht.`,
    MACHINE_ID_TAKEN: ({ name }) =>
      `Der virtuelle Computer ${quote(name)} auf diesem Host hat die Identität dessen, der importiert werden soll. Importieren Sie ihn mit neuer Identität, oder löschen Sie zuerst den anderen.`,
    PACKAGE_UNUSABLE: ({ path, problem, detail }) =>
      `${path} kann nicht importiert werden: ${unusablePackages[problem](detail)}`,
    MACHINE_NAME_TAKEN: ({ name }) =>
      `Es gibt bereits einen virtuellen Computer mit dem Namen ${quote(name)}. Wählen Sie einen anderen Namen.`,
    STATE_CONFLICT: ({ name, command, state }) =>
      `Der virtuelle Computer ${quote(name)} kann im Zustand „${states[state]}“ nicht ${refusals[command]}. ` +
      remedies[remedyFor(command, state)],
    GUEST_STILL_ON: ({ name, seconds }) =>
      `Das Betriebssystem des virtuellen Computers ${quote(name)} wurde aufgefordert, herunterzufahren, läuft aber nach ${seconds} ${seconds === 1 ? 'Sekunde' : 'Sekunden'} noch. Sehen Sie sich seinen Bildschirm an: Vielleicht stellt es eine Frage oder braucht länger. Oder schalten Sie den virtuellen Computer aus; dann ist verloren, was der Gast nicht gespeichert hat.`,
    GUEST_NOT_LISTENING: ({ name }) =>
      `Das Betriebssystem des virtuellen Computers ${quote(name)} kann nicht aufgefordert werden, herunterzufahren: Kein Gast-Agent antwortet, und es reagiert nicht oder noch nicht auf den Netzschalter. Fahren Sie es von innen herunter, versuchen Sie es erneut, wenn es gestartet ist, oder schalten Sie den virtuellen Computer aus; dann ist verloren, was der Gast nicht gespeichert hat.`,
    MACHINE_UNUSABLE: ({ name, file, detail }) =>
      `Der virtuelle Computer ${quote(name)} kann nicht verwendet werden: Seine Konfigurationsdatei ${file} ist nicht lesbar oder nicht vertrauenswürdig (${detail}). ` +
      'Reparieren Sie die Datei, oder legen Sie eine Kopie von ihr zurück, und starten Sie Viridian dann neu.',
    SNAPSHOT_NOT_FOUND: ({ name, snapshot }) =>
      `Der virtuelle Computer ${quote(name)} hat keinen Snapshot ${quote(snapshot)}. Sehen Sie in der Liste seiner Snapshots nach; vielleicht wurde er gelöscht.`,
    SNAPSHOT_LIMIT: ({ name, limit }) =>
      `Der virtuelle Computer ${quote(name)} hat ${limit} Snapshots, mehr kann er nicht haben. Löschen Sie zuerst einen.`,
    SNAPSHOT_IN_USE: ({ name, snapshot, machines }) =>
      `Der Snapshot ${quote(snapshot)} von ${quote(name)} kann nicht gelöscht werden: Auf seinen Datenträgern beruhen solche von ${machines.map(quote).join(', ')}. Löschen Sie zuerst diese virtuellen Computer, auch aus dem Papierkorb, oder behalten Sie den Snapshot.`,
    SNAPSHOT_MEDIA_CHANGED: ({ name, snapshot, paths }) =>
      `Der Snapshot ${quote(snapshot)} wurde nicht auf ${quote(name)} angewendet, der virtuelle Computer ist unverändert: Was in seinen Laufwerken war, wurde seitdem verändert oder ist nicht mehr da: ${paths.join(', ')}. Wenden Sie ihn mit den Medien an, wie sie sind, oder mit leeren Laufwerken („--media as-is“ oder „--media empty“).`,
    SNAPSHOT_STATE_UNUSABLE: ({ name, snapshot, problem, detail }) =>
      `Der Snapshot ${quote(snapshot)} wurde nicht auf ${quote(name)} angewendet, der virtuelle Computer ist unverändert. ${unusableStates[problem](detail)}. Wenden Sie ihn ohne das an, was sein Betriebssystem gerade tat („--without-state“); es startet dann neu.`,
    SNAPSHOT_WITHOUT_IMAGE: ({ name, snapshot }) =>
      `Vom Snapshot ${quote(snapshot)} gibt es kein Bild: Der virtuelle Computer ${quote(name)} war ausgeschaltet, als er erstellt wurde, oder sein Bildschirm war nicht lesbar.`,
    NO_SNAPSHOT: ({ name }) =>
      `Der virtuelle Computer ${quote(name)} ist aus keinem Snapshot hervorgegangen und kann auf keinen zurückgesetzt werden. Wenden Sie einen seiner Snapshots an, oder erstellen Sie zuerst einen.`,
    DISK_IN_SNAPSHOTS: ({ path, name }) =>
      `${path} gehört zu den Snapshots oder Rückgängig-Datenträgern des virtuellen Computers ${quote(name)}, die damit zerstört wären. ` +
      'Löschen Sie seine Snapshots und lassen Sie die Datenträger zusammenführen, oder übernehmen oder verwerfen Sie zuerst seine Rückgängig-Datenträger.',
    SNAPSHOTS_EXIST: ({ name }) =>
      `Der virtuelle Computer ${quote(name)} hat Snapshots und kann nicht zugleich Rückgängig-Datenträger haben. Löschen Sie zuerst seine Snapshots und lassen Sie die Datenträger zusammenführen.`,
    UNDO_DISKS_ENABLED: ({ name }) =>
      `Der virtuelle Computer ${quote(name)} hat Rückgängig-Datenträger und kann nicht zugleich Snapshots haben. Schalten Sie zuerst die Rückgängig-Datenträger ab.`,
    UNDO_DISKS_PRESENT: ({ name }) =>
      `Die Rückgängig-Datenträger des virtuellen Computers ${quote(name)} enthalten Änderungen. Übernehmen oder verwerfen Sie diese zuerst.`,
    NO_UNDO_DISKS: ({ name }) =>
      `Die Rückgängig-Datenträger des virtuellen Computers ${quote(name)} enthalten nichts, was übernommen oder verworfen werden könnte. Es ist nichts zu tun.`,
    TEMPLATE_NOT_FOUND: ({ name }) =>
      `Auf diesem Host gibt es keine Vorlage ${quote(name)}. Wählen Sie eine der angezeigten Vorlagen oder ein CD/DVD-Abbild.`,
    TEMPLATE_NOT_BUILT: ({ name }) =>
      `Der Datenträger der Vorlage ${quote(name)} wurde auf diesem Host noch nicht erstellt. ` +
      'Erstellen Sie ihn mit „npm start“ dort, wo Viridian gebaut wurde, oder wählen Sie stattdessen ein CD/DVD-Abbild (.iso).',
    TEMPLATE_NAME_TAKEN: ({ name }) =>
      `Es gibt bereits eine Vorlage mit dem Namen ${quote(name)}. Wählen Sie einen anderen Namen.`,
    TEMPLATE_UNUSABLE: ({ name, file, detail }) =>
      `Die Vorlage ${quote(name)} kann nicht verwendet werden: Ihre Konfigurationsdatei ${file} ist nicht verständlich (${detail}). ` +
      'Reparieren Sie die Datei, oder legen Sie eine Kopie von ihr zurück, und starten Sie Viridian dann neu; oder löschen Sie die Vorlage.',
    TEMPLATE_IN_USE: ({ name, machines }) =>
      `Die Vorlage ${quote(name)} kann nicht gelöscht werden: Auf ihren Festplatten beruhen solche von ${machines.map(quote).join(', ')}. ` +
      'Löschen Sie zuerst diese virtuellen Computer, auch aus dem Papierkorb, oder behalten Sie die Vorlage.',
    TEMPLATE_MEMORY_FIXED: ({ name, memory }) =>
      `Ein virtueller Computer aus der Vorlage ${quote(name)} macht dort weiter, wo sie gespeichert wurde, mit deren ${memory} MB Arbeitsspeicher. ` +
      'Erstellen Sie ihn ohne Angabe des Arbeitsspeichers; ist sein gespeicherter Zustand gelöscht, lässt sich der Arbeitsspeicher ändern.',
    DISK_OF_TEMPLATE: ({ path, name }) =>
      `${path} gehört zur Vorlage ${quote(name)}; virtuelle Computer, die daraus erstellt wurden, wären damit zerstört. ` +
      'Erstellen Sie einen virtuellen Computer aus der Vorlage oder eine differenzierende Festplatte auf dieser, und verwenden Sie diese.',
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
    MEDIA_NEEDS_EFI: ({ path }) =>
      `Von dem CD/DVD-Abbild ${path} starten nur Computer mit EFI: Es hat keinen Starteintrag für ein PC-BIOS, wie virtuelle Computer es haben. ` +
      'Wählen Sie ein Abbild für 32-Bit-Computer mit BIOS.',
    DRIVE_POSITION_TAKEN: ({ name, at }) =>
      `Der virtuelle Computer ${quote(name)} hat bereits ein Laufwerk an ${place(at)}. Wählen Sie eine andere Position, oder entfernen Sie zuerst jenes Laufwerk.`,
    DRIVE_POSITIONS_FULL: ({ name }) =>
      `An jeder Position der Controller des virtuellen Computers ${quote(name)} ist schon ein Laufwerk. Entfernen Sie zuerst eines.`,
    DRIVE_PLACE_MISSING: ({ name, at }) =>
      `Der virtuelle Computer ${quote(name)} hat keinen Controller mit der Position ${at}. Wählen Sie eine vorhandene Position.`,
    DRIVE_NOT_FOUND: ({ name, at }) =>
      `Der virtuelle Computer ${quote(name)} hat kein Laufwerk an ${place(at)}. Sehen Sie nach, wo seine Laufwerke sind.`,
    DRIVE_TAKES_NO_MEDIA: ({ name, at }) =>
      at === null
        ? `Der virtuelle Computer ${quote(name)} hat dafür kein Laufwerk. Fügen Sie ein CD/DVD-Laufwerk hinzu, während er aus ist, oder wählen Sie ein Abbild für sein Diskettenlaufwerk.`
        : `Der virtuelle Computer ${quote(name)} hat eine Festplatte an ${place(at)}. Wählen Sie ein CD/DVD-Laufwerk oder das Diskettenlaufwerk.`,
    DISK_ATTACHED: ({ path, name }) =>
      `${path} ist mit dem virtuellen Computer ${quote(name)} verbunden. Entfernen Sie sie dort zuerst: in den Einstellungen oder mit „npx viridian vm disk detach“.`,
    DISK_FAILED: (facts) => describeDiskError(diskErrorsDe, facts),
    DISK_NEEDED: ({ name, path, machines }) =>
      `Der virtuelle Computer ${quote(name)} kann nicht gelöscht werden: Seine Festplatte ${path} oder eine darauf aufbauende wird benutzt von ${machines.map(quote).join(', ')}. ` +
      'Löschen Sie zuerst diese, auch aus dem Papierkorb, oder geben Sie ihnen andere Festplatten.',
    FILE_NOT_FOUND: ({ name, folders }) =>
      `Es gibt keine Datei ${quote(name)} in ${folders.join(', ')}. Geben Sie ihren vollständigen Pfad an, oder nehmen Sie ihren Ordner in die Suchpfade auf.`,
    FOLDER_UNUSABLE: ({ path, problem, detail }) =>
      `${path} lässt sich nicht verwenden: ${folderProblems[problem](detail)}`,
    SETTINGS_UNUSABLE: ({ file, detail }) =>
      `Die Einstellungen dieses Hosts lassen sich nicht ändern, weil seine Datei ${file} nicht zu verstehen ist: ${detail}. Legen Sie eine Kopie davon zurück, oder entfernen Sie sie, und starten Sie Viridian neu.`,
    TRASH_NOT_FOUND: ({ name }) =>
      `Im Papierkorb ist kein gelöschter virtueller Computer ${quote(name)}. Vielleicht wurde er wiederhergestellt oder endgültig entfernt.`,
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
    ENGINE_UNKNOWN: ({ engine }) =>
      `Dieser Host hat keine Engine ${quote(engine)}. „npx viridian host engines“ zeigt die vorhandenen.`,
    ENGINE_MISSING: ({ name, engine }) =>
      `Der virtuelle Computer ${quote(name)} läuft mit der Engine ${quote(engine)}, die dieser Host nicht hat. ` +
      'Er bleibt unverändert. Verwenden Sie ihn auf einem Host mit dieser Engine oder mit der Version von Viridian, die ihn erstellt hat.',
    ENGINE_LIMIT: ({ name, engine, what, wanted, minimum, maximum, reason }) => {
      const range = minimum === maximum ? `${maximum}` : `${minimum} bis ${maximum}`
      const why = wanted > maximum ? `: ${enginesDe.reasons[reason]}` : ''
      return (
        `Der virtuelle Computer ${quote(name)} kann nicht so eingerichtet werden. ${enginesDe.amounts[what]}: ${wanted}; ` +
        `die Engine ${engine} erlaubt ${range}${why}. Wählen Sie einen erlaubten Wert.`
      )
    },
    ENGINE_CANNOT: ({ name, engine, ability, reason }) =>
      `Das geht mit dem virtuellen Computer ${quote(name)} nicht: Er läuft mit der Engine ${engine}. ` +
      `${enginesDe.abilities[ability]}: ${enginesDe.reasons[reason]}.`,
    ENGINE_FAILED: ({ name, detail }) =>
      `Der virtuelle Computer ${quote(name)} konnte den Auftrag nicht ausführen: ${detail}. Versuchen Sie es erneut; misslingt auch das, schalten Sie ihn aus und starten Sie ihn neu.`,
    STATE_UNUSABLE: ({ name, problem, detail }) =>
      `Der virtuelle Computer ${quote(name)} kann nicht wiederhergestellt werden: ${unusableStates[problem](detail)}. ` +
      'Löschen Sie seinen gespeicherten Zustand, und starten Sie ihn dann: Sein Betriebssystem startet neu, und was es nicht gespeichert hatte, ist verloren.',
    TEXT_NOT_TYPABLE: ({ character }) =>
      `Keine Taste einer US-Tastatur schreibt das Zeichen ${quote(character)}, deshalb wurde nichts eingegeben. Lassen Sie es weg, oder verwenden Sie die serielle Konsole.`,
    STORAGE_FAILED: ({ path, detail }) =>
      `Der Host konnte ${path} nicht lesen oder schreiben: ${detail}. Prüfen Sie dort den freien Speicherplatz und die Berechtigungen.`,
    HOST_READ_ONLY: ({ home, problem, detail }) =>
      problem === 'full'
        ? `Das Volume des Datenordners ${home} ist voll (${detail}), deshalb löscht Viridian dort nur endgültig: Leeren Sie den Papierkorb, oder entfernen Sie virtuelle Computer sofort. Alles andere ist wieder möglich, sobald Platz ist.`
        : `Der Datenordner ${home} ist nicht beschreibbar (${detail}), deshalb zeigt Viridian nur, was darin ist. Machen Sie ihn beschreibbar, und starten Sie Viridian neu.`,
    ...remoteErrorsDe,
    UNAUTHORIZED: () =>
      'Dieser Host kennt Sie nicht, oder Ihre Sitzung ist beendet. „npx viridian host show“ nennt eine Adresse, die Sie einlässt.',
    INPUT_INVALID: ({ issues }) =>
      `Der Host hat die Eingabe nicht angenommen: ${issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')}.`,
    TOO_MANY_CALLS: ({ limit }) =>
      `Dieses Programm wartet bereits auf ${limit} Antworten des Hosts. Warten Sie einige davon ab, bevor Sie weitere Aufträge erteilen.`,
    INTERNAL: ({ detail }) =>
      `Im Host ist ein unerwarteter Fehler aufgetreten: ${detail}. Seine übrige Arbeit geht weiter; bitte melden Sie dies mit dem, was Sie zuvor getan haben.`,
  },
  findings: findingsDe,
  engines: enginesDe,
  events: eventsDe,
}
