/** Lets only so many pieces of work be under way at once; the others wait for their turn, in the order they came. */
export class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free += 1
      else next()
    }
  }
}

/**
 * Does some work for each of many items, so many at once. The results are in the items' order. After a failure nothing more is
 * begun; rejects with the first one when all that was under way has come to its end.
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const failures: unknown[] = []
  const left = items.entries()
  const takeOn = async () => {
    try {
      for (const [index, item] of left) {
        results[index] = await work(item, index)
        if (failures.length > 0) return
      }
    } catch (error) {
      failures.push(error)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, takeOn))
  if (failures.length > 0) throw failures[0]
  return results
}
