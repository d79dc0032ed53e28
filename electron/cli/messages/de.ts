import { stateName } from '#shared/messages/index.ts'
import { transfersDe } from './transfers.de.ts'
import { drivesDe } from './drives.de.ts'
import { helpDe } from './help.de.ts'
import { settingsDe } from './settings.de.ts'
import { snapshotsDe } from './snapshots.de.ts'
import type { CliTexts } from './texts.ts'
import { templatesDe } from './templates.de.ts'
import { trashDe } from './trash.de.ts'

const missing = {
  state: (text: string) => `er hat den Zustand ${text} nicht erreicht`,
  serial: (text: string) => `seine serielle Schnittstelle hat /${text}/ nicht gezeigt`,
  screen: (text: string) => `sein Bildschirm hat /${text}/ nicht gezeigt`,
}

const cancelled = {
  source: (path: string) => `Abgebrochen. ${path} ist, wie es war.`,
  partlyMerged: (path: string) =>
    `Abgebrochen. ${path} liest sich wie zuvor, aber die übergeordnete Festplatte hat vielleicht schon einen Teil davon: Führen Sie erneut und bis zum Ende zusammen, bevor Sie sie für sich allein verwenden.`,
  nothing: (path: string) => `Abgebrochen. ${path} wurde nicht erstellt.`,
  guestAsked: (name: string) =>
    `Es wird nicht länger gewartet. „${name}“ wurde aufgefordert, herunterzufahren, und tut es vielleicht noch.`,
}

export const de: CliTexts = {
  help: helpDe,
  usage: {
    missingArgument: (name) => `Das Argument ${name} fehlt.`,
    missingOption: (flags) => `Die Option ${flags} ist erforderlich.`,
    missingOptionValue: (flags) => `Die Option ${flags} braucht einen Wert.`,
    unknownOption: (name) => `Eine Option ${name} gibt es hier nicht.`,
    unknownCommand: (name) => `Einen Befehl „${name}“ gibt es hier nicht.`,
    tooManyArguments: () => 'Es sind zu viele Argumente; Text mit Leerzeichen gehört in Anführungszeichen.',
    missingCommand: () => 'Ein Befehl fehlt.',
    invalidListen: (text) => `„${text}“ ist keine Adresse mit Port wie 127.0.0.1:8006.`,
    invalidSize: (text) => `„${text}“ ist keine Speichergröße wie 128 (Megabyte) oder 1GB.`,
    sizeOutOfRange: (megabytes, minimum, maximum) =>
      `${megabytes} MB Arbeitsspeicher sind nicht möglich: Ein virtueller Computer hat ${minimum} bis ${maximum} MB.`,
    invalidName: (name) =>
      `„${name}“ kann kein virtueller Computer heißen: Namen haben 1 bis 100 Zeichen, keines von * ? : < > / | \\ ", keine Steuerzeichen, und enden nicht mit einem Punkt.`,
    invalidSeconds: (text, flags) => `„${text}“ ist keine positive Zahl für ${flags}.`,
    invalidState: (text, states) => `„${text}“ ist kein Zustand; die Zustände sind ${states.join(', ')}.`,
    invalidExpression: (text, detail) => `„${text}“ ist kein regulärer Ausdruck: ${detail}.`,
    notForMany: (flag) =>
      `${flag} nennt eine Datei, die ein einziger Computer beschreibt, und passt deshalb nicht zu --count. Erstellen Sie einen Computer, und kopieren Sie ihn mit „npx viridian vm clone NAME NEU --count N“.`,
    invalidCount: (text, maximum) => `„${text}“ ist keine Anzahl von Computern: eine ganze Zahl von 1 bis ${maximum}.`,
    invalidEscape: (sequence) =>
      `„${sequence}“ bedeutet im Text nichts; ein umgekehrter Schrägstrich selbst wird \\\\ geschrieben.`,
    invalidKey: (written, names) =>
      `„${written}“ ist keine Taste; ein < selbst wird << geschrieben. Die Tasten sind ${names.join(', ')} und die Zeichen, wie in <Ctrl+c>.`,
    exactlyOne: (flags) => `Genau eines von ${flags.join(', ')} ist erforderlich.`,
    atLeastOne: (flags) => `Mindestens eine dieser Optionen ist nötig: ${flags.join(', ')}.`,
    notOnHost: () => 'Das wird auf diesem Computer getan, ohne einen Host: Lassen Sie --host weg.',
    jsonOnTerminal: () =>
      'Mit --json muss die Eingabe aus einer Pipe kommen; am Terminal kann die Konsole kein JSON-Dokument sein.',
  },
  drives: drivesDe,
  transfers: transfersDe,
  settings: settingsDe,
  templates: templatesDe,
  trash: trashDe,
  snapshots: snapshotsDe,
  errors: {
    USAGE: ({ detail }) => detail,
    TIMEOUT: ({ name, seconds, waitedFor, text, state }) =>
      `Auf den virtuellen Computer „${name}“ wurde ${seconds} Sekunden gewartet, aber ${missing[waitedFor](text)}. Sein Zustand ist „${stateName(state, 'de')}“. Sehen Sie auf seinen Bildschirm, oder warten Sie mit --timeout länger.`,
    MACHINE_WENT_OFF: ({ name, reason }) =>
      `Der virtuelle Computer „${name}“ ist inzwischen aus.${reason === '' ? '' : ` ${reason}`}`,
    NO_TEXT_SCREEN: ({ name }) =>
      `Der Bildschirm von „${name}“ zeigt Grafik, keinen Text. Mit --png DATEI erhalten Sie ihn als Bild.`,
    FILE_NOT_WRITABLE: ({ path, detail }) =>
      `Die Datei ${path} kann nicht geschrieben werden: ${detail}. Wählen Sie einen anderen Ort.`,
    HOST_START_FAILED: ({ log, detail }) =>
      `Es lief kein Host, und im Hintergrund ließ sich keiner starten: ${detail}. Sein Protokoll ist ${log}; „npx viridian serve“ startet einen im Vordergrund.`,
    OUTPUT_FAILED: ({ detail }) =>
      `Das Verlangte wurde getan, aber die Ausgabe konnte nicht geschrieben werden: ${detail}. Schaffen Sie dort Platz, oder leiten Sie sie woandershin.`,
    CANCELLED: () => 'Es wurde nichts getan.',
    JOB_CANCELLED: ({ path, left }) => cancelled[left](path),
  },
  columns: { name: 'Name', state: 'Status', cpu: 'CPU-Auslastung', uptime: 'Betriebszeit', operations: 'Vorgänge' },
  unusable: 'Aus-Kritisch',
  problems: {
    CONFIGURATION_CORRUPT: 'Konfiguration nicht lesbar',
    CONFIGURATION_NEWER: 'Von einem neueren Viridian',
    CONFIGURATION_FOREIGN: 'Gehört einem anderen Benutzer',
    ENGINE_UNKNOWN: 'Engine fehlt auf diesem Host',
  },
  details: {
    name: 'Name',
    state: 'Status',
    cpu: 'CPU-Auslastung',
    uptime: 'Betriebszeit',
    memory: 'Arbeitsspeicher',
    resident: 'Auf dem Host belegt',
    created: 'Erstellt',
    folder: 'Ordner',
    id: 'Kennung',
    notes: 'Notizen',
    problem: 'Problem',
    fault: 'Letzter Fehler',
  },
  host: {
    name: 'Name',
    version: 'Version',
    address: 'Adresse',
    home: 'Datenordner',
    memory: 'Arbeitsspeicher',
    machinesOn: 'Eingeschaltet',
    process: 'Prozess',
  },
  hostMemory: (total, guest) => `${total} MB, davon bis zu ${guest} MB für einen virtuellen Computer`,
  noMachines: 'Es gibt keine virtuellen Computer. „npx viridian vm create NAME --template lab-linux“ erstellt einen.',
  hostStarts: (seconds) => `Der Host wird geöffnet (${seconds} s) …`,
  pagesSignedOut: 'Alle Seiten in Browsern sind abgemeldet. „npx viridian host show --open“ öffnet die Konsole wieder.',
  hostStopped: (home) => `Der Host von ${home} ist beendet.`,
  noHostToStop: (home) => `Für ${home} läuft kein Host.`,
  listening: (url) => `Konsole von Viridian: ${url}`,
  openHint:
    'Die Adresse öffnet die Konsole einmal, innerhalb von zehn Minuten; „npx viridian host show“ nennt eine neue.',
  stopHint:
    'Strg+C beendet den Host; seine virtuellen Computer werden gespeichert oder ausgeschaltet, wie ihre Einstellungen es sagen.',
  closing: 'Wird geschlossen: Virtuelle Computer werden gespeichert oder ausgeschaltet …',
  created: (name) => `Der virtuelle Computer „${name}“ wurde erstellt.`,
  done: {
    start: (name) => `„${name}“ wurde gestartet.`,
    save: (name) => `„${name}“ ist gespeichert.`,
    deleteSavedState: (name) => `Der gespeicherte Zustand von „${name}“ wurde gelöscht; er ist aus.`,
    pause: (name) => `„${name}“ ist angehalten.`,
    resume: (name) => `„${name}“ wird wieder ausgeführt.`,
    reset: (name) => `„${name}“ wurde zurückgesetzt.`,
    shutDown: (name) => `„${name}“ wurde heruntergefahren.`,
    turnOff: (name) => `„${name}“ ist aus.`,
    takeSnapshot: (name) => `Von „${name}“ wurde ein Snapshot erstellt.`,
    applySnapshot: (name) => `Der Snapshot wurde auf „${name}“ angewendet.`,
    revert: (name) => `„${name}“ wurde auf seinen Snapshot zurückgesetzt.`,
    deleteSnapshot: (name) => `Der Snapshot von „${name}“ wurde gelöscht.`,
    commitUndoDisks: (name) => `Die Rückgängig-Datenträger von „${name}“ wurden übernommen.`,
    discardUndoDisks: (name) => `Die Rückgängig-Datenträger von „${name}“ wurden verworfen.`,
  },
  yes: /^\s*[jy]/i,
  wroteFile: (path, width, height) => `${path} (${width} × ${height})`,
  connected: (name) => `Mit COM1 von „${name}“ verbunden. Strg+] trennt.`,
  disconnected: 'Getrennt.',
  vncPassword: (password) => `Kennwort: ${password}`,
  error: 'Fehler:',
}
