import path from 'node:path'
import { maximumMemory, minimumMemory } from '#shared/machine.ts'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import type { MediaPosition } from '#shared/drive.ts'
import { defaultStartup } from '#shared/startup.ts'
import type {
  Engine,
  EngineStartup,
  PoweredOnListener,
  PoweredOnMachine,
  PowerOnOptions,
  StateParts,
} from '../engine.ts'
import type { ProcessLauncher } from '../launcher.ts'
import { examineState } from '../saved-states.ts'
import { ChannelAddress, removeSocket } from './channels/channel-address.ts'
import { EmbeddedMachine } from './embedded-machine.ts'

export interface EmbeddedEngineOptions {
  readonly launcher: ProcessLauncher
  /** The built entry of a machine's process, with v86.wasm beside it. */
  readonly machineProcess: string
  /** Folder of bios.bin and vgabios-stdvga.bin. */
  readonly firmware: string
}

const usualStartup: EngineStartup = { order: defaultStartup.order, menu: 'none' }

/** The engine that is always there: the v86 emulator, each machine in a process of its own. */
export class EmbeddedEngine implements Engine {
  readonly id = 'embedded'
  readonly memory = { minimum: minimumMemory, maximum: maximumMemory }
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

  examineState(name: string, path: string, parts: StateParts): Promise<MediaPosition[]> {
    return usingDisks(() => examineState(this.id, name, path, parts))
  }

  async powerOn(options: PowerOnOptions, listener: PoweredOnListener): Promise<PoweredOnMachine> {
    const { launcher, machineProcess, firmware } = this.#options
    const { machineId, name, memory, drives, floppy, startup = usualStartup, savedState = null } = options
    const channels = await ChannelAddress.create()
    const child = await launcher.launch(machineProcess, { title: `viridian: ${name}` }).catch((error: unknown) => {
      removeSocket(channels.path)
      throw error
    })
    const machine = new EmbeddedMachine(child, channels, listener)
    const { order, menu } = startup
    await machine.start(
      { machineId, name, memory, drives: [...drives], floppy, startup: { order: [...order], menu }, firmware },
      savedState,
    )
    return machine
  }
}
