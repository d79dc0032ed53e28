// @vitest-environment happy-dom
import type { VueWrapper } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import EventViewer from '#renderer/events/EventViewer.vue'
import JobList from '#renderer/jobs/JobList.vue'
import { connectedConsole } from './console.ts'
import { event, job } from './values.ts'

const facts = { facts: {}, machineId: null, code: 'MACHINE_STARTED', level: 'Information' } as const
const events = ['Alpha', 'Beta', 'Gamma'].map((machineName, index) => event({ ...facts, id: index, machineName }))
const jobs = ['Alpha', 'Beta', 'Gamma'].map((machineName, index) => job({ id: `job ${index}`, machineName }))

async function press(key: string): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await nextTick()
  await nextTick()
}

const lists: [string, unknown][] = [
  ['jobs', JobList],
  ['events', EventViewer],
]

describe.each(lists)('the list of %s', (_, list) => {
  async function shown(): Promise<VueWrapper> {
    const console = await connectedConsole({ events, jobs })
    return console.mount(list)
  }
  const stops = (page: VueWrapper) => page.findAll('tbody tr[tabindex="0"]')
  /** Newest first, so Gamma, Beta, Alpha. */
  const focused = () => ['Gamma', 'Beta', 'Alpha'].find((name) => document.activeElement?.textContent.includes(name))

  it('is one Tab stop, and goes by the arrow keys, Home and End', async () => {
    const page = await shown()
    expect(stops(page)).toHaveLength(1)
    ;(stops(page)[0]?.element as HTMLElement).focus()
    expect(focused()).toBe('Gamma')
    for (const [key, name] of [
      ['ArrowDown', 'Beta'],
      ['End', 'Alpha'],
      ['ArrowDown', 'Alpha'],
      ['Home', 'Gamma'],
    ] as const) {
      await press(key)
      expect(focused(), key).toBe(name)
      expect(stops(page)).toHaveLength(1)
      expect(stops(page)[0]?.attributes('aria-selected')).toBe('true')
    }
  })

  it('finds what is typed', async () => {
    const page = await shown()
    ;(stops(page)[0]?.element as HTMLElement).focus()
    await press('b')
    expect(focused()).toBe('Beta')
  })
})

it('opens and closes the details of an event', async () => {
  const console = await connectedConsole({ events })
  const page = console.mount(EventViewer)
  const row = page.get('tbody tr')
  ;(row.element as HTMLElement).focus()
  for (const [key, isOpen] of [
    ['Enter', true],
    ['Enter', false],
    ['ArrowRight', true],
    ['ArrowRight', true],
    ['ArrowLeft', false],
  ] as const) {
    await press(key)
    expect(page.find('section').exists(), key).toBe(isOpen)
    expect(row.attributes('aria-expanded')).toBe(String(isOpen))
  }
})
