// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import JobList from '#renderer/jobs/JobList.vue'
import TaskProgress from '#renderer/jobs/TaskProgress.vue'
import DiskProperties from '#renderer/disks/inspect-disk/DiskProperties.vue'
import EventViewer from '#renderer/events/EventViewer.vue'
import CheckFindings from '#renderer/disks/jobs/CheckFindings.vue'
import SummaryList from '#renderer/dialogs/SummaryList.vue'
import HostPage from '#renderer/consoles/hyper-v-manager/HostPage.vue'
import { useEventsStore } from '#renderer/stores/events.store.ts'
import { useTrashStore } from '#renderer/stores/trash.store.ts'
import { describeError, describeEvent } from '#shared/messages/index.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, nodeProps } from './console.ts'
import { disk, parent } from './disk-values.ts'
import { aSnapshot, event, job, machine } from './values.ts'

vi.mock('../../../renderer/charts/CpuGraph.vue', () => ({ default: { render: () => null } }))

/** Shown as it is, it would look like "labexe.txt" with an escape sequence behind it. */
const name = 'lab\u202etxt.exe\u001b[2J'
const shown = 'lab\\u202etxt.exe\\x1b[2J'
const hidden = new RegExp('[\\u202e\\u001b]')

describe('names that came from outside', () => {
  it('are shown with nothing in them that acts instead of being seen', async () => {
    const subject = machine({
      id: 'm',
      name,
      notes: `first\n${name}`,
      snapshots: [aSnapshot({ id: 'a', name })],
      currentSnapshot: 'a',
    })
    const console = await connectedConsole({
      machines: [subject],
      jobs: [job({ machineId: 'm', machineName: name })],
      events: [event({ machineName: name })],
    })
    const page = console.mount(HostPage, nodeProps(console))
    expect(page.text()).not.toMatch(hidden)
    expect(page.get('[role="gridcell"]').text()).toBe(shown)
    expect(page.get('.details-notes').text()).toBe(`first\n${shown}`)
    expect(page.get('[role="treeitem"]').text()).toBe(shown)
    expect(console.jobs.all[0]?.machineName).toBe(shown)
    expect(useEventsStore(console.session).shown[0]?.machineName).toBe(shown)

    console.host.change({ type: 'machine', machine: { ...subject, name: `2 ${name}` } })
    await until(() => console.machines.find('m')?.name === `2 ${shown}`)
  })

  it('are so where they name files', async () => {
    const path = `/disks/${name}`
    const changes = [{ path, change: 'made', before: null, after: 512 } as const]
    const console = await connectedConsole({
      jobs: [job({ path, changes, state: 'Completed' })],
      events: [event({ user: name, changes: [{ what: 'disk', before: null, after: path }] })],
    })
    const events = console.mount(EventViewer)
    await events.get('tbody button').trigger('click')
    const facts = disk({ path, parent: parent({ path }) })
    for (const page of [
      events,
      console.mount(JobList),
      console.mount(TaskProgress, { task: { id: 'job', kind: 'compactDisk', path }, job: null }),
      console.mount(DiskProperties, { disk: facts, host: { platform: 'linux' } }),
      console.mount(CheckFindings, { name, result: { findings: [], repaired: [] } }),
      console.mount(SummaryList, { rows: [['File', path]] }),
    ]) {
      expect(page.html()).toContain(shown)
      expect(page.html()).not.toMatch(hidden)
    }
  })

  it('are so in the trash', async () => {
    const console = await connectedConsole()
    const trash = useTrashStore(console.session)
    const time = '2026-01-02T03:04:05.000Z'
    const deleted = { id: 't', machineId: 'm', name, folder: '/m', keptDisks: [], deletedAt: time, expiresAt: time }
    console.host.change({ type: 'trash', trash: [deleted] })
    await until(() => trash.entries.length > 0)
    expect(trash.entries[0]?.name).toBe(shown)
  })

  it('are so in every sentence', () => {
    expect(describeError({ code: 'MACHINE_NAME_TAKEN', facts: { name } }, 'en')).toContain(shown)
    expect(describeEvent(event({ machineName: name, facts: { detail: name } }), 'de')).not.toMatch(hidden)
    expect(describeError(new Error(name), 'en')).toContain(shown)
  })
})
