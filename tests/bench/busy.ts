import { race, rounds, withRivals, type Rivals } from './rivals.ts'
import { round, type Result } from './result.ts'

const tasks = {
  sha256sum: 'dd if=/dev/zero bs=1M count=64 2>/dev/null | sha256sum',
  shellLoop: 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done',
}

/** The same commands in the same guest, on Viridian and on bare v86 in turns; the one that waits stands still. */
export function busy(): Promise<Result[]> {
  return withRivals(async (rivals) => [await compare(rivals, 'sha256sum'), await compare(rivals, 'shellLoop')])
}

async function compare(rivals: Rivals, task: keyof typeof tasks): Promise<Result> {
  const { viridian, bare } = await race(rivals, tasks[task])
  return {
    bench: `busy.${task}`,
    value: round(bare / viridian, 3),
    unit: 'speed of bare v86',
    target: { atLeast: 0.95 },
    parts: { command: tasks[task], rounds, viridianSeconds: round(viridian, 2), bareSeconds: round(bare, 2) },
  }
}
