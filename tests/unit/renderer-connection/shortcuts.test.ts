// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { shortcutOf } from '#renderer/connection/shortcuts.ts'

function press(code: string, modifiers: KeyboardEventInit) {
  return shortcutOf(new KeyboardEvent('keydown', { code, ...modifiers }))
}

describe('shortcutOf', () => {
  it('keeps the three combinations of Virtual Machine Connection', () => {
    const ctrlAlt = { ctrlKey: true, altKey: true }
    expect(press('ArrowLeft', ctrlAlt)).toBe('releaseKeyboard')
    expect(press('End', ctrlAlt)).toBe('secureAttention')
    expect(press('Pause', ctrlAlt)).toBe('fullScreen')
  })

  it('leaves every other key to the guest', () => {
    expect(press('ArrowLeft', { ctrlKey: true })).toBeNull()
    expect(press('ArrowLeft', { altKey: true })).toBeNull()
    expect(press('ArrowLeft', { ctrlKey: true, altKey: true, shiftKey: true })).toBeNull()
    expect(press('ArrowRight', { ctrlKey: true, altKey: true })).toBeNull()
    expect(press('Delete', { ctrlKey: true, altKey: true })).toBeNull()
    expect(press('Tab', {})).toBeNull()
  })
})
