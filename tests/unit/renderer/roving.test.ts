// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { TypeAhead } from '#renderer/shell/roving.ts'

const labels = ['Alpha', 'Beta 1', 'Beta 2', 'Gamma']

/** Types a text without a pause between its letters. */
function type(typeAhead: TypeAhead, text: string, from: number, start = 0): number {
  let current = from
  for (const [index, key] of [...text].entries()) {
    const event = new KeyboardEvent('keydown', { key })
    Object.defineProperty(event, 'timeStamp', { value: start + index })
    if (typeAhead.takes(event)) current = typeAhead.find(event, labels, current)
  }
  return current
}

describe('typing what an item is called', () => {
  it('goes to the item that begins so, a space in its name included', () => {
    expect(type(new TypeAhead(), 'beta 2', 0)).toBe(2)
    expect(type(new TypeAhead(), 'GA', 0)).toBe(3)
    expect(type(new TypeAhead(), 'x', 0)).toBe(-1)
  })

  it('goes from one to the next with one letter again and again', () => {
    const typeAhead = new TypeAhead()
    expect(type(typeAhead, 'b', 0)).toBe(1)
    expect(type(typeAhead, 'b', 1)).toBe(2)
    expect(type(typeAhead, 'b', 2)).toBe(1)
  })

  it('begins a new word after a pause, and leaves commands alone', () => {
    const typeAhead = new TypeAhead()
    expect(type(typeAhead, 'b', 0)).toBe(1)
    expect(type(typeAhead, 'g', 1, 10_000)).toBe(3)
    expect(typeAhead.takes(new KeyboardEvent('keydown', { key: 'a', ctrlKey: true }))).toBe(false)
    expect(new TypeAhead().takes(new KeyboardEvent('keydown', { key: ' ' }))).toBe(false)
  })
})
