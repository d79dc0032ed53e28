// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { always, objection, perform, type Action } from '#renderer/shell/action.ts'
import { performPressed } from '#renderer/shell/shortcut.ts'

interface Counted {
  readonly action: Action
  runs: number
  end: () => void
}

/** An action that is under way until it is told to end. */
function slow(subject: string): Counted {
  const counted: Counted = {
    runs: 0,
    end: () => undefined,
    action: {
      kind: 'action',
      id: 'slow',
      subject,
      label: 'Slow',
      shortcut: 'F2',
      whyNot: always,
      run: () => {
        counted.runs += 1
        return new Promise<void>((resolve) => (counted.end = resolve))
      },
    },
  }
  return counted
}

describe('an action', () => {
  it('is not begun again while it is under way, and says so, wherever it is offered', async () => {
    const first = slow('a')
    expect(perform(first.action)).toBe(true)
    expect(objection(first.action)).toBe('This is already being done.')
    expect(perform(first.action)).toBe(false)
    // Made anew, as actions are when a state changes.
    expect(objection({ ...first.action, label: 'Slower' })).toBe('This is already being done.')
    expect(objection(slow('b').action)).toBeNull()
    expect(first.runs).toBe(1)
    first.end()
    await expect.poll(() => objection(first.action)).toBeNull()
    expect(perform(first.action)).toBe(true)
    first.end()
  })

  it('can be begun again after it has failed', async () => {
    let fail: (reason: Error) => void = () => undefined
    const action: Action = {
      ...slow('failing').action,
      run: () => new Promise((_resolve, reject) => (fail = reject)).catch(() => undefined),
    }
    perform(action)
    expect(objection(action)).toBe('This is already being done.')
    fail(new Error('refused'))
    await expect.poll(() => objection(action)).toBeNull()
  })

  it('is performed neither by the second click of a double click nor by a key that is held down', () => {
    const { action } = slow('held')
    expect(perform(action, new MouseEvent('click', { detail: 2 }))).toBe(false)
    const held = new KeyboardEvent('keydown', { key: 'F2', repeat: true, cancelable: true })
    performPressed(held, [action])
    // Nor does the browser do with the key what it would.
    expect(held.defaultPrevented).toBe(true)
    expect(objection(action)).toBeNull()
    expect(perform(action, new MouseEvent('click', { detail: 1 }))).toBe(true)
  })
})
