import type { Action } from './action.ts'

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

export function actionFor(event: KeyboardEvent, actions: readonly Action[]): Action | undefined {
  return actions.find((action) => action.shortcut !== undefined && matchesShortcut(event, action.shortcut))
}

/** A shortcut in the words on the user's keyboard: `Delete` is `Entf` in German. */
export function shortcutText(shortcut: string, keyName: (key: string) => string | null): string {
  return shortcut
    .split('+')
    .map((key) => keyName(key) ?? key)
    .join('+')
}
