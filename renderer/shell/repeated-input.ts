/** Where a key that is held down is meant to do the same again: in texts, and in what a guest shows. */
const takesRepeats = 'textarea, canvas, [contenteditable="true"]'
const pressesButtons = new Set(['Enter', ' '])

/** Whether an event only repeats the one before: a key that is held down, or the second click of a double click. */
export function isRepeated(event: Event | undefined): boolean {
  if (event instanceof KeyboardEvent) return event.repeat
  return event instanceof MouseEvent && event.detail > 1
}

function isTyping({ key, target }: KeyboardEvent): boolean {
  const element = target as Element
  return element.matches(takesRepeats) || (key === ' ' && element.matches('input'))
}

/** What a click is meant for. A click on a label is followed by one on its field. */
function meant(target: EventTarget | null): Element | null {
  if (!(target instanceof Element)) return null
  const control =
    target.closest('button, a, input, label, [role="menuitem"], [role="row"], [role="treeitem"]') ?? target
  return control instanceof HTMLInputElement ? (control.labels?.[0] ?? control) : control
}

/**
 * Sees to it that what a user does once is done once, all over a page. Enter and Space that are held down press nothing
 * again, and the second click of a double click reaches nothing that came to lie under the pointer by the first.
 */
export function ignoreRepeatedInput(page: Document): void {
  let clicked: Element | null = null

  page.addEventListener(
    'keydown',
    (event) => {
      if (event.repeat && pressesButtons.has(event.key) && !isTyping(event)) stop(event)
    },
    { capture: true },
  )
  page.addEventListener(
    'click',
    (event) => {
      if (event.detail <= 1) clicked = meant(event.target)
      else if (meant(event.target) !== clicked) stop(event)
    },
    { capture: true },
  )
  page.addEventListener(
    'dblclick',
    (event) => {
      if (meant(event.target) !== clicked) stop(event)
    },
    { capture: true },
  )
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}
