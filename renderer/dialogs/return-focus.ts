/** Where the focus was last, dialogs and menus aside. */
let lastFocused: HTMLElement | null = null

/**
 * Follows the focus. Dialogs are mostly opened from menus, which are gone by the time the dialog closes; so what a
 * dialog returns to is what had the focus before the menu.
 */
export function followFocus(page: Document): void {
  page.addEventListener('focusin', (event) => {
    const target = event.target as HTMLElement
    if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]') === null) lastFocused = target
  })
}

/** Gives the focus back; where what had it is gone, to the results. */
export function returnFocus(): void {
  const target =
    lastFocused?.isConnected === true ? lastFocused : document.querySelector<HTMLElement>('main [tabindex="0"]')
  target?.focus()
}
