/** A column of a results grid. */
export interface Column<Row> {
  readonly id: string
  readonly label: string
  /** Default width in CSS pixels. */
  readonly width: number
  readonly text: (row: Row) => string
  readonly align?: 'end'
  /** What rows are ordered by; the text where absent. */
  readonly order?: (row: Row) => number | string
}

export interface SortOrder {
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}

/** Rows ordered by a column; rows that are equal there keep their order. */
export function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: SortOrder): Row[] {
  const column = columns.find(({ id }) => id === order.column)
  if (column === undefined) return [...rows]
  const key = column.order ?? column.text
  const sign = order.direction === 'ascending' ? 1 : -1
  return rows.toSorted((a, b) => sign * compare(key(a), key(b)))
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
}
