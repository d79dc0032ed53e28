import { computed, nextTick, type Ref } from 'vue'
import { listTarget, TypeAhead } from './roving.ts'

export interface RovingRowsOptions<Row, Id> {
  /** The element that holds the rows; the selected one has the Tab stop. */
  readonly body: Readonly<Ref<HTMLElement | null>>
  readonly rows: () => readonly Row[]
  readonly selected: Ref<Id | null>
  /** Where typing finds a row. */
  readonly label: (row: Row) => string
  /** Enter on a row. */
  readonly activate: (row: Row) => void
}

/** The keys of a list whose rows are one Tab stop, and whose selection follows the focus. */
export function useRovingRows<Row extends { readonly id: Id }, Id extends string | number>({
  body,
  rows,
  selected,
  label,
  activate,
}: RovingRowsOptions<Row, Id>) {
  const typeAhead = new TypeAhead()
  const selectedIndex = computed(() => rows().findIndex(({ id }) => id === selected.value))
  /** The one Tab stop is the selected row, or the first. */
  const stop = computed(() => Math.max(0, selectedIndex.value))

  function go(index: number): void {
    const row = rows()[Math.min(rows().length - 1, Math.max(0, index))]
    if (row === undefined) return
    selected.value = row.id
    focusStop()
  }

  function focusStop(): void {
    void nextTick(() => body.value?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus())
  }

  /** Controls in a row keep the keys that they understand. */
  function press(event: KeyboardEvent, row: Row): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
    const isOfRow = (event.target as Element).matches('[role="row"]')
    const index = rows().indexOf(row)
    const target = listTarget(event.key, index, rows().length)
    if (target !== null) go(target)
    else if (!isOfRow) return
    else if (event.key === 'Enter') activate(row)
    else if (typeAhead.takes(event)) find(event, index)
    else if (event.key === ' ') selected.value = row.id
    else return
    event.preventDefault()
  }

  function find(event: KeyboardEvent, index: number): void {
    const found = typeAhead.find(event, rows().map(label), index)
    if (found !== -1) go(found)
  }

  function tabIndexOf(index: number): 0 | -1 {
    return index === stop.value ? 0 : -1
  }

  return { goToSelected: () => go(selectedIndex.value), focusStop, press, stop, tabIndexOf }
}
