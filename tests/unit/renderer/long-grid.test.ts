// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { nextTick, ref, shallowReactive, shallowRef, type Component } from 'vue'
import { i18n } from '#renderer/i18n/index.ts'
import type { Column } from '#renderer/shell/column.ts'
import { useLayout } from '#renderer/shell/layout.ts'
import ResultsGrid from '#renderer/shell/ResultsGrid.vue'
import { selectOnly } from '#renderer/shell/selection.ts'

interface Row {
  readonly id: string
  readonly state: string
}

// Of the page, not of a test.
beforeEach(() => (useLayout().orders = {}))

const count = 10_000

async function longGrid() {
  const rows = shallowRef<readonly Row[]>(
    Array.from({ length: count }, (_, index) => ({ id: String(index).padStart(5, '0'), state: 'Off' })),
  )
  const loads = shallowReactive(new Map<string, number>())
  /** Rows whose cells were made, one entry each time. */
  const made: string[] = []
  const columns: Column<Row>[] = [
    {
      id: 'name',
      label: 'Name',
      width: 100,
      order: ({ id }) => id,
      text: ({ id }) => {
        made.push(id)
        return id
      },
    },
    { id: 'state', label: 'State', width: 100, text: ({ state }) => state },
    { id: 'load', label: 'Load', width: 100, text: ({ id }) => String(loads.get(id) ?? '') },
  ]
  const selection = ref(selectOnly(null))
  const page = mount(
    {
      components: { ResultsGrid: ResultsGrid as Component },
      template: `<ResultsGrid v-model="selection" name="long" label="Long" :rows="rows" :columns="columns"
        :initial-order="order"><template #cell="{ text }"><b>{{ text }}</b></template></ResultsGrid>`,
      setup: () => ({ selection, rows, columns, order: { column: 'name', direction: 'ascending' } }),
    },
    { global: { plugins: [i18n] }, attachTo: document.body },
  )
  onTestFinished(() => page.unmount())
  await nextTick()
  const lines = () => page.findAll('.grid-line')
  const press = async (key: string) => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await nextTick()
    await nextTick()
  }
  const change = async (id: string, state: string) => {
    rows.value = rows.value.map((row) => (row.id === id ? { ...row, state } : row))
    await nextTick()
  }
  return { page, lines, press, change, rows, loads, made, selection }
}

describe('a grid of ten thousand rows', () => {
  it('has few of them in the document, and tells how many there are', async () => {
    const { page, lines } = await longGrid()
    expect(lines().length).toBeGreaterThan(10)
    expect(lines().length).toBeLessThan(80)
    expect(page.get('[role="grid"]').attributes('aria-rowcount')).toBe(String(count + 1))
    expect(lines().map((line) => Number(line.attributes('aria-rowindex')))).toEqual(
      lines().map((_, index) => index + 2),
    )
  })

  it('makes nothing anew of what is not shown, and of what is shown the row that changed', async () => {
    const { lines, change, loads, made } = await longGrid()
    made.length = 0
    for (let index = 100; index < 600; index += 1) loads.set(String(index).padStart(5, '0'), index)
    await nextTick()
    await change('09999', 'Running')
    expect(made).toEqual([])

    loads.set('00003', 42)
    await nextTick()
    expect(made).toEqual(['00003'])
    expect(lines()[3]?.text()).toContain('42')

    await change('00005', 'Running')
    expect(made).toEqual(['00003', '00005'])
    expect(lines()[5]?.text()).toContain('Running')
  })

  it('reaches every row by the keyboard, and keeps the row with the focus in the document', async () => {
    const { lines, press, selection, page, change } = await longGrid()
    ;(lines()[0]?.element as HTMLElement).focus()
    await press('End')
    expect(selection.value.current).toBe('09999')
    expect((document.activeElement as HTMLElement).getAttribute('aria-rowindex')).toBe(String(count + 1))
    expect(page.findAll('[role="row"][tabindex="0"]')).toHaveLength(1)

    // It is far from what is in sight here, where nothing scrolls.
    await change('00001', 'Running')
    expect((document.activeElement as HTMLElement).textContent).toContain('09999')
    await press('PageUp')
    expect(selection.value.current).toBe('09989')
    await press('0')
    expect(selection.value.current).toBe('09990')
    for (const letter of '0004') await press(letter)
    expect(selection.value.current).toBe('00004')
    await press('Home')
    expect(document.activeElement).toBe(lines()[0]?.element)
  })
})
