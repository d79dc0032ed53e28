import { usualHardware } from '#shared/hardware.ts'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { firstDvdPosition } from '#shared/drive.ts'
import type { EngineSample, PoweredOnMachine } from '#electron/engines/engine.ts'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { installedEngines, usualStates } from '#electron/engines/installed-engines.ts'
import { synchronise } from '#electron/guest/guest-agent.ts'
import { builtResources } from '#electron/host/built-resources.ts'

const prompt = /^\S+:~# *$/m
/** Milliseconds. */
const lookEvery = 250
/** Seconds of a processor, many times what the boot takes: a busy computer only takes longer to give them. */
const enough = 300
/** Samples, one a second, in which a guest that does nothing is waited for. */
const longestRest = 120

export interface WarmGuest {
  readonly name: string
  /** The disc it boots from, absolute. */
  readonly disc: string
  /** Megabytes. */
  readonly memory: number
  /** Folder of the built program. */
  readonly dist: string
  /** The new state. */
  readonly file: string
}

/** Whether the file is a state that this version of the program goes on from. */
export async function isUsable(file: string): Promise<boolean> {
  return (await usualStates.describe(file).catch(() => null)) !== null
}

/** The guest had what it needs to boot, and does not come to wait for its user. To try again would be of no use. */
export class NeverReady extends Error {
  override readonly name = 'NeverReady'
}

/**
 * Boots the guest once and saves it when it waits for its user and its agent answers. The file is whole or
 * not there. Rejects with `NeverReady`, or with what kept the guest from running.
 */
export async function makeWarm({ name, disc, memory, dist, file }: WarmGuest): Promise<void> {
  const { machineProcess, firmware } = builtResources(dist)
  const engine = installedEngines({ launcher: forkLauncher, machineProcess, firmware }).usual
  const over = new AbortController()
  const ignored = () => undefined
  const giveUp = (why: string) => over.abort(new NeverReady(`the guest ${why} and is not ready`))
  const machine = await engine.powerOn(
    {
      machineId: name,
      name,
      memory,
      drives: [{ kind: 'dvd', at: firstDvdPosition, path: disc }],
      floppy: null,
      ...usualHardware,
    },
    {
      ...{
        sample: watchBoot(giveUp),
        guestFault: ignored,
        outOfSpace: ignored,
        diskFailed: ignored,
        mediaEjected: ignored,
      },
      poweredOff: ({ kind }) => over.abort(new Error(`the guest went off (${kind})`)),
    },
  )
  const unfinished = path.join(path.dirname(file), `.${process.pid}.bin`)
  try {
    await untilReady(machine, over.signal)
    await machine.save(unfinished)
    await rename(unfinished, file)
  } catch (error) {
    throw over.signal.aborted ? over.signal.reason : error
  } finally {
    await machine.turnOff().catch(() => undefined)
    await rm(unfinished, { force: true })
  }
}

/** Follows a boot by what the guest does, however long the computer takes for it. */
function watchBoot(giveUp: (why: string) => void): (sample: EngineSample) => void {
  let used = 0
  let rest = 0
  return ({ process, cpu }) => {
    used += process / 100
    rest = cpu < 1 ? rest + 1 : 0
    if (used > enough) giveUp(`ran for ${enough} seconds of a processor`)
    if (rest > longestRest) giveUp('does nothing more')
  }
}

async function untilReady(machine: PoweredOnMachine, signal: AbortSignal): Promise<void> {
  while (!prompt.test((await machine.screenText()).join('\n'))) await delay(lookEvery, undefined, { signal })
  const agent = await machine.openAgent()
  // It breaks off when the machine goes off.
  agent.on('error', () => undefined)
  await synchronise(agent, signal).finally(() => agent.destroy())
}
