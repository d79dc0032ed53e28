import { perform, type Action } from './action.ts'

const modifiers = ['Ctrl', 'Alt', 'Shift', 'Meta'] as const

function isPressed(event: KeyboardEvent, modifier: (typeof modifiers)[number]): boolean {
  return { Ctrl: event.ctrlKey, Alt: event.altKey, Shift: event.shiftKey, Meta: event.metaKey }[modifier]
}

/** Whether a key press is a shortcut such as `Shift+F6` or `Ctrl+N`, with exactly its modifiers. */
export function matchesShortcut(event: KeyboardEvent, shortcut: string): boolean {
  const parts = shortcut.split('+')
  // With Shift or Caps Lock a letter is a capital.
  if (event.key.toLowerCase() !== parts.at(-1)?.toLowerCase()) return false
  return modifiers.every((modifier) => isPressed(event, modifier) === parts.includes(modifier))
}

/** Performs the action whose shortcut was pressed; where the key is held down, once. */
export function performPressed(event: KeyboardEvent, actions: readonly Action[]): void {
  const action = actions.find(({ shortcut }) => shortcut !== undefined && matchesShortcut(event, shortcut))
  if (action === undefined) return
  event.preventDefault()
  perform(action, event)
}

/** A shortcut in the words on the user's keyboard: `Delete` is `Entf` in German. */
export function shortcutText(shortcut: string, keyName: (key: string) => string | null): string {
  return shortcut
    .split('+')
    .map((key) => keyName(key) ?? key)
    .join('+')
}
