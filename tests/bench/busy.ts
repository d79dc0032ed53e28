import { spawn } from 'node:child_process'
import path from 'node:path'
import { labDisc, PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { com1Of, prompt } from './guest.ts'
import { median, round, type Result } from './result.ts'

const tasks = {
  sha256sum: 'dd if=/dev/zero bs=1M count=64 2>/dev/null | sha256sum',
  shellLoop: 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done',
}
const rounds = 5

interface Rival {
  readonly com1: SerialReader
  stop(): Promise<void> | void
  resume(): Promise<void> | void
}

async function timed({ com1 }: Rival, command: string): Promise<number> {
  const begin = performance.now()
  await com1.run(command)
  return (performance.now() - begin) / 1000
}

/** The same commands in the same guest, on Viridian and on bare v86 in turns; the one that waits stands still. */
export async function busy(): Promise<Result[]> {
  const script = path.join(builtResources.guests, '../../tests/bench/bare-v86.mjs')
  const child = spawn(process.execPath, [script, labDisc, builtResources.firmware], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const on = await PoweredOn.start({ dvd: labDisc })
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
    const rivals = { viridian, bare }
    await Promise.all(Object.values(rivals).map(({ com1 }) => com1.read(prompt)))
    await bare.stop()
    await viridian.stop()
    return [await compare(rivals, 'sha256sum'), await compare(rivals, 'shellLoop')]
  } finally {
    child.kill('SIGKILL')
    await on.machine.turnOff()
  }
}

async function compare(rivals: { viridian: Rival; bare: Rival }, task: keyof typeof tasks): Promise<Result> {
  const times = { viridian: [] as number[], bare: [] as number[] }
  // The first round compiles the guest's code and does not count. The order turns over each round.
  for (let turn = 0; turn <= rounds; turn++) {
    const order = turn % 2 === 0 ? (['bare', 'viridian'] as const) : (['viridian', 'bare'] as const)
    for (const name of order) {
      await rivals[name].resume()
      const seconds = await timed(rivals[name], tasks[task])
      await rivals[name].stop()
      if (turn > 0) times[name].push(seconds)
    }
  }
  const [bare, viridian] = [median(times.bare), median(times.viridian)]
  return {
    bench: `busy.${task}`,
    value: round(bare / viridian, 3),
    unit: 'speed of bare v86',
    target: { atLeast: 0.95 },
    parts: { command: tasks[task], rounds, viridianSeconds: round(viridian, 2), bareSeconds: round(bare, 2) },
  }
}
