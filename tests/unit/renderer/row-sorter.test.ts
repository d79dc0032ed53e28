import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys, type Column, type SortOrder } from '#renderer/shell/column.ts'
import { RowSorter } from '#renderer/shell/row-sorter.ts'

interface Row {
  readonly id: string
  readonly load: number
}

const columns: Column<Row>[] = [
  { id: 'id', label: 'Name', width: 100, text: (row) => row.id },
  { id: 'load', label: 'Load', width: 100, text: (row) => `${row.load}%`, order: (row) => row.load },
]
const rows: Row[] = [
  { id: 'lab10', load: 9 },
  { id: 'Lab2', load: 100 },
  { id: 'lab1', load: 9 },
]
const ids = (sorted: readonly Row[]) => sorted.map(({ id }) => id)

function sortRows(all: readonly Row[], order: SortOrder): readonly Row[] {
  return new RowSorter<Row>().arrange(all, columns, order)
}

describe('ordering rows', () => {
  it('orders names as people count them, without regard to case', () => {
    expect(ids(sortRows(rows, { column: 'id', direction: 'ascending' }))).toEqual(['lab1', 'Lab2', 'lab10'])
  })

  it('orders by the value where the text would mislead, and keeps the order of equals', () => {
    expect(ids(sortRows(rows, { column: 'load', direction: 'ascending' }))).toEqual(['lab10', 'lab1', 'Lab2'])
    expect(ids(sortRows(rows, { column: 'load', direction: 'descending' }))).toEqual(['Lab2', 'lab10', 'lab1'])
  })

  it('leaves the rows it was given alone, in their order where there is no such column', () => {
    const before = [...rows]
    sortRows(rows, { column: 'id', direction: 'descending' })
    expect(rows).toEqual(before)
    expect(sortRows(rows, { column: 'gone', direction: 'ascending' })).toEqual(rows)
  })

  it('has the same result after any changes as ordering all anew', () => {
    const someRows = fc.uniqueArray(
      fc.record({ id: fc.stringMatching(/^[a-cA-C]{1,2}[0-9]{0,2}$/), load: fc.integer({ min: 0, max: 3 }) }),
      { selector: ({ id }) => id },
    )
    const order = fc.record<SortOrder>({
      column: fc.constantFrom('id', 'load', 'gone'),
      direction: fc.constantFrom('ascending', 'descending'),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(someRows, order), { minLength: 1, maxLength: 8 }), (steps) => {
        const sorter = new RowSorter<Row>()
        for (const [given, by] of steps) {
          const key = columns.find(({ id }) => id === by.column)
          const sign = by.direction === 'ascending' ? 1 : -1
          const keyOf = (row: Row) => (key === undefined ? 0 : (key.order ?? key.text)(row))
          const expected = given.toSorted((a, b) => sign * compareKeys(keyOf(a), keyOf(b)))
          expect(sorter.arrange(given, columns, by)).toEqual(expected)
        }
      }),
    )
  })

  it('puts a row that has changed among ten thousand in its place with a few comparisons', () => {
    let compared = 0
    const sorter = new RowSorter<Row>((a, b) => {
      compared += 1
      return compareKeys(a, b)
    })
    const many = Array.from({ length: 10_000 }, (_, index) => ({ id: `lab${(index * 7919) % 10_000}`, load: index }))
    const order: SortOrder = { column: 'load', direction: 'ascending' }
    sorter.arrange(many, columns, order)
    compared = 0
    const changed = many.map((row, index) => (index === 5000 ? { ...row, load: 12.5 } : row))
    const sorted = sorter.arrange(changed, columns, order)
    expect(compared).toBeLessThan(20)
    expect(sorted[13]).toBe(changed[5000])
    expect(sorter.arrange([...changed], columns, order)).toBe(sorted)
    expect(compared).toBeLessThan(20)
  })
})
