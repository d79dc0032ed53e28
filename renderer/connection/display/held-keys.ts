/**
 * Lets go, in the guest, of the keys that are down when the screen loses the focus: their release goes to another
 * element, and the guest would see a key held for ever. (noVNC does this for the window only.)
 */
export function releaseKeysOnBlur(screen: HTMLElement): void {
  const held = new Map<string, string>()
  screen.addEventListener('keydown', (event) => held.set(event.code, event.key), { capture: true })
  screen.addEventListener('keyup', (event) => held.delete(event.code), { capture: true })
  screen.addEventListener('blur', () => releaseHeldKeys(screen, held))
}

function releaseHeldKeys(screen: HTMLElement, held: Map<string, string>) {
  // Each dispatched release takes its key off the map.
  for (const [code, key] of [...held]) screen.dispatchEvent(new KeyboardEvent('keyup', { code, key }))
}
