/** A column of a results grid. */
export interface Column<Row> {
  readonly id: string
  readonly label: string
  /** Default width in CSS pixels. */
  readonly width: number
  readonly text: (row: Row) => string
  readonly align?: 'end'
  /** What rows are ordered by; the text where absent. */
  readonly order?: (row: Row) => SortKey
}

export interface SortOrder {
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}

export type SortKey = number | string

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export function compareKeys(a: SortKey, b: SortKey): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b))
}
