import type { Messages } from './messages.ts'
import { remoteEventsDe } from './remote-hosts.de.ts'

const quote = (text: string) => `„${text}“`

export const eventsDe: Messages['events'] = {
  MACHINE_CREATED: ({ machine, text }) => `${machine} wurde in ${text('folder')} erstellt.`,
  MACHINE_DELETED: ({ machine, text }) => `${machine} wurde mit seinem Ordner ${text('folder')} gelöscht.`,
  MACHINE_STARTED: ({ machine }) => `${machine} wurde gestartet.`,
  MACHINE_TURNED_OFF: ({ machine }) => `${machine} wurde ausgeschaltet.`,
  MACHINE_SAVED: ({ machine }) => `${machine} wurde gespeichert.`,
  MACHINE_RESET: ({ machine }) => `${machine} wurde zurückgesetzt.`,
  MACHINE_PAUSED: ({ machine }) => `${machine} wurde angehalten.`,
  MACHINE_RESUMED: ({ machine }) => `${machine} wurde fortgesetzt.`,
  MACHINE_RESTORED: ({ machine }) =>
    `${machine} wurde wiederhergestellt: Er macht dort weiter, wo er gespeichert wurde.`,
  TEMPLATE_CREATED: ({ machine, text }) => `Die Vorlage ${quote(text('template'))} wurde aus ${machine} erstellt.`,
  TEMPLATE_DELETED: ({ text }) => `Die Vorlage ${quote(text('template'))} wurde gelöscht.`,
  GUEST_ASKED_TO_SHUT_DOWN: ({ machine, text }) =>
    `Das Betriebssystem von ${machine} wurde ${text('means') === 'agent' ? 'über seinen Gast-Agenten' : 'über den Netzschalter'} aufgefordert, herunterzufahren.`,
  GUEST_NAMED: ({ machine, text }) => `Der Gast von ${machine} hat den Hostnamen ${text('hostName')} erhalten.`,
  SAVED_STATE_DELETED: ({ machine }) => `Der gespeicherte Zustand von ${machine} wurde gelöscht.`,
  SETTINGS_CHANGED: ({ machine }) => `Die Einstellungen von ${machine} wurden geändert.`,
  DRIVE_ATTACHED: ({ machine, place, text }) =>
    `${machine} hat jetzt ${text('drive') === 'dvd' ? 'ein CD/DVD-Laufwerk' : `die Festplatte ${text('path')}`} (${place}).`,
  DRIVE_DETACHED: ({ machine, place, text }) =>
    `${machine} hat ${text('drive') === 'dvd' ? 'das CD/DVD-Laufwerk' : `die Festplatte ${text('path')}`} nicht mehr (${place}).`,
  MEDIA_INSERTED: ({ machine, place, text }) => `${text('path')} wurde in ${machine} eingelegt (${place}).`,
  MEDIA_EJECTED: ({ machine, place, text }) => `${text('path')} wurde aus ${machine} ausgeworfen (${place}).`,
  DISC_NEEDS_EFI: ({ machine, place, text }) =>
    `${machine} startet nicht von dem Medium (${place}), von dem nur Computer mit EFI starten: ${text('path')}. Legen Sie eines für 32-Bit-Computer mit BIOS ein.`,
  MEDIA_CHANGED: ({ machine, place, text }) =>
    `${machine} läuft mit einem anderen Medium weiter (${place}), als er gespeichert wurde: ${text('path') === '' ? 'Das Laufwerk ist leer' : text('path')}. Seinem Betriebssystem wurde gesagt, dass das Medium gewechselt wurde.`,
  FLOPPY_NOT_COPIED: ({ machine, text }) =>
    `Das Diskettenlaufwerk von ${machine} blieb leer: ${text('path')} ließ sich nicht dafür kopieren. Legen Sie das Abbild zurück, oder legen Sie ein anderes in das Laufwerk ein.`,
  DISK_RECONNECTED: ({ machine, text }) =>
    `Der Festplatte ${text('path')} von ${machine} wurde gesagt, dass ihre übergeordnete ${text('parent')} ist; sie fand sich in einem Suchpfad.`,
  DISK_SPACE_LOW: ({ text }) =>
    `Auf dem Volume ${text('volume')} sind nur noch ${text('free')} MB frei. Schaffen Sie Platz: Unter 20 MB werden virtuelle Computer angehalten, die darauf schreiben.`,
  DISK_SPACE_CRITICAL: ({ text }) =>
    `Auf dem Volume ${text('volume')} sind nur noch ${text('free')} MB frei, deshalb werden die virtuellen Computer angehalten, die darauf schreiben. Schaffen Sie Platz, und setzen Sie sie dann fort.`,
  DISK_SPACE_RECOVERED: ({ text }) =>
    `Auf dem Volume ${text('volume')} ist wieder genug Platz: ${text('free')} MB sind frei.`,
  PAUSED_FOR_SPACE: ({ machine, text }) =>
    `${machine} wurde angehalten, weil auf dem Volume ${text('volume')} nur noch ${text('free')} MB frei sind. Schaffen Sie Platz, und setzen Sie ihn fort: Es geht nichts verloren.`,
  FILES_SET_ASIDE: ({ machine, text }) =>
    `Dateien von ${machine}, die in der Konfiguration nicht vorkommen, wurden in ${text('path')} beiseitegelegt: ${text('files')} (insgesamt ${text('count')}). Fehlt eine Festplatte oder ein gespeicherter Zustand, beenden Sie Viridian, verschieben Sie sie zurück und berichtigen Sie machine.json; sonst werden sie nach sieben Tagen entfernt.`,
  JOB_FAILED: ({ job, text, reason }) => `Der Auftrag „${job}“ an ${text('file')} ist fehlgeschlagen. ${reason}`,
  HOST_STARTED: ({ text }) => `Viridian ${text('version')} wurde gestartet.`,
  HOST_CLOSED: () => 'Viridian wurde geschlossen.',
  HOST_SETTINGS_CHANGED: () => 'Die Einstellungen dieses Hosts wurden geändert.',
  HOST_SETTINGS_UNUSABLE: ({ text }) =>
    `Die Einstellungen dieses Hosts sind nicht zu verstehen: ${text('file')} (${text('detail')}). Legen Sie eine Kopie davon zurück, oder entfernen Sie sie, und starten Sie Viridian neu; bis dahin gelten die üblichen Ordner.`,
  FOLDER_NOT_REACHABLE: ({ text }) =>
    `Der Ordner ${text('path')} lässt sich nicht lesen (${text('detail')}), deshalb werden die Computer darin nicht aufgelistet. Verbinden Sie sein Laufwerk und starten Sie Viridian neu.`,
  LEFT_ALONE: ({ text }) =>
    `${text('path')} lässt sich nicht lesen oder nicht verstehen (${text('detail')}); Viridian lässt es, wie es ist. Legen Sie eine Kopie zurück, oder verschieben Sie es.`,
  PLACE_CLEARED: ({ text }) =>
    `${text('path')} war keine Datei von Viridian und heißt jetzt ${text('to')}. Wenn Sie sie nicht brauchen, löschen Sie sie.`,
  HOST_READ_ONLY: ({ text }) =>
    text('problem') === 'full'
      ? `Das Volume des Datenordners ${text('path')} ist voll (${text('detail')}), deshalb löscht der Host nur endgültig. Leeren Sie den Papierkorb, oder entfernen Sie virtuelle Computer sofort.`
      : `Der Datenordner ${text('path')} ist nicht beschreibbar (${text('detail')}), deshalb zeigt der Host nur, was darin ist. Machen Sie ihn beschreibbar, und starten Sie Viridian neu.`,
  MEMORY_LOW: ({ text }) =>
    `Auf diesem Host sind nur noch ${text('free')} MB Arbeitsspeicher frei. Schließen Sie Programme, oder schalten Sie virtuelle Computer aus: Unter 160 MB werden virtuelle Computer angehalten, die noch mehr brauchen könnten.`,
  MEMORY_CRITICAL: ({ text }) =>
    `Auf diesem Host sind nur noch ${text('free')} MB Arbeitsspeicher frei, deshalb werden die virtuellen Computer angehalten, die noch mehr brauchen könnten. Schließen Sie Programme, oder schalten Sie virtuelle Computer aus, und setzen Sie sie dann fort.`,
  MEMORY_RECOVERED: ({ text }) => `Auf diesem Host ist wieder genug Arbeitsspeicher frei: ${text('free')} MB.`,
  PAUSED_FOR_MEMORY: ({ machine, text }) =>
    `${machine} wurde angehalten, weil auf diesem Host nur noch ${text('free')} MB Arbeitsspeicher frei sind und das System ihn bald beendet hätte. Schließen Sie Programme, oder schalten Sie andere virtuelle Computer aus, und setzen Sie ihn fort: Es geht nichts verloren.`,
  BROWSER_SIGNED_IN: () => 'Ein Browser hat sich mit einer Adresse angemeldet, die die Konsole einmal öffnet.',
  BROWSERS_SIGNED_OUT: () => 'Alle Seiten in Browsern wurden abgemeldet.',
  ...remoteEventsDe,
  GUEST_POWERED_OFF: ({ machine }) => `${machine} wurde von seinem Betriebssystem ausgeschaltet.`,
  GUEST_RESET_BY_FAULT: ({ machine, text }) =>
    `${machine} wurde zurückgesetzt, weil sein Prozessor nicht weiterarbeiten konnte: ${text('detail')}. ` +
    'Wiederholt sich das, passt sein Betriebssystem vielleicht nicht zu diesem Computer.',
  ENGINE_CRASHED: ({ machine, text }) =>
    `${machine} ist aus, weil sein Prozess unerwartet endete: ${text('detail')}. Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
  ENGINE_HUNG: ({ machine, text }) =>
    `${machine} wurde ausgeschaltet, weil sein Prozess ${text('seconds')} Sekunden lang nicht antwortete. Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
  ENGINE_KILLED: ({ machine, text }) =>
    `${machine} ist aus, weil sein Prozess von außen beendet wurde (${text('signal')}). Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
  RESTARTED_AFTER_FAULT: ({ machine }) =>
    `${machine} wurde nach seinem Fehler wieder gestartet, wie seine Einstellungen es sagen.`,
  NOT_RESTARTED_AGAIN: ({ machine, text }) =>
    `${machine} bleibt aus: Er wurde innerhalb von ${text('minutes')} Minuten ${text('restarts')}-mal wieder gestartet und ging erneut aus. Sehen Sie nach seinen Fehlern, und starten Sie ihn dann.`,
  DISK_FULL: ({ machine, text }) =>
    `${machine} wurde angehalten, weil für ${text('path')} kein Platz mehr ist. Schaffen Sie Platz, und setzen Sie ihn fort: Es geht nichts verloren.`,
  DISK_ACCESS_FAILED: ({ machine, reason }) =>
    `${machine} konnte eine seiner Festplatten nicht verwenden; seinem Betriebssystem wurde das gemeldet. ${reason}`,
  SAVE_FAILED: ({ machine, reason }) =>
    `${machine} ist aus, weil sein Zustand beim Speichern nicht aufbewahrt werden konnte. ${reason} Was der Gast nicht gespeichert hatte, ist verloren.`,
  SNAPSHOT_TAKEN: ({ machine, text }) => `Der Snapshot ${quote(text('snapshot'))} von ${machine} wurde erstellt.`,
  SNAPSHOT_APPLIED: ({ machine, text }) => `Der Snapshot ${quote(text('snapshot'))} wurde auf ${machine} angewendet.`,
  SNAPSHOT_DELETED: ({ machine, text }) => `Der Snapshot ${quote(text('snapshot'))} von ${machine} wurde gelöscht.`,
  SNAPSHOT_LOST: ({ machine, text, reason }) =>
    `Der Snapshot ${quote(text('snapshot'))} von ${machine} ließ sich nicht aufbewahren und wurde gelöscht. ${reason} Sonst ist nichts verloren; erstellen Sie ihn noch einmal.`,
  UNDO_DISKS_COMMITTED: ({ machine }) =>
    `Die Rückgängig-Datenträger von ${machine} wurden übernommen: Seine Datenträger haben jetzt die Änderungen.`,
  UNDO_DISKS_DISCARDED: ({ machine }) =>
    `Die Rückgängig-Datenträger von ${machine} wurden verworfen: Seine Datenträger sind wie zuvor.`,
  UNDO_DISKS_FAILED: ({ machine, reason }) =>
    `Die Rückgängig-Datenträger von ${machine} konnten weder übernommen noch verworfen werden und sind noch da. ${reason}`,
  START_FAILED: ({ machine, reason }) => `${machine} konnte nicht gestartet werden. ${reason}`,
  HOST_ENDED: ({ machine }) =>
    `${machine} ist aus, weil Viridian selbst endete, während er eingeschaltet war. Starten Sie ihn neu; was der Gast nicht gespeichert hatte, ist verloren.`,
  TURNED_OFF_WITH_HOST: ({ machine }) => `${machine} wurde ausgeschaltet, weil Viridian geschlossen wurde.`,
  SAVED_WITH_HOST: ({ machine }) => `${machine} wurde gespeichert, weil Viridian geschlossen wurde.`,
  NOT_SAVED_WITH_HOST: ({ machine, reason }) =>
    `${machine} konnte nicht gespeichert werden, als Viridian geschlossen wurde, und wird stattdessen ausgeschaltet. ${reason}`,
}
