import type { FileKind } from '#shared/desktop.ts'
import type { AutomaticStop } from '#shared/machine-settings.ts'
import type { Locale } from '#shared/messages/index.ts'

/** What the main process itself says, in dialogs of the system. */
export interface DesktopMessages {
  readonly quitQuestion: (machines: readonly string[]) => string
  /** What becomes of the machines that are named. */
  readonly quitDetails: Readonly<Record<AutomaticStop, (machines: readonly string[]) => string>>
  readonly quit: string
  readonly cancel: string
  readonly chooseFile: Readonly<Record<FileKind, string>>
  readonly newFile: Readonly<Record<FileKind, string>>
  readonly fileKinds: Readonly<Record<Exclude<FileKind, 'packageFolder' | 'folder'>, string>>
  readonly allFiles: string
  readonly startFailed: string
  readonly unexpectedFailure: string
  readonly hostInUse: (home: string) => string
  readonly listenInvalid: string
  readonly closeFailed: string
  readonly pageGone: string
  readonly pageGoneDetail: (reason: string) => string
  readonly reload: string
  readonly close: string
}

const en: DesktopMessages = {
  quitQuestion: (machines) =>
    machines.length === 1
      ? `The virtual machine “${machines.join()}” is on.`
      : `${machines.length} virtual machines are on: ${machines.map((name) => `“${name}”`).join(', ')}.`,
  quitDetails: {
    save: (machines) => `Quitting saves ${machines.join(', ')}: started again, it goes on where it was.`,
    shutDown: (machines) => `Quitting shuts down the operating system of ${machines.join(', ')}.`,
    turnOff: (machines) =>
      `Quitting turns off ${machines.join(', ')}, like pulling the plug: what the guest has not saved is lost.`,
  },
  quit: 'Quit',
  cancel: 'Cancel',
  chooseFile: {
    disc: 'Choose a CD/DVD image',
    disk: 'Choose a virtual hard disk',
    floppy: 'Choose a virtual floppy disk',
    source: 'Choose a disk to copy',
    folder: 'Choose a folder',
    package: 'Choose an exported virtual machine',
    packageFolder: 'Choose the folder of an exported virtual machine',
  },
  newFile: {
    disc: 'New CD/DVD image',
    disk: 'New virtual hard disk',
    floppy: 'New virtual floppy disk',
    source: 'New disk',
    folder: 'New folder',
    package: 'Export the virtual machine to',
    packageFolder: 'Export the virtual machine to a new folder',
  },
  fileKinds: {
    disc: 'CD/DVD images',
    disk: 'Virtual hard disks',
    floppy: 'Virtual floppy disks',
    source: 'Disk images',
    package: 'Exported virtual machines',
  },
  allFiles: 'All files',
  startFailed: 'Viridian cannot start',
  unexpectedFailure: 'Something went wrong in Viridian; it keeps running',
  hostInUse: (home) =>
    `The data folder ${home} is in use by another Viridian host that cannot be reached. ` +
    'Close that host, or set VIRIDIAN_HOME to another folder.',
  listenInvalid: '--listen takes an address and a port, for example --listen 127.0.0.1:8080.',
  closeFailed: 'Viridian could not close everything in order',
  pageGone: 'This window stopped working',
  pageGoneDetail: (reason) => `Its page ended (${reason}). The virtual machines are not affected.`,
  reload: 'Reload',
  close: 'Close',
}

const de: DesktopMessages = {
  quitQuestion: (machines) =>
    machines.length === 1
      ? `Der virtuelle Computer „${machines.join()}“ ist eingeschaltet.`
      : `${machines.length} virtuelle Computer sind eingeschaltet: ${machines.map((name) => `„${name}“`).join(', ')}.`,
  quitDetails: {
    save: (machines) =>
      `Beim Beenden wird gespeichert: ${machines.join(', ')}. Nach dem nächsten Start geht es dort weiter.`,
    shutDown: (machines) => `Beim Beenden wird das Betriebssystem heruntergefahren: ${machines.join(', ')}.`,
    turnOff: (machines) =>
      `Beim Beenden wird ausgeschaltet, wie beim Ziehen des Netzsteckers: ${machines.join(', ')}. ` +
      'Was der Gast nicht gespeichert hat, geht verloren.',
  },
  quit: 'Beenden',
  cancel: 'Abbrechen',
  chooseFile: {
    disc: 'CD/DVD-Abbild auswählen',
    disk: 'Virtuelle Festplatte auswählen',
    floppy: 'Virtuelle Diskette auswählen',
    source: 'Zu kopierende Festplatte auswählen',
    folder: 'Ordner auswählen',
    package: 'Exportierten virtuellen Computer auswählen',
    packageFolder: 'Ordner eines exportierten virtuellen Computers auswählen',
  },
  newFile: {
    disc: 'Neues CD/DVD-Abbild',
    disk: 'Neue virtuelle Festplatte',
    floppy: 'Neue virtuelle Diskette',
    source: 'Neue Festplatte',
    folder: 'Neuer Ordner',
    package: 'Virtuellen Computer exportieren nach',
    packageFolder: 'Virtuellen Computer in einen neuen Ordner exportieren',
  },
  fileKinds: {
    disc: 'CD/DVD-Abbilder',
    disk: 'Virtuelle Festplatten',
    floppy: 'Virtuelle Disketten',
    source: 'Festplattenabbilder',
    package: 'Exportierte virtuelle Computer',
  },
  allFiles: 'Alle Dateien',
  startFailed: 'Viridian kann nicht starten',
  unexpectedFailure: 'In Viridian ist etwas schiefgegangen; es läuft weiter',
  hostInUse: (home) =>
    `Der Datenordner ${home} wird von einem anderen Viridian-Host benutzt, der nicht erreichbar ist. ` +
    'Beenden Sie diesen Host, oder setzen Sie VIRIDIAN_HOME auf einen anderen Ordner.',
  listenInvalid: '--listen erwartet eine Adresse und einen Port, zum Beispiel --listen 127.0.0.1:8080.',
  closeFailed: 'Viridian konnte nicht alles ordnungsgemäß schließen',
  pageGone: 'Dieses Fenster funktioniert nicht mehr',
  pageGoneDetail: (reason) => `Seine Seite wurde beendet (${reason}). Die virtuellen Computer sind nicht betroffen.`,
  reload: 'Neu laden',
  close: 'Schließen',
}

export const desktopMessages: Readonly<Record<Locale, DesktopMessages>> = { en, de }
