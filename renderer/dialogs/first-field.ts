/** The field that one begins with: the first, or where that is a choice, what is chosen; null where there is none. */
export function firstField(within: HTMLElement): HTMLElement | null {
  const all = [...within.querySelectorAll<HTMLElement>('input, select, textarea')]
  const first = all.find((each) => !each.matches(':disabled, [type="checkbox"]:not(:checked)')) ?? null
  if (!(first instanceof HTMLInputElement) || first.type !== 'radio') return first
  const chosen = all.find((each) => each instanceof HTMLInputElement && each.name === first.name && each.checked)
  return chosen ?? first
}
