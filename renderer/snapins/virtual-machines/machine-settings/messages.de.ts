import type { MachineSettingsMessages } from './messages.en.ts'

export const machineSettingsDe: MachineSettingsMessages = {
  title: 'Einstellungen für {name}',
  hardware: 'Hardware',
  ok: 'OK',
  apply: 'Übernehmen',
  add: 'Hinzufügen',
  remove: 'Entfernen',
  none: 'Keine',
  memory: 'Arbeitsspeicher',
  ram: 'RAM: {size}',
  memoryHint: 'Seinen Arbeitsspeicher erhält ein virtueller Computer, wenn er erstellt wird.',
  com1: 'COM 1',
  serialConsole: 'Serielle Konsole',
  serialIntro: 'Der COM-Anschluss des virtuellen Computers ist mit seiner seriellen Konsole verbunden.',
  serialHint:
    'Öffnen Sie sie mit der Registerkarte „COM1“ der Verbindung mit dem virtuellen Computer oder mit „npx viridian vm console "{name}"“.',
  controller: 'IDE-Controller {controller}',
  controllerIntro: 'Sie können dem IDE-Controller Festplatten und CD/DVD-Laufwerke hinzufügen.',
  controllerFull:
    'Beide Positionen dieses Controllers sind belegt. Entfernen Sie zuerst ein Laufwerk, um eines hinzuzufügen.',
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
}
