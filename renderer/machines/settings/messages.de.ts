import type { MachineSettingsMessages } from './messages.en.ts'

export const machineSettingsDe: MachineSettingsMessages = {
  title: 'Einstellungen für {name}',
  tree: 'Hardware und Verwaltung',
  hardware: 'Hardware',
  management: 'Verwaltung',
  ok: 'OK',
  apply: 'Übernehmen',
  add: 'Hinzufügen',
  remove: 'Entfernen',
  none: 'Keine',
  bios: {
    title: 'BIOS',
    detail: 'Start von {device}',
    intro:
      'Wählen Sie die Reihenfolge, in der die Startgeräte auf ein Betriebssystem geprüft werden. Sie gilt ab dem nächsten Start des virtuellen Computers.',
    order: 'Startreihenfolge:',
    devices: { floppy: 'Diskette', cd: 'CD', disk: 'Festplatte' },
    up: 'Nach oben',
    down: 'Nach unten',
    menu: 'Bei jedem Start das Startmenü anbieten',
    menuHint:
      'Drücken Sie in der Verbindung Esc, solange der Bildschirm dazu auffordert, also etwa zwei Sekunden lang.',
  },
  memory: 'Arbeitsspeicher',
  ram: 'RAM:',
  com1: 'COM 1',
  serialConsole: 'Serielle Konsole',
  serialIntro: 'Der COM-Anschluss des virtuellen Computers ist mit seiner seriellen Konsole verbunden.',
  serialHint:
    'Öffnen Sie sie mit der Registerkarte „COM1“ der Verbindung mit dem virtuellen Computer oder mit „npx viridian vm console "{name}"“.',
  controllers: { ide: 'IDE-Controller {controller}', scsi: 'SCSI-Controller {controller}' },
  controllerIntros: {
    ide: 'Sie können dem IDE-Controller Festplatten und CD/DVD-Laufwerke hinzufügen.',
    scsi: 'Sie können dem SCSI-Controller Festplatten und CD/DVD-Laufwerke hinzufügen.',
  },
  controllerFull: {
    ide: 'Beide Positionen dieses Controllers sind belegt. Entfernen Sie zuerst ein Laufwerk, um eines hinzuzufügen.',
    scsi: 'Alle Positionen dieses Controllers sind belegt. Entfernen Sie zuerst ein Laufwerk, um eines hinzuzufügen.',
  },
  addIntro:
    'Wählen Sie den Laufwerktyp aus, den Sie an den Controller anschließen möchten, und klicken Sie dann auf „Hinzufügen“.',
  place: { controller: 'Controller:', location: 'Position:' },
  diskIntro: 'Geben Sie die virtuelle Festplatte an, die der virtuelle Computer als diese Festplatte verwendet.',
  diskPath: 'Datei der virtuellen Festplatte (.vhd):',
  pathHint: 'Ein vollständiger Pfad auf dem Computer des Hosts.',
  removeDisk:
    'Klicken Sie auf „Entfernen“, um die virtuelle Festplatte zu entfernen. Sie wird getrennt; ihre Datei bleibt erhalten.',
  dvdIntro: 'Geben Sie die Medien für das virtuelle CD/DVD-Laufwerk an.',
  image: 'Abbilddatei (.iso)',
  removeDvd: 'Klicken Sie auf „Entfernen“, um das CD/DVD-Laufwerk aus diesem virtuellen Computer zu entfernen.',
  floppyIntro: 'Geben Sie die Datei der virtuellen Diskette für das Diskettenlaufwerk an.',
  floppy: 'Datei einer virtuellen Diskette (.vfd)',
  path: 'Pfad:',
  name: {
    title: 'Name',
    intro:
      'Geben Sie einen Namen für diesen virtuellen Computer an. Der Ordner des virtuellen Computers behält seinen Namen.',
  },
  start: {
    title: 'Automatische Startaktion',
    intro: 'Was soll dieser virtuelle Computer tun, wenn Viridian gestartet wird?',
    nothing: 'Nichts',
    ifRunning: 'Automatisch starten, wenn er beim Ende von Viridian eingeschaltet war',
    always: 'Diesen virtuellen Computer immer automatisch starten',
    delayIntro:
      'Geben Sie eine Startverzögerung an, damit nicht alle virtuellen Computer zugleich den Host beanspruchen.',
    delay: 'Startverzögerung:',
    seconds: 'Sekunden',
    short: { nothing: 'Keine', ifRunning: 'Starten, wenn zuvor an', always: 'Immer starten' },
  },
  stop: {
    title: 'Automatische Stoppaktion',
    intro: 'Was soll dieser virtuelle Computer tun, wenn Viridian geschlossen wird?',
    save: 'Zustand des virtuellen Computers speichern',
    saveHint:
      'Wird er wieder gestartet, macht er dort weiter, wo er war. Das belegt Speicherplatz bis zur Größe seines Arbeitsspeichers.',
    turnOff: 'Virtuellen Computer ausschalten',
    turnOffHint: 'Was der Gast nicht gespeichert hat, geht verloren.',
    shutDown: 'Gastbetriebssystem herunterfahren',
    shutDownHint: 'Über seinen Gast-Agenten oder den Netzschalter. Was nach 30 Sekunden noch läuft, wird gespeichert.',
    short: { save: 'Speichern', turnOff: 'Ausschalten', shutDown: 'Herunterfahren' },
  },
  recovery: {
    title: 'Aktion nach einem Fehler',
    intro:
      'Was soll geschehen, wenn dieser virtuelle Computer durch einen Fehler seines Prozesses ausgeht? Fährt der Gast herunter, ist das kein Fehler.',
    none: 'Ausgeschaltet lassen',
    restart: 'Neu starten',
    restartHint: 'Nach drei Neustarts innerhalb von zehn Minuten bleibt er aus.',
    revert: 'Auf seinen Snapshot zurücksetzen und neu starten',
    revertHint: 'Was sich seit dem Snapshot geändert hat, geht verloren. Ohne Snapshot wird er nur neu gestartet.',
    short: { none: 'Keine', restart: 'Neu starten', revert: 'Zurücksetzen und neu starten' },
  },
  rename: { title: 'Virtuellen Computer umbenennen' },
}
