// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ignoreRepeatedInput } from '#renderer/shell/repeated-input.ts'

beforeAll(() => ignoreRepeatedInput(document))
beforeEach(() => {
  document.body.innerHTML = `<button id="one">1</button><button id="other">2</button>
    <label for="check" id="label">3</label><input id="check" type="checkbox" /><textarea></textarea><canvas></canvas>`
})

function element(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`There is no ${selector}.`)
  return found
}

/** Whether the event reaches the element, with the browser still to do what it does by default. */
function arrives(selector: string, event: Event): boolean {
  let arrived = false
  const target = element(selector)
  target.addEventListener(event.type, () => (arrived = true), { once: true })
  target.dispatchEvent(event)
  return arrived && !event.defaultPrevented
}

const click = (detail: number) => new MouseEvent('click', { bubbles: true, cancelable: true, detail })
const key = (name: string, repeat: boolean) =>
  new KeyboardEvent('keydown', { key: name, repeat, bubbles: true, cancelable: true })

describe('input that only repeats', () => {
  it.each(['Enter', ' '])('presses a button once, however long %j is held down', (name) => {
    expect(arrives('#one', key(name, false))).toBe(true)
    expect(arrives('#one', key(name, true))).toBe(false)
  })

  it('goes on where it is typed, in a text as in a guest', () => {
    expect(arrives('textarea', key('Enter', true))).toBe(true)
    expect(arrives('canvas', key('Enter', true))).toBe(true)
    expect(arrives('#one', key('ArrowDown', true))).toBe(true)
    expect(arrives('input', key(' ', true))).toBe(true)
    expect(arrives('input', key('Enter', true))).toBe(false)
  })

  it('reaches nothing that came to lie under the pointer meanwhile', () => {
    expect(arrives('#one', click(1))).toBe(true)
    expect(arrives('#one', click(2))).toBe(true)
    expect(arrives('#other', click(1))).toBe(true)
    expect(arrives('#one', click(2))).toBe(false)
    expect(arrives('#one', new MouseEvent('dblclick', { bubbles: true, cancelable: true, detail: 2 }))).toBe(false)
  })

  it('takes a label and its field for one', () => {
    expect(arrives('#check', click(1))).toBe(true)
    expect(arrives('#label', click(2))).toBe(true)
  })
})
