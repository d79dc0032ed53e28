import type { EngineTexts } from './messages.ts'

export const enginesDe: EngineTexts = {
  amounts: {
    memory: 'Arbeitsspeicher (MB)',
    processors: 'Prozessoren',
    ideControllers: 'IDE-Controller',
    scsiControllers: 'SCSI-Controller',
    floppyDrives: 'Diskettenlaufwerke',
    networkAdapters: 'Netzwerkkarten',
    serialPorts: 'Serielle Anschlüsse',
  },
  abilities: {
    guests64Bit: '64-Bit-Betriebssysteme',
    savedStates: 'Zustand speichern',
    snapshotsWhileOn: 'Snapshots im laufenden Betrieb',
    mergesWhileOn: 'Zusammenführen im laufenden Betrieb',
    screenText: 'Text des Bildschirms',
    agentChannel: 'Gast-Agent',
    resourceControl: 'Ressourcensteuerung',
  },
  reasons: {
    ONE_PROCESSOR: 'Sie emuliert nur einen Prozessor',
    PROCESSOR_32_BIT: 'Sie emuliert einen 32-Bit-Prozessor',
    ADDRESS_SPACE: 'Mehr Speicher kann sie nicht adressieren',
    CHIPSET: 'So viele hat der emulierte PC',
    NO_SUCH_DEVICE: 'Der emulierte PC hat keine',
    NOT_IN_THIS_VERSION: 'Diese Version von Viridian kann es noch nicht',
  },
}
