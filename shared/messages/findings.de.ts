import type { Messages } from './messages.ts'
import { remoteEventsDe } from './remote-hosts.de.ts'

/** What is wrong with a host and its machines' files, and what to do. */
export const findingsDe: Messages['findings'] = {
  ENGINE_MISSING: ({ machine, text }) =>
    `${machine} läuft mit der Engine „${text('engine')}“, die dieser Host nicht hat. Verwenden Sie ihn auf einem Host mit dieser Engine oder mit der Version von Viridian, die ihn erstellt hat.`,
  CONFIGURATION_UNUSABLE: ({ machine, text }) =>
    `${machine} ist nicht verwendbar: Die Konfigurationsdatei ${text('file')} ist nicht lesbar oder nicht vertrauenswürdig (${text('detail')}). Legen Sie eine Kopie der Datei zurück.`,
  DISK_UNUSABLE: ({ machine, reason }) => `Eine Festplatte von ${machine} ist nicht verwendbar. ${reason}`,
  DISK_DAMAGED: ({ machine, text }) =>
    `Die Festplatte ${text('path')} von ${machine} ist beschädigt: Ein Teil davon ist nicht lesbar. „npx viridian disk check“ zeigt, welcher; legen Sie eine Kopie zurück.`,
  DISK_PARENT_MISSING: ({ machine, text }) =>
    `Die Festplatte ${text('path')} von ${machine} beruht auf ${text('parent')}; diese fehlt oder ist jetzt eine andere. Legen Sie sie zurück, oder sagen Sie mit „npx viridian disk reconnect“, wo sie ist.`,
  MEDIA_MISSING: ({ machine, text }) =>
    `Das Abbild ${text('path')} in einem Laufwerk von ${machine} gibt es nicht. Legen Sie es zurück, oder werfen Sie es in den Einstellungen aus.`,
  STATE_MISSING: ({ machine, text }) =>
    `Die Datei mit einem gespeicherten Zustand von ${machine} fehlt: ${text('path')}. Legen Sie sie zurück; ohne sie startet das Betriebssystem neu.`,
  STATE_DAMAGED: ({ machine, text }) =>
    `Die Datei ${text('path')} ist kein gespeicherter Zustand von ${machine} mehr. Legen Sie eine Kopie zurück; ohne sie startet das Betriebssystem neu.`,
  SNAPSHOT_PARENT_MISSING: ({ machine, text }) =>
    `Der Snapshot „${text('snapshot')}“ von ${machine} ging aus einem hervor, den es nicht gibt. Legen Sie eine Kopie von machine.json zurück, oder löschen Sie den Snapshot.`,
  CURRENT_SNAPSHOT_MISSING: ({ machine }) =>
    `Den Snapshot, aus dem ${machine} hervorging, gibt es nicht. Legen Sie eine Kopie von machine.json zurück, oder wenden Sie einen anderen Snapshot an.`,
  SNAPSHOT_INCOMPLETE: ({ machine, text }) =>
    `Der Snapshot „${text('snapshot')}“ von ${machine} wurde nie fertig. Starten Sie Viridian neu: Dann wird er entfernt.`,
  FILE_LEFT_OVER: ({ machine, text }) =>
    `Die Datei ${text('path')} von ${machine} wird nicht gebraucht. Sie wird beim nächsten Start von Viridian beiseitegelegt.`,
  FILES_SET_ASIDE: ({ machine, text }) =>
    `Dateien im Ordner von ${machine}, die in der Konfiguration nicht vorkamen, wurden in ${text('path')} beiseitegelegt. Fehlt eine Festplatte oder ein gespeicherter Zustand, beenden Sie Viridian, verschieben Sie sie zurück und berichtigen Sie machine.json; sonst werden sie nach sieben Tagen entfernt.`,
  LEFT_ALONE: ({ text }) =>
    `${text('path')} lässt sich nicht lesen oder nicht verstehen (${text('detail')}); Viridian lässt es, wie es ist. Legen Sie eine Kopie zurück, oder verschieben Sie es.`,
  ACCESS_KEYS_UNUSABLE: remoteEventsDe.ACCESS_KEYS_UNUSABLE,
  REMOTE_HOSTS_UNUSABLE: remoteEventsDe.REMOTE_HOSTS_UNUSABLE,
  SETTINGS_UNUSABLE: ({ text }) =>
    `Die Einstellungen dieses Hosts sind nicht zu verstehen: ${text('file')} (${text('detail')}). Legen Sie eine Kopie davon zurück, oder entfernen Sie sie, und starten Sie Viridian neu; bis dahin gelten die üblichen Ordner.`,
  FOLDER_NOT_REACHABLE: ({ text }) =>
    `Der Ordner ${text('path')} lässt sich nicht lesen (${text('detail')}), deshalb fehlen die Computer und Dateien darin. Verbinden Sie sein Laufwerk und starten Sie Viridian neu, oder ändern Sie die Einstellungen des Hosts.`,
  RESOURCE_MISSING: ({ text }) =>
    `Eine Datei von Viridian selbst fehlt: ${text('path')}. Installieren oder bauen Sie es neu.`,
  TEMPLATE_NOT_BUILT: ({ text }) =>
    `Die Vorlage „${text('name')}“ wurde auf diesem Host nicht erstellt. „npm start“ erstellt sie dort, wo Viridian gebaut wurde; sonst braucht sie niemand.`,
  DATA_FOLDER_OPEN: ({ text }) =>
    `Andere Benutzer dieses Computers können den Datenordner ${text('path')} und damit die Computer darin verändern. Entziehen Sie ihnen das Schreibrecht, zum Beispiel mit „chmod go-w“.`,
  DISK_SPACE_LOW: ({ text }) =>
    `Auf dem Datenträger von ${text('path')} sind nur noch ${text('free')} MB frei. Schaffen Sie Platz, bevor Computer deswegen angehalten werden.`,
}
