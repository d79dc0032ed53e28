// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import MachineGrid from '#renderer/consoles/hyper-v-manager/MachineGrid.vue'
import { useSelectionStore } from '#renderer/machines/selection.store.ts'
import { useLayout } from '#renderer/shell/layout.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole } from './console.ts'
import { machine } from './values.ts'

// Of the page, not of a test.
beforeEach(() => (useLayout().orders = {}))

const names = ['a', 'b', 'c', 'd', 'e']

async function grid() {
  const console = await connectedConsole({ machines: names.map((name) => machine({ name })) })
  const page = console.mount(MachineGrid)
  await nextTick()
  const row = (name: string) =>
    page.findAll('.grid-line').find((line) => line.text().startsWith(name))?.element as HTMLElement
  const settle = async () => {
    await nextTick()
    await nextTick()
  }
  return {
    console,
    page,
    row,
    click: async (name: string, keys: MouseEventInit = {}) => {
      row(name).dispatchEvent(new MouseEvent('click', { bubbles: true, ...keys }))
      await settle()
    },
    press: async (key: string, keys: KeyboardEventInit = {}) => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...keys })
      document.activeElement?.dispatchEvent(event)
      await settle()
      return event.defaultPrevented
    },
    selected: () => names.filter((name) => row(name).getAttribute('aria-selected') === 'true').join(''),
    focused: () => names.find((name) => document.activeElement === row(name)),
  }
}

describe('selecting several machines', () => {
  it('by clicks: Ctrl or Command one more or less, Shift a range, both a range more', async () => {
    const { page, click, selected } = await grid()
    expect(page.get('[role="grid"]').attributes('aria-multiselectable')).toBe('true')
    expect(selected()).toBe('a')
    await click('b')
    expect(selected()).toBe('b')
    await click('d', { ctrlKey: true })
    expect(selected()).toBe('bd')
    await click('b', { metaKey: true })
    expect(selected()).toBe('d')
    await click('a', { shiftKey: true })
    expect(selected()).toBe('ab')
    await click('d')
    await click('e', { shiftKey: true })
    await click('a', { ctrlKey: true })
    await click('b', { ctrlKey: true, shiftKey: true })
    expect(selected()).toBe('abde')
    await click('b')
    expect(selected()).toBe('b')
  })

  it('by keys: Shift with arrows, Ctrl with Space, Ctrl+A, and Escape back to one', async () => {
    const { row, press, selected, focused } = await grid()
    row('a').focus()
    await press('ArrowDown')
    await press('ArrowDown', { shiftKey: true })
    await press('ArrowDown', { shiftKey: true })
    expect([selected(), focused()]).toEqual(['bcd', 'd'])
    await press('ArrowUp', { shiftKey: true })
    expect([selected(), focused()]).toEqual(['bc', 'c'])
    await press('End', { ctrlKey: true })
    expect([selected(), focused()]).toEqual(['bc', 'e'])
    await press(' ', { ctrlKey: true })
    expect([selected(), focused()]).toEqual(['bce', 'e'])
    expect(await press('a', { ctrlKey: true })).toBe(true)
    expect([selected(), focused()]).toEqual(['abcde', 'e'])
    expect(await press('Escape')).toBe(true)
    expect([selected(), focused()]).toEqual(['e', 'e'])
    expect(await press('Escape')).toBe(false)
    await press('Home', { shiftKey: true })
    expect([selected(), focused()]).toEqual(['abcde', 'a'])
    await press('ArrowDown')
    expect([selected(), focused()]).toEqual(['b', 'b'])
  })

  it('keeps a selection where a menu is opened on it, and leaves it for a row beside it', async () => {
    const { row, click, selected } = await grid()
    await click('b')
    await click('c', { ctrlKey: true })
    for (const [name, expected] of [
      ['b', 'bc'],
      ['d', 'd'],
    ] as const) {
      row(name).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true }))
      await nextTick()
      expect(selected()).toBe(expected)
    }
  })

  it('goes without those that are deleted, to the next of the last', async () => {
    const { console, click } = await grid()
    await click('b')
    await click('d', { shiftKey: true })
    console.host.change({ type: 'machineRemoved', machineId: 'd' })
    await until(() => console.machines.all.length === 4)
    await nextTick()
    expect(useSelectionStore(console.session).machineId).toBe('b')
    for (const machineId of ['b', 'c']) console.host.change({ type: 'machineRemoved', machineId })
    await until(() => console.machines.all.length === 2)
    await nextTick()
    expect(useSelectionStore(console.session).machineId).toBe('e')
  })
})
