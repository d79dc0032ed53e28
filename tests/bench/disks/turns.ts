import { median } from '../result.ts'

export const rounds = 7

/**
 * Medians of what each of them takes, milliseconds, when they take turns. The first round warms caches and compiles and
 * does not count; the order turns over each round.
 */
export async function inTurns<Name extends string>(
  rivals: Readonly<Record<Name, () => Promise<number>>>,
  count = rounds,
): Promise<Record<Name, number>> {
  const names = Object.keys(rivals) as Name[]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let turn = 0; turn <= count; turn++) {
    for (const name of turn % 2 === 0 ? names : names.toReversed()) {
      const time = await rivals[name]()
      if (turn > 0) times.get(name)?.push(time)
    }
  }
  return Object.fromEntries([...times].map(([name, found]) => [name, median(found)])) as Record<Name, number>
}

/** Milliseconds of some work. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
