import type { SettingsTexts } from './settings-texts.ts'

export const settingsDe: SettingsTexts = {
  descriptions: {
    rename:
      'einem virtuellen Computer einen anderen Namen geben, auch während er läuft; sein Ordner behält seinen Namen',
    set: 'Notizen, Arbeitsspeicher, automatische Aktionen und Startreihenfolge eines virtuellen Computers ändern',
  },
  newNameArgument: 'sein neuer Name',
  options: {
    notes: 'Notizen zum Computer',
    memory: 'Arbeitsspeicher in Megabyte oder mit Einheit (1GB); der Computer muss aus sein',
    autoStart: 'wenn Viridian startet: nothing, if-running (falls er an war, als Viridian endete) oder always',
    startDelay: 'Sekunden, die vor dem automatischen Start gewartet wird',
    autoStop: 'wenn Viridian geschlossen wird: save, turn-off oder shut-down',
    recovery: 'nach einem Fehler: none, restart oder revert (auf seinen Snapshot)',
    startupOrder:
      'wovon er der Reihe nach zu starten versucht: floppy, cd, disk; was fehlt, folgt. Gilt ab dem nächsten Start',
    bootMenu: 'on: das BIOS bietet bei jedem Start ein Startmenü an, das Esc öffnet; off: es bietet keines an',
    openBootMenu: 'das Startmenü des BIOS zeigen, um zu wählen, wovon er diesmal startet',
  },
  invalidStartupOrder: (text, devices) =>
    `„${text}“ ist keine Startreihenfolge: Sie nennt jedes von ${devices.join(', ')} höchstens einmal, durch Kommas getrennt. Von einem Netzwerk kann die Engine keinen Computer starten.`,
  invalidChoice: (text, flags, choices) => `„${text}“ ist kein Wert für ${flags}; erlaubt sind ${choices.join(', ')}.`,
  invalidDelay: (text) => `„${text}“ ist keine ganze Zahl von Sekunden zwischen 0 und 86400 (ein Tag).`,
  renamed: (from, to) => `„${from}“ heißt jetzt „${to}“.`,
  configured: (name) => `Die Einstellungen von „${name}“ wurden geändert.`,
  fromNextStart: (name) => `Nicht alles davon gilt sofort: „${name}“ hat es vom nächsten Start an.`,
  details: {
    automaticStart: 'Automatischer Start',
    automaticStop: 'Automatisches Beenden',
    recovery: 'Nach einem Fehler',
    startupOrder: 'Startreihenfolge',
    bootMenu: 'Startmenü',
  },
  offered: 'wird bei jedem Start angeboten',
  devices: { floppy: 'Diskette', cd: 'CD', disk: 'Festplatte' },
  starts: { nothing: 'nichts', ifRunning: 'wenn er an war, als Viridian endete', always: 'immer' },
  after: (text, seconds) => `${text}, nach ${seconds} s`,
  stops: { save: 'speichern', turnOff: 'ausschalten', shutDown: 'Betriebssystem herunterfahren' },
  recoveries: {
    none: 'bleibt aus',
    restart: 'wird neu gestartet',
    revert: 'wird auf seinen Snapshot zurückgesetzt und neu gestartet',
  },
}
