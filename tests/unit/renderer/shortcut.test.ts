// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { matchesShortcut, shortcutText } from '#renderer/shell/shortcut.ts'

const press = (key: string, modifiers: KeyboardEventInit = {}) => new KeyboardEvent('keydown', { key, ...modifiers })

describe('matchesShortcut', () => {
  it('wants exactly the modifiers of the shortcut', () => {
    expect(matchesShortcut(press('F6'), 'F6')).toBe(true)
    expect(matchesShortcut(press('F6', { shiftKey: true }), 'F6')).toBe(false)
    expect(matchesShortcut(press('F6', { shiftKey: true }), 'Shift+F6')).toBe(true)
    expect(matchesShortcut(press('F6', { shiftKey: true, ctrlKey: true }), 'Shift+F6')).toBe(false)
    expect(matchesShortcut(press('F5'), 'F6')).toBe(false)
  })
})

describe('shortcutText', () => {
  it('names keys as the keyboard does, and leaves those alone that have no name', () => {
    const german = (key: string) => ({ Shift: 'Umschalt', Delete: 'Entf' })[key] ?? null
    expect(shortcutText('Shift+Delete', german)).toBe('Umschalt+Entf')
    expect(shortcutText('F6', german)).toBe('F6')
  })
})
