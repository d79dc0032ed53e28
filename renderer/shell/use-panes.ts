import type { Ref } from 'vue'

const focusable = '[tabindex="0"], button:not([tabindex="-1"]), a[href], input, select, textarea, canvas'
/** The item of a list or tree that the arrow keys start from: the heart of its pane, before its headings. */
const currentItem = '[role="row"][tabindex="0"], [role="treeitem"][tabindex="0"]'

/**
 * F6 goes round the panes: the elements with `data-pane` inside the console that are in sight and have none inside them, in
 * document order. Each gets the focus back where it was last.
 */
export function usePanes(console: Readonly<Ref<HTMLElement | null>>) {
  const lastFocused = new WeakMap<Element, HTMLElement>()

  function panes(within: HTMLElement | null = console.value): HTMLElement[] {
    const all = [...(within?.querySelectorAll<HTMLElement>('[data-pane]') ?? [])].filter((pane) =>
      pane.checkVisibility(),
    )
    return all.filter((pane) => !all.some((other) => other !== pane && pane.contains(other)))
  }

  function remember(event: FocusEvent): void {
    const target = event.target as HTMLElement
    const pane = target.closest('[data-pane]')
    if (pane !== null) lastFocused.set(pane, target)
  }

  function focusPane(pane: HTMLElement): void {
    const last = lastFocused.get(pane)
    const first = [...pane.querySelectorAll<HTMLElement>(focusable)].find((element) => element.checkVisibility())
    const item = pane.querySelector<HTMLElement>(currentItem)
    const target = last?.isConnected === true && last.checkVisibility() ? last : (item ?? first ?? pane)
    target.focus()
  }

  function cycle(step: 1 | -1): void {
    const all = panes()
    const index = all.findIndex((pane) => pane.contains(document.activeElement))
    const start = index === -1 && step === -1 ? 0 : index
    const next = all[(start + step + all.length) % all.length]
    if (next !== undefined) focusPane(next)
  }

  /** To the first pane inside an element; to that itself where there is none. */
  function focusFirstIn(element: HTMLElement): void {
    focusPane(panes(element)[0] ?? element)
  }

  return { cycle, focusFirstIn, remember }
}
