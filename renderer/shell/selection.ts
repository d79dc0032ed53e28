/** What is selected in a list of which several rows can be. */
export interface Selection {
  /** Has the Tab stop, and is where keys start from; it need not be selected. */
  readonly current: string | null
  /** Where a range begins. */
  readonly anchor: string | null
  readonly ids: ReadonlySet<string>
}

export function selectOnly(id: string | null): Selection {
  return { current: id, anchor: id, ids: new Set(id === null ? [] : [id]) }
}

/** Selected or not, by turns; the others stay as they are. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { current: id, anchor: id, ids: next }
}

/** All from the anchor to a row; with `keep` beside those that are selected. */
export function selectTo(
  { anchor, current, ids }: Selection,
  id: string,
  rows: readonly { readonly id: string }[],
  { keep }: { keep: boolean },
): Selection {
  const from = anchor ?? current ?? id
  const ends = [from, id].map((end) => rows.findIndex((row) => row.id === end))
  if (ends.includes(-1)) return selectOnly(id)
  const range = rows.slice(Math.min(...ends), Math.max(...ends) + 1).map((row) => row.id)
  return { current: id, anchor: from, ids: new Set([...(keep ? ids : []), ...range]) }
}

export function selectAll({ current, anchor }: Selection, rows: readonly { readonly id: string }[]): Selection {
  return { current, anchor, ids: new Set(rows.map(({ id }) => id)) }
}

/**
 * What is left of a selection among the rows there are now. Something is selected as long as there is something: at first
 * the first row, and after what is gone, what took its place among the rows of before.
 */
export function selectionAmong(
  selection: Selection,
  now: readonly { readonly id: string }[],
  before: readonly { readonly id: string }[] | undefined,
): Selection {
  const { current, ids } = selection
  const isThere = now.some(({ id }) => id === current)
  if (isThere && (ids.size === 0 || (ids.size === 1 && ids.has(current ?? '')))) return selection
  const left = now.filter(({ id }) => ids.has(id))
  if (isThere) {
    return left.length === ids.size ? selection : { ...selection, ids: new Set(left.map(({ id }) => id)) }
  }
  const index = before?.findIndex(({ id }) => id === current) ?? 0
  // It was not reported yet.
  if (index === -1 && current !== null) return selection
  const [first] = left
  if (first !== undefined) return { current: first.id, anchor: first.id, ids: new Set(left.map(({ id }) => id)) }
  return selectOnly(now[Math.min(Math.max(0, index), now.length - 1)]?.id ?? null)
}
