/** Keys that the connection keeps for itself, as Virtual Machine Connection of Hyper-V does; all others are the guest's. */
export const shortcuts = {
  releaseKeyboard: 'Ctrl+Alt+ArrowLeft',
  secureAttention: 'Ctrl+Alt+End',
  fullScreen: 'Ctrl+Alt+Pause',
} as const

/** Keys of its menus, which are the guest's while screen or terminal have the focus. */
export const menuShortcuts = { takeSnapshot: 'Ctrl+N', revert: 'Ctrl+E' } as const

export type Shortcut = keyof typeof shortcuts

/** By key code, so that it depends neither on the layout nor on what Ctrl makes of the key (Break is Pause with Ctrl). */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (!event.ctrlKey || !event.altKey || event.shiftKey || event.metaKey) return null
  const pressed = `Ctrl+Alt+${event.code}`
  const found = Object.entries(shortcuts).find(([, shortcut]) => shortcut === pressed)
  return found === undefined ? null : (found[0] as Shortcut)
}
