import { listTarget } from './roving.ts'
import { selectAll, selectOnly, selectTo, toggle, type Selection } from './selection.ts'

type Rows = readonly { readonly id: string }[]

/** With Ctrl (Command on a Mac) one more, with Shift a range. */
export function clickSelection(event: MouseEvent, selection: Selection, id: string, rows: Rows): Selection {
  const adds = event.ctrlKey || event.metaKey
  if (event.shiftKey) return selectTo(selection, id, rows, { keep: adds })
  return adds ? toggle(selection, id) : selectOnly(id)
}

/**
 * What keys with Ctrl and Shift select, where the row `id` has the focus, and Escape, which gives up all but this row; null for
 * any other key.
 */
export function pressSelection(event: KeyboardEvent, selection: Selection, id: string, rows: Rows): Selection | null {
  if (!(event.target as Element).matches('[role="row"]') || event.altKey) return null
  const adds = event.ctrlKey || event.metaKey
  if (event.key === 'Escape' && !adds && !event.shiftKey) return selection.ids.size > 1 ? selectOnly(id) : null
  if (!adds && !event.shiftKey) return null
  if (event.key === ' ') {
    return event.shiftKey ? selectTo(selection, id, rows, { keep: adds }) : toggle(selection, id)
  }
  if (adds && !event.shiftKey && event.key.toLowerCase() === 'a') return selectAll(selection, rows)
  const index = rows.findIndex((row) => row.id === id)
  const target = listTarget(event.key, index, rows.length)
  const goal = target === null ? undefined : rows[target]
  if (goal === undefined) return null
  return event.shiftKey ? selectTo(selection, goal.id, rows, { keep: adds }) : { ...selection, current: goal.id }
}
