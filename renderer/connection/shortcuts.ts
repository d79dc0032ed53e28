/** Keys that the connection keeps for itself, as Virtual Machine Connection of Hyper-V does; all others are the guest's. */
export const shortcuts = {
  releaseKeyboard: { code: 'ArrowLeft', aria: 'Control+Alt+ArrowLeft' },
  secureAttention: { code: 'End', aria: 'Control+Alt+End' },
  fullScreen: { code: 'Pause', aria: 'Control+Alt+Pause' },
} as const

export type Shortcut = keyof typeof shortcuts

/** By key code, so that it does not depend on the keyboard layout. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (!event.ctrlKey || !event.altKey || event.shiftKey || event.metaKey) return null
  const found = Object.entries(shortcuts).find(([, { code }]) => code === event.code)
  return found === undefined ? null : (found[0] as Shortcut)
}
