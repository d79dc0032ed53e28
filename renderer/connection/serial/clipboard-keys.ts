import type { Terminal } from '@xterm/xterm'

/**
 * Ctrl+Shift+C copies the selection and Ctrl+Shift+V pastes, as in other terminals: without Shift both belong to the
 * guest. Returns false for keys the terminal must not send.
 */
export function handleClipboardKey(terminal: Terminal, event: KeyboardEvent): boolean {
  if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey) return true
  // The browser's own command pastes, which needs no permission.
  if (event.code === 'KeyV') return false
  if (event.code !== 'KeyC') return true
  event.preventDefault()
  if (event.type === 'keydown' && terminal.hasSelection()) void copy(terminal.getSelection())
  return false
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Where the permission is refused, the command of the edit menu still copies: the terminal answers its event.
    document.execCommand('copy')
  }
}
