import path from 'node:path'
import type { EngineFacts } from '#shared/engine.ts'
import type { Engine, PoweredOnListener, PoweredOnMachine, PowerOnOptions } from '../engine.ts'
import type { ProcessLauncher } from '../launcher.ts'
import { startMachine } from '../supervision/start-machine.ts'
import { embeddedStates } from './saved-state/saved-states.ts'

export interface EmbeddedEngineOptions {
  readonly launcher: ProcessLauncher
  /** The built entry of a machine's process, with v86.wasm beside it. */
  readonly machineProcess: string
  /** Folder of bios.bin and vgabios-stdvga.bin. */
  readonly firmware: string
}

/** What the engine is and can, wherever it is. */
export const embeddedEngine: EngineFacts = {
  id: 'embedded',
  name: 'v86',
  capabilities: {
    // With less not even DOS starts; v86 counts bytes in 31 bits.
    memory: { minimum: 4, maximum: 2047, reason: 'ADDRESS_SPACE' },
    processors: { minimum: 1, maximum: 1, reason: 'ONE_PROCESSOR' },
    ideControllers: { minimum: 2, maximum: 2, reason: 'CHIPSET', locations: 2 },
    scsiControllers: { minimum: 0, maximum: 0, reason: 'NO_SUCH_DEVICE', locations: 0 },
    floppyDrives: { minimum: 1, maximum: 1, reason: 'CHIPSET' },
    networkAdapters: { minimum: 1, maximum: 1, reason: 'CHIPSET' },
    serialPorts: { minimum: 1, maximum: 1, reason: 'CHIPSET' },
    abilities: {
      guests64Bit: 'PROCESSOR_32_BIT',
      savedStates: null,
      snapshotsWhileOn: null,
      mergesWhileOn: null,
      screenText: null,
      agentChannel: null,
      resourceControl: 'NOT_IN_THIS_VERSION',
    },
  },
}

/** The engine that is always there: the v86 emulator, each machine in a process of its own. */
export class EmbeddedEngine implements Engine {
  readonly id = embeddedEngine.id
  readonly name = embeddedEngine.name
  readonly capabilities = embeddedEngine.capabilities
  readonly states = embeddedStates
  readonly files: readonly string[]
  readonly #options: EmbeddedEngineOptions

  constructor(options: EmbeddedEngineOptions) {
    this.#options = options
    const { machineProcess, firmware } = options
    this.files = [
      machineProcess,
      path.join(path.dirname(machineProcess), 'v86.wasm'),
      path.join(firmware, 'bios.bin'),
      path.join(firmware, 'vgabios-stdvga.bin'),
    ]
  }

  powerOn(options: PowerOnOptions, listener: PoweredOnListener): Promise<PoweredOnMachine> {
    const { launcher, machineProcess, firmware } = this.#options
    return startMachine({ launcher, entry: machineProcess, engine: { firmware } }, options, listener)
  }
}
