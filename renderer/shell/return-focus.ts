const dialogs = '[role="dialog"], [role="alertdialog"]'
/** Where one only passes: what is chosen there is about what had the focus before. */
const passages = '[role="menu"], [role="menubar"]'
/** What holds things of which one takes another's place, from the inside out. */
const holders = `[role="rowgroup"], [role="tree"], [role="toolbar"], [role="tablist"], [data-roving], [data-pane], main, ${dialogs}`
const stops = 'button, a[href], input, select, textarea, canvas, [tabindex]'

/** Where the focus was, with what it takes to find a place near it when that is gone. */
interface Spot {
  readonly element: HTMLElement
  /** A part of the page that knows best where the focus belongs in it: it is told by an event `takefocus`. */
  readonly keeper: Element | null
  readonly within: readonly { readonly holder: Element; readonly index: number }[]
}

/** The last spot of each open dialog, and under null that of the page behind them. */
const spots = new Map<Element | null, Spot>()
/** What had the focus is gone or disabled; the dialog in front has it for want of a better place, or nothing. */
let isLost = false

function stopsIn(holder: Element): HTMLElement[] {
  return [...holder.querySelectorAll<HTMLElement>(stops)].filter(
    (element) => !element.matches(':disabled') && element.checkVisibility(),
  )
}

function spotOf(element: HTMLElement): Spot {
  const within: Spot['within'][number][] = []
  for (
    let holder = element.closest(holders);
    holder !== null;
    holder = holder.parentElement?.closest(holders) ?? null
  ) {
    within.push({ holder, index: stopsIn(holder).indexOf(element) })
  }
  return { element, keeper: element.closest('[data-keeps-focus]'), within }
}

function isUsable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility()
}

/** To where the focus was, or what took its place. */
function goTo({ element, keeper, within }: Spot): void {
  if (isUsable(element)) element.focus()
  else if (keeper?.isConnected === true) keeper.dispatchEvent(new Event('takefocus'))
  else successor(within)?.focus()
}

function successor(within: Spot['within']): HTMLElement | null {
  for (const { holder, index } of within) {
    const left = holder.isConnected ? stopsIn(holder) : []
    const target = left[Math.min(Math.max(0, index), left.length - 1)]
    if (target !== undefined) return target
  }
  return document.querySelector<HTMLElement>('main [role="row"][tabindex="0"], main [tabindex="0"]')
}

function topDialog(leaving?: EventTarget | null): Element | null {
  return [...document.querySelectorAll(dialogs)].findLast((each) => each !== leaving) ?? null
}

/**
 * Gives the focus back to where the user was in the dialog in front, else on the page; where that is gone, to what took
 * its place. `leaving`: the dialog that closes.
 */
export function returnFocus(leaving?: EventTarget | null): void {
  const spot = spots.get(topDialog(leaving))
  if (spot !== undefined) goTo(spot)
}

/** Where what had the focus is gone or disabled, nobody would know where keys go. */
function recover(): void {
  const active = document.activeElement
  const isNowhere = active === null || active === document.body || active.matches(':disabled')
  if (!isNowhere && !isLost) return
  const dialog = topDialog()
  const spot = spots.get(dialog)
  if (spot === undefined) return
  const { element } = spot
  if (dialog instanceof HTMLElement && element.isConnected && element.matches(':disabled')) {
    // What was asked is being done: it is enabled again, or the dialog goes.
    isLost = true
    dialog.focus()
  } else if (isLost || !isUsable(element)) {
    isLost = !isUsable(element)
    goTo(spot)
  }
}

/** Follows the focus on a page, and finds it a place when it is lost. */
export function followFocus(page: Document): void {
  page.addEventListener('focusin', (event) => {
    const target = event.target as HTMLElement
    if (target.closest(passages) !== null || (isLost && target.matches(dialogs))) return
    isLost = false
    for (const layer of spots.keys()) if (layer?.isConnected === false) spots.delete(layer)
    spots.set(target.closest(dialogs), spotOf(target))
  })
  const observer = new MutationObserver(recover)
  observer.observe(page.body, { childList: true, subtree: true, attributeFilter: ['disabled'] })
}
