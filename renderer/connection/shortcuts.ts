/** Keys that the connection keeps for itself, as Virtual Machine Connection of Hyper-V does; all others are the guest's. */
export const shortcuts = {
  releaseKeyboard: { code: 'ArrowLeft', text: 'Ctrl+Alt+Left' },
  secureAttention: { code: 'End', text: 'Ctrl+Alt+End' },
  fullScreen: { code: 'Pause', text: 'Ctrl+Alt+Break' },
} as const

export type Shortcut = keyof typeof shortcuts

/** By key code, so that it does not depend on the keyboard layout. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  if (!event.ctrlKey || !event.altKey || event.shiftKey || event.metaKey) return null
  const found = Object.entries(shortcuts).find(([, { code }]) => code === event.code)
  return found === undefined ? null : (found[0] as Shortcut)
}
