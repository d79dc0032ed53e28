import { hardwareOf } from '#shared/hardware.ts'
import { defaultStartup } from '#shared/startup.ts'
import type { EngineStartup, PoweredOnListener, PoweredOnMachine, PowerOnOptions } from '../engine.ts'
import type { ProcessLauncher } from '../launcher.ts'
import { ChannelAddress, removeSocket } from '../protocol/channel-address.ts'
import { SupervisedMachine } from './supervised-machine.ts'

export interface MachineProcess {
  readonly launcher: ProcessLauncher
  /** The built entry of a machine's process. */
  readonly entry: string
  /** What it needs to know besides the machine. */
  readonly engine: Readonly<Record<string, string>>
}

const usualStartup: EngineStartup = { order: defaultStartup.order, menu: 'none' }

/** What `Engine.powerOn` does where each machine is in a process of its own. */
export async function startMachine(
  { launcher, entry, engine }: MachineProcess,
  options: PowerOnOptions,
  listener: PoweredOnListener,
): Promise<PoweredOnMachine> {
  const { machineId, name, startup = usualStartup, savedState = null } = options
  const channels = await ChannelAddress.create()
  const child = await launcher.launch(entry, { title: `viridian: ${name}` }).catch((error: unknown) => {
    removeSocket(channels.path)
    throw error
  })
  const machine = new SupervisedMachine(child, channels, listener)
  const { order, menu } = startup
  const hardware = hardwareOf(options)
  await machine.start(
    {
      machineId,
      name,
      ...hardware,
      drives: [...hardware.drives],
      startup: { order: [...order], menu },
      engine: { ...engine },
    },
    savedState,
  )
  return machine
}
