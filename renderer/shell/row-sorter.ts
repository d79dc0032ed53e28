import { compareKeys, type Column, type SortKey, type SortOrder } from './column.ts'

interface Place<Row> {
  row: Row
  key: SortKey
  /** Where the row stands among those given, which decides between rows that are equal. */
  index: number
  /** The pass that saw it last, and that found it changed. */
  seen: number
  changed: number
}

const unordered = () => 0

/**
 * Rows ordered by a column; rows that are equal there keep their order. It remembers what it has ordered: of many rows of
 * which a few have changed only these are put in their places anew.
 */
export class RowSorter<Row extends { readonly id: string }> {
  readonly #compareKeys: typeof compareKeys
  #places = new Map<string, Place<Row>>()
  #sorted: readonly Place<Row>[] = []
  #rows: readonly Row[] = []
  #keyOf: ((row: Row) => SortKey) | null = null
  #sign = 1
  #pass = 0

  constructor(compare = compareKeys) {
    this.#compareKeys = compare
  }

  /** The same array as before where nothing is different. */
  arrange(rows: readonly Row[], columns: readonly Column<Row>[], order: SortOrder): readonly Row[] {
    const column = columns.find(({ id }) => id === order.column)
    const keyOf = column === undefined ? unordered : (column.order ?? column.text)
    const sign = order.direction === 'ascending' ? 1 : -1
    const isOther = keyOf !== this.#keyOf || sign !== this.#sign
    this.#keyOf = keyOf
    this.#sign = sign
    const { changed, isShuffled } = this.#look(rows, keyOf)
    if (isOther || isShuffled || changed.length > rows.length / 4) this.#sortAll()
    else if (changed.length > 0 || this.#places.size !== rows.length) this.#putInPlace(changed)
    return this.#show()
  }

  /** `isShuffled`: rows that were there before have another order among those given. */
  #look(rows: readonly Row[], keyOf: (row: Row) => SortKey): { changed: Place<Row>[]; isShuffled: boolean } {
    const pass = (this.#pass += 1)
    const changed: Place<Row>[] = []
    let isShuffled = false
    let before = -1
    for (const [index, row] of rows.entries()) {
      const key = keyOf(row)
      const place = this.#places.get(row.id)
      if (place === undefined) {
        const added = { row, key, index, seen: pass, changed: pass }
        this.#places.set(row.id, added)
        changed.push(added)
        continue
      }
      if (place.index < before) isShuffled = true
      before = place.index
      if (place.key !== key) {
        place.changed = pass
        changed.push(place)
      }
      place.row = row
      place.key = key
      place.index = index
      place.seen = pass
    }
    return { changed, isShuffled }
  }

  #compare(a: Place<Row>, b: Place<Row>): number {
    return this.#sign * this.#compareKeys(a.key, b.key) || a.index - b.index
  }

  #sortAll(): void {
    this.#forgetGone()
    this.#sorted = [...this.#places.values()].sort((a, b) => this.#compare(a, b))
  }

  #putInPlace(changed: Place<Row>[]): void {
    this.#forgetGone()
    const others = this.#sorted.filter((place) => place.seen === this.#pass && place.changed !== this.#pass)
    changed.sort((a, b) => this.#compare(a, b))
    const merged: Place<Row>[] = []
    let next = 0
    for (const place of changed) {
      const position = this.#positionOf(place, others, next)
      for (const other of others.slice(next, position)) merged.push(other)
      merged.push(place)
      next = position
    }
    this.#sorted = [...merged, ...others.slice(next)]
  }

  /** Of the first that comes after it, from an index on. */
  #positionOf(place: Place<Row>, others: readonly Place<Row>[], from: number): number {
    let low = from
    let high = others.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = others[middle]
      if (other !== undefined && this.#compare(other, place) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #forgetGone(): void {
    for (const [id, { seen }] of this.#places) if (seen !== this.#pass) this.#places.delete(id)
  }

  #show(): readonly Row[] {
    const isSame =
      this.#rows.length === this.#sorted.length && this.#sorted.every(({ row }, index) => row === this.#rows[index])
    if (!isSame) this.#rows = this.#sorted.map(({ row }) => row)
    return this.#rows
  }
}
