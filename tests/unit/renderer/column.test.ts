import { describe, expect, it } from 'vitest'
import { sortRows, type Column } from '#renderer/shell/column.ts'

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
const ids = (sorted: Row[]) => sorted.map(({ id }) => id)

describe('sortRows', () => {
  it('orders names as people count them, without regard to case', () => {
    expect(ids(sortRows(rows, columns, { column: 'id', direction: 'ascending' }))).toEqual(['lab1', 'Lab2', 'lab10'])
  })

  it('orders by the value where the text would mislead, and keeps the order of equals', () => {
    expect(ids(sortRows(rows, columns, { column: 'load', direction: 'ascending' }))).toEqual(['lab10', 'lab1', 'Lab2'])
    expect(ids(sortRows(rows, columns, { column: 'load', direction: 'descending' }))).toEqual(['Lab2', 'lab10', 'lab1'])
  })

  it('leaves the rows it was given alone', () => {
    const before = [...rows]
    sortRows(rows, columns, { column: 'id', direction: 'descending' })
    expect(rows).toEqual(before)
  })
})
