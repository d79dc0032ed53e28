import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { labDisc, PoweredOn } from '#tests/fixtures/powered-on.ts'
import { prompt } from './guest.ts'
import { round, type Result } from './result.ts'

const guestMemory = 128
/** Seconds of rest before the measurement, and of the measurement. */
const rest = 30
const measured = 20
/** USER_HZ, which is 100 on every architecture (proc(5)). */
const ticksPerSecond = 100

/** Processor seconds of all threads of a process. */
export async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // utime and stime, fields 14 and 15 of proc(5).
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Megabytes. */
async function resident(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

/** What a machine costs whose guest waits at its prompt, asked of Linux. */
export async function idle(): Promise<Result[]> {
  if (process.platform !== 'linux') {
    console.log('idle: left out, it is measured by the /proc of Linux')
    return []
  }
  const on = await PoweredOn.start({ dvd: labDisc, memory: guestMemory })
  try {
    await (await on.serial()).read(prompt)
    await delay(rest * 1000)
    const [begin, before] = [performance.now(), await processorTime(on.machine.pid)]
    await delay(measured * 1000)
    const used = (await processorTime(on.machine.pid)) - before
    const share = (100_000 * used) / (performance.now() - begin)
    return [
      {
        bench: 'idle.processor',
        value: round(share),
        unit: '% of a core',
        target: { atMost: 5 },
        parts: { restSeconds: rest, measuredSeconds: measured },
      },
      {
        bench: 'idle.resident',
        value: Math.round(await resident(on.machine.pid)),
        unit: 'MB',
        target: { atMost: guestMemory + 150 },
        parts: { guestMemoryMB: guestMemory },
      },
    ]
  } finally {
    await on.machine.turnOff()
  }
}
