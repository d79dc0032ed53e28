import type { DiskMap, Piece } from './disk-map.ts'

/** Maps one after the other. */
export class ConcatenatedMap implements DiskMap {
  readonly capacity: number
  readonly #parts: readonly { start: number; map: DiskMap }[]

  constructor(maps: readonly DiskMap[]) {
    let start = 0
    this.#parts = maps.map((map) => {
      const part = { start, map }
      start += map.capacity
      return part
    })
    this.capacity = start
  }

  locate(position: number): Promise<Piece> {
    const part = this.#parts.findLast(({ start }) => start <= position)
    if (part === undefined) return Promise.reject(new RangeError(`nothing at ${position}`))
    return part.map.locate(position - part.start)
  }
}

export class ZeroMap implements DiskMap {
  readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  locate(position: number): Promise<Piece> {
    return Promise.resolve({ kind: 'zero', length: this.capacity - position })
  }
}
