// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useSelectionStore } from '#renderer/machines/selection.store.ts'
import { useDialogsStore } from '#renderer/dialogs/dialogs.store.ts'
import { useLayout } from '#renderer/shell/layout.ts'
import HostPage from '#renderer/consoles/hyper-v-manager/HostPage.vue'
import { useConnectionsStore } from '#renderer/stores/connections.store.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, nodeProps } from './console.ts'
import { machine, sample } from './values.ts'

vi.mock('../../../renderer/charts/CpuGraph.vue', () => ({ default: { render: () => null } }))

const lines = [
  machine({ name: 'lab10' }),
  machine({ name: 'lab2', state: 'Running' }),
  machine({
    name: 'odd',
    problem: { code: 'CONFIGURATION_NEWER', file: '/home/machines/odd/machine.json', detail: 'version 9' },
  }),
]

// Of the page, not of a test.
beforeEach(() => (useLayout().orders = {}))

async function shownGrid() {
  const console = await connectedConsole({
    machines: lines,
    metrics: [{ machineId: 'lab2', samples: [sample({ cpu: 12.4, uptime: 114_250 })] }],
  })
  const page = console.mount(HostPage, nodeProps(console))
  const rows = () => page.findAll('[role="rowgroup"]:last-child > [role="row"]')
  const cells = () => rows().map((row) => row.findAll('[role="gridcell"]').map((cell) => cell.text()))
  const press = async (key: string) => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await nextTick()
    await nextTick()
  }
  return { console, page, rows, cells, press }
}

describe('the Virtual Machines grid', () => {
  it('shows what Hyper-V Manager shows, and nothing of what an off machine does not have', async () => {
    const { page, cells } = await shownGrid()
    expect(page.findAll('[role="columnheader"]').map((header) => header.text())).toEqual([
      'Name',
      'State',
      'CPU Usage',
      'Uptime',
      'Operations',
    ])
    expect(cells()).toEqual([
      ['lab2', 'Running', '12%', '1.07:44:10', ''],
      ['lab10', 'Off', '', '', ''],
      ['odd', 'Off-Critical', '', '', 'Made by a newer Viridian'],
    ])
  })

  it('turns its order with a click on the heading', async () => {
    const { page, cells } = await shownGrid()
    const name = page.get('[role="columnheader"]')
    expect(name.attributes('aria-sort')).toBe('ascending')
    await name.get('button').trigger('click')
    expect(name.attributes('aria-sort')).toBe('descending')
    expect(cells().map(([first]) => first)).toEqual(['odd', 'lab10', 'lab2'])
  })

  it('is used by the keyboard: arrows select, Enter connects, Delete asks', async () => {
    const { console, rows, press } = await shownGrid()
    ;(rows()[0]?.element as HTMLElement).focus()
    await press('ArrowDown')
    expect(useSelectionStore(console.session).machineId).toBe('lab10')
    expect(document.activeElement?.getAttribute('aria-selected')).toBe('true')
    await press('End')
    expect(useSelectionStore(console.session).machineId).toBe('odd')
    await press('Home')
    expect(useSelectionStore(console.session).machineId).toBe('lab2')

    await press('Enter')
    expect(useConnectionsStore().active?.machine.id).toBe('lab2')

    await press('Delete')
    expect(useDialogsStore().all).toEqual([])
    await press('ArrowDown')
    await press('Delete')
    expect(useDialogsStore().all).toEqual([{ kind: 'deleteMachine', hostId: 'own', machineId: 'lab10' }])
  })

  it('has the keyboard once the page is loaded, where nothing else has it', async () => {
    const { rows } = await shownGrid()
    await nextTick()
    expect(document.activeElement).toBe(rows()[0]?.element)
  })

  it('has it, too, where the first machine takes the place of the button that makes one', async () => {
    const console = await connectedConsole()
    const page = console.mount(HostPage, nodeProps(console))
    await nextTick()
    expect(document.activeElement).toBe(page.get('.machine-grid button').element)
    console.host.change({ type: 'machine', machine: machine({ name: 'lab1' }) })
    await until(() => page.find('.grid-line[aria-selected="true"]').exists())
    expect(document.activeElement).toBe(page.get('.grid-line[aria-selected="true"]').element)
  })

  it('says that there is no machine, and offers to make one', async () => {
    const console = await connectedConsole()
    const page = console.mount(HostPage, nodeProps(console))
    expect(page.text()).toContain('No virtual machines were found on this server.')
    expect(page.get('.machine-grid button').text()).toBe('New Virtual Machine…')
  })
})
