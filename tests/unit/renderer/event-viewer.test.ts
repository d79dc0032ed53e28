// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import EventViewer from '#renderer/events/EventViewer.vue'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole } from './console.ts'
import { event, machine } from './values.ts'

const lab = { machineId: 'lab-1', machineName: 'Lab 1' }
const started = event({ id: 8, code: 'MACHINE_STARTED', level: 'Information', user: 'chris', facts: {}, ...lab })
const changed = event({
  id: 9,
  code: 'SETTINGS_CHANGED',
  level: 'Information',
  facts: {},
  changes: [{ what: 'memory', before: '128', after: '256' }],
  ...lab,
})
const host = event({
  id: 10,
  code: 'HOST_STARTED',
  level: 'Information',
  facts: { version: '1' },
  machineId: null,
  machineName: null,
})

describe('the event viewer', () => {
  it('says that there are none', async () => {
    const console = await connectedConsole()
    expect(console.mount(EventViewer).text()).toContain('No events.')
  })

  it('shows type, category, id, source and message, newest first', async () => {
    const console = await connectedConsole({ events: [started, host] })
    const rows = console.mount(EventViewer).findAll('tbody tr')
    const cells = rows.map((row) => row.findAll('td').map((cell) => cell.text()))
    expect(cells.map(([level, , category, id, source, text]) => [level, category, id, source, text])).toEqual([
      ['Information', 'Host', '18750', '', 'Viridian 1 was started.'],
      ['Information', 'Virtual Machine', '18500', 'Lab 1', '“Lab 1” was started.'],
    ])
  })

  it('shows only what is asked for', async () => {
    const console = await connectedConsole({ machines: [machine()], events: [started, host] })
    const viewer = console.mount(EventViewer)
    const [, category, source] = viewer.findAll('select')
    await category?.setValue('Host')
    expect(viewer.findAll('tbody tr')).toHaveLength(1)
    await category?.setValue('')
    await source?.setValue('lab-1')
    expect(viewer.findAll('tbody tr').map((row) => row.text())).toEqual([
      expect.stringContaining('“Lab 1” was started.'),
    ])
  })

  it('shows what was changed, and by whom', async () => {
    const console = await connectedConsole({ events: [started, changed] })
    const viewer = console.mount(EventViewer)
    await viewer.get('tbody button').trigger('click')
    expect(viewer.findAll('section td').map((cell) => cell.text())).toEqual(['memory', '128', '256'])
    expect(viewer.get('section').text()).toContain('User: host')
  })

  it('fetches older ones when it is asked to', async () => {
    const console = await connectedConsole({ events: [host] })
    console.host.olderEvents = () => [changed, started]
    const viewer = console.mount(EventViewer)
    await viewer.get('.event-older button').trigger('click')
    await until(() => viewer.findAll('tbody tr').length === 3)
    expect(console.host.calls).toEqual([{ name: 'listEvents', input: { limit: 100, before: 10 } }])
    expect(viewer.find('.event-older').exists()).toBe(false)
  })
})
