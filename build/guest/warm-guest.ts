import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { firstDvdPosition } from '#shared/drive.ts'
import { EmbeddedEngine } from '#electron/engines/embedded/embedded-engine.ts'
import type { PoweredOnMachine } from '#electron/engines/engine.ts'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { describeSavedState } from '#electron/engines/saved-states.ts'
import { synchronise } from '#electron/guest/guest-agent.ts'
import { builtResources } from '#electron/host/built-resources.ts'
import { keepPicture, pictureOf } from '#electron/host/saved-state.ts'

const prompt = /^\S+:~# *$/m
/** Milliseconds. */
const lookEvery = 250
/** Milliseconds after which a guest that still boots is given up. */
const patience = 10 * 60_000

export interface WarmGuest {
  readonly name: string
  /** The disc it boots from, absolute. */
  readonly disc: string
  /** Megabytes. */
  readonly memory: number
  /** Folder of the built program. */
  readonly dist: string
  /** The new state; a picture of the screen goes beside it. */
  readonly file: string
}

/** Whether the file is a state that this version of the program goes on from. */
export async function isUsable(file: string): Promise<boolean> {
  return (await describeSavedState('embedded', file).catch(() => null)) !== null
}

/** Boots the guest once and saves it when it waits for its user and its agent answers. The file is whole or not there. */
export async function makeWarm({ name, disc, memory, dist, file }: WarmGuest): Promise<void> {
  const { machineProcess, firmware } = builtResources(dist)
  const engine = new EmbeddedEngine({ launcher: forkLauncher, machineProcess, firmware })
  const over = new AbortController()
  const ignored = () => undefined
  const machine = await engine.powerOn(
    { machineId: name, name, memory, drives: [{ kind: 'dvd', at: firstDvdPosition, path: disc }], floppy: null },
    {
      ...{ sample: ignored, guestFault: ignored, outOfSpace: ignored, diskFailed: ignored, mediaEjected: ignored },
      poweredOff: ({ kind }) => over.abort(new Error(`the guest went off (${kind})`)),
    },
  )
  const unfinished = path.join(path.dirname(file), `.${process.pid}.bin`)
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(patience), over.signal])
    await untilReady(machine, signal)
    await keepPicture(machine, unfinished)
    await machine.save(unfinished)
    await rename(pictureOf(unfinished), pictureOf(file))
    await rename(unfinished, file)
  } finally {
    if (!over.signal.aborted) await machine.turnOff()
    await Promise.all([unfinished, pictureOf(unfinished)].map((each) => rm(each, { force: true })))
  }
}

async function untilReady(machine: PoweredOnMachine, signal: AbortSignal): Promise<void> {
  while (!prompt.test((await machine.screenText()).join('\n'))) await delay(lookEvery, undefined, { signal })
  const agent = await machine.openAgent()
  // It breaks off when the machine goes off.
  agent.on('error', () => undefined)
  await synchronise(agent, signal).finally(() => agent.destroy())
}
