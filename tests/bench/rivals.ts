import { spawn } from 'node:child_process'
import path from 'node:path'
import type { FoundDrive } from '#shared/hardware.ts'
import { labDisc, PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { com1Of, prompt } from './guest.ts'
import { median } from './result.ts'

export const rounds = 5

/** A guest at its prompt that stands still until it is its turn. */
export interface Rival {
  readonly com1: SerialReader
  readonly stop: () => Promise<void> | void
  readonly resume: () => Promise<void> | void
}

export interface Rivals {
  readonly viridian: Rival
  readonly bare: Rival
}

/** What each of the two has for a hard disk: bare v86 holds so many megabytes in memory. */
export interface RivalDisks {
  readonly viridian: readonly FoundDrive[]
  readonly bareMegabytes: number
}

const noDisks: RivalDisks = { viridian: [], bareMegabytes: 0 }

/** The lab guest twice, on Viridian and on bare v86. */
export async function withRivals<T>(work: (rivals: Rivals) => Promise<T>, disks = noDisks): Promise<T> {
  const script = path.join(builtResources.guests, '../../tests/bench/bare-v86.mjs')
  const child = spawn(process.execPath, [script, labDisc, builtResources.firmware, String(disks.bareMegabytes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const on = await PoweredOn.start({ dvd: labDisc, drives: disks.viridian })
  try {
    const bare: Rival = {
      com1: com1Of(child),
      stop: () => void child.kill('SIGSTOP'),
      resume: () => void child.kill('SIGCONT'),
    }
    const viridian: Rival = {
      com1: await on.serial(),
      stop: () => on.machine.pause(),
      resume: () => on.machine.resume(),
    }
    await Promise.all([bare, viridian].map(({ com1 }) => com1.read(prompt)))
    await bare.stop()
    await viridian.stop()
    return await work({ bare, viridian })
  } finally {
    child.kill('SIGKILL')
    await on.machine.turnOff()
  }
}

/** Median seconds of the same command in both, in turns; `before` runs in front of it and does not count. */
export async function race(
  rivals: Rivals,
  command: string,
  before = 'true',
): Promise<{ readonly viridian: number; readonly bare: number }> {
  const times = { viridian: [] as number[], bare: [] as number[] }
  // The first round compiles the guest's code and does not count. The order turns over each round.
  for (let turn = 0; turn <= rounds; turn++) {
    const order = turn % 2 === 0 ? (['bare', 'viridian'] as const) : (['viridian', 'bare'] as const)
    for (const name of order) {
      const { com1, resume, stop } = rivals[name]
      await resume()
      await com1.run(before)
      const begin = performance.now()
      await com1.run(command)
      const seconds = (performance.now() - begin) / 1000
      await stop()
      if (turn > 0) times[name].push(seconds)
    }
  }
  return { viridian: median(times.viridian), bare: median(times.bare) }
}
