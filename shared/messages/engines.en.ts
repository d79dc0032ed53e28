import type { EngineTexts } from './messages.ts'

export const enginesEn: EngineTexts = {
  amounts: {
    memory: 'Memory (MB)',
    processors: 'Processors',
    ideControllers: 'IDE controllers',
    scsiControllers: 'SCSI controllers',
    floppyDrives: 'Diskette drives',
    networkAdapters: 'Network adapters',
    serialPorts: 'Serial ports',
  },
  abilities: {
    guests64Bit: '64-bit operating systems',
    savedStates: 'Saved states',
    snapshotsWhileOn: 'Snapshots while running',
    mergesWhileOn: 'Merging disks while running',
    screenText: 'Text of the screen',
    agentChannel: 'Guest agent',
    resourceControl: 'Resource control',
  },
  reasons: {
    ONE_PROCESSOR: 'it emulates one processor',
    PROCESSOR_32_BIT: 'it emulates a 32-bit processor',
    ADDRESS_SPACE: 'it addresses no more memory',
    CHIPSET: 'the PC it emulates has that many',
    NO_SUCH_DEVICE: 'the PC it emulates has none',
    NOT_IN_THIS_VERSION: 'this version of Viridian does not do it yet',
  },
}
