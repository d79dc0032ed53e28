// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useSelectionStore } from '#renderer/machines/selection.store.ts'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import { useSnapshotMenu } from '#renderer/machines/snapshots/snapshot-menu.ts'
import SnapshotPane from '#renderer/consoles/hyper-v-manager/snapshots/SnapshotPane.vue'
import SnapshotSettingsDialog from '#renderer/machines/snapshots/SnapshotSettingsDialog.vue'
import TakeSnapshotDialog from '#renderer/machines/snapshots/TakeSnapshotDialog.vue'
import { flatten } from '#renderer/shell/action.ts'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import { errorFacts } from '#shared/errors.ts'
import type { Machine } from '#shared/machine.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent } from './console.ts'
import { aSnapshot, machine } from './values.ts'

const first = aSnapshot({ id: 'a', name: 'First', notes: 'one\ntwo' })
const second = aSnapshot({ id: 'b', name: 'Second', parent: 'a' })

async function pane(values: Partial<Machine> = {}) {
  const subject = machine({ id: 'm', snapshots: [first, second], currentSnapshot: 'b', ...values })
  const console = await connectedConsole({ machines: [subject] })
  const store = useSelectionStore(console.session)
  store.machineId = 'm'
  const wrapper = console.mount(SnapshotPane)
  const items = () => wrapper.findAll<HTMLElement>('[role="treeitem"]')
  const act = (id: string) =>
    flatten(inComponent(console, useSnapshotMenu)(subject, first))
      .find((action) => action.id === id)
      ?.run()
  return { console, subject, wrapper, items, act, store, confirm: useConfirmStore() }
}

describe('the pane of snapshots', () => {
  it('says that there is none', async () => {
    const { wrapper } = await pane({ snapshots: [], currentSnapshot: null })
    expect(wrapper.text()).toBe(
      'The selected virtual machine has no snapshots. Choose Snapshot to keep what it is now.',
    )
  })

  it('is gone through by the keyboard, and begins with the machine as it is now', async () => {
    const { items, store } = await pane()
    expect(items().map((item) => item.text())).toEqual(['First', 'Second', 'Now'])
    expect(items()[2]?.attributes()).toMatchObject({ 'aria-selected': 'true', tabindex: '0', 'aria-level': '3' })
    await items()[2]?.trigger('keydown', { key: 'ArrowUp' })
    expect(store.snapshot).toEqual(second)
    await items()[1]?.trigger('keydown', { key: 'Home' })
    expect(store.snapshot).toEqual(first)
    await items()[0]?.trigger('keydown', { key: 'End' })
    expect(store.snapshot).toBeNull()
  })

  it('renames in place by F2: Enter takes the name, Escape and no name forget it', async () => {
    const { console, wrapper, items } = await pane()
    const edit = async (name: string, key: string) => {
      await items()[0]?.trigger('click')
      await items()[0]?.trigger('keydown', { key: 'F2' })
      await wrapper.find('input').setValue(name)
      await wrapper.find('input').trigger('keydown', { key })
      await nextTick()
      expect(wrapper.find('input').exists()).toBe(false)
    }
    await edit('Renamed', 'Escape')
    await edit('   ', 'Enter')
    expect(console.host.calls).toEqual([])
    await edit(' Renamed ', 'Enter')
    await until(() => console.host.calls.length > 0)
    expect(console.host.calls).toEqual([
      { name: 'changeSnapshot', input: { id: 'm', snapshotId: 'a', name: 'Renamed' } },
    ])
  })

  it('asks by Delete, and deletes what is selected', async () => {
    const { console, items, confirm } = await pane()
    await items()[1]?.trigger('click')
    await items()[1]?.trigger('keydown', { key: 'Delete' })
    expect(confirm.asked?.text).toContain('Second')
    confirm.asked?.answer('confirm')
    await until(() => console.host.calls.length > 0)
    expect(console.host.calls).toEqual([
      { name: 'deleteSnapshot', input: { id: 'm', snapshotId: 'b', subtree: false } },
    ])
  })
})

describe('the actions on a snapshot', () => {
  it('apply it, after a snapshot of now where that is wished', async () => {
    const { console, act, confirm } = await pane()
    const done = act('applySnapshot')
    expect(confirm.asked?.answers.map(({ label }) => label)).toEqual(['Take Snapshot and Apply', 'Apply'])
    confirm.asked?.answer('takeAndApply')
    await done
    expect(console.host.calls.map(({ name }) => name)).toEqual(['takeSnapshot', 'applySnapshot'])
  })

  it('do not apply it where the snapshot of now could not be taken', async () => {
    const { console, act, confirm } = await pane()
    console.host.fail('STORAGE_FAILED', { path: '/disks', detail: 'no room' }, 'takeSnapshot')
    const done = act('applySnapshot')
    confirm.asked?.answer('takeAndApply')
    await done
    expect(console.host.calls.map(({ name }) => name)).toEqual(['takeSnapshot'])
    expect(useNoticesStore().notices.map(({ attempt }) => attempt.kind)).toEqual(['takeSnapshot'])
  })

  it('offer no snapshot of a paused machine, which can only be given up', async () => {
    const { act, confirm } = await pane({ state: 'Paused' })
    void act('applySnapshot')
    expect(confirm.asked?.answers.map(({ id }) => id)).toEqual(['apply'])
    confirm.asked?.answer(null)
  })

  it.each([
    ['SNAPSHOT_MEDIA_CHANGED', { paths: ['/images/data.vfd'] }, 'mediaAsTheyAre'],
    ['SNAPSHOT_MEDIA_CHANGED', { paths: ['/images/data.vfd'] }, 'emptyDrives'],
    ['SNAPSHOT_STATE_UNUSABLE', { problem: 'DAMAGED', detail: 'header' }, 'withoutState'],
  ] as const)('ask how it is applied where the host answers %s', async (code, facts, despite) => {
    const { console, act, confirm } = await pane()
    const told = errorFacts[code].parse({ name: 'lab', snapshot: 'First', ...facts })
    console.host.fail(code, told, 'applySnapshot')
    void act('applySnapshot')
    confirm.asked?.answer('apply')
    await until(() => confirm.asked?.answers.some(({ id }) => id === despite) === true)
    expect(confirm.asked?.text).toContain('First')
    expect(useNoticesStore().notices).toEqual([])
    confirm.asked?.answer(despite)
    await until(() => console.host.calls.length > 1)
    expect(console.host.calls.map(({ input }) => input)).toEqual([
      { id: 'm', snapshotId: 'a' },
      { id: 'm', snapshotId: 'a', despite },
    ])
  })

  it('delete it with all below it, and say how many those are', async () => {
    const { console, act, confirm } = await pane()
    const done = act('deleteSubtree')
    expect(confirm.asked?.text).toContain('2 in all')
    confirm.asked?.answer('confirm')
    await done
    expect(console.host.calls).toEqual([{ name: 'deleteSnapshot', input: { id: 'm', snapshotId: 'a', subtree: true } }])
  })
})

describe('the settings of a snapshot', () => {
  it('show its hardware without a way to change it, and take name and notes', async () => {
    const { console, subject } = await pane()
    const dialog = console.mount(SnapshotSettingsDialog, { machine: subject, snapshot: first })
    await nextTick()
    const find = <Found extends Element>(selector: string) => document.querySelector<Found>(selector) as Found
    const select = async (text: string) => {
      const nodes = [...document.querySelectorAll<HTMLElement>('.dialog [role="treeitem"]')]
      nodes.find((node) => node.textContent.includes(text))?.click()
      await nextTick()
    }
    await select('before.vhd')
    expect(find('.settings-page').textContent).toContain('keeps the hardware as it was')
    expect(find<HTMLFieldSetElement>('.settings-page fieldset').disabled).toBe(true)
    await select('Memory')
    expect(find('.settings-page').textContent).toContain('64 MB')

    await select('First')
    const enter = async (selector: string, text: string) => {
      const field = find<HTMLInputElement>(selector)
      field.value = text
      field.dispatchEvent(new Event('input'))
      await nextTick()
    }
    const submit = () => find('form').dispatchEvent(new Event('submit', { cancelable: true }))
    await enter('#snapshot-name', '  ')
    submit()
    await nextTick()
    expect(find('[role="alert"]').textContent).toContain('Enter a name')
    await enter('#snapshot-name', 'Exam')
    await enter('#snapshot-notes', 'one\ntwo\nthree')
    submit()
    await until(() => dialog.emitted('close') !== undefined)
    expect(console.host.calls).toEqual([
      { name: 'changeSnapshot', input: { id: 'm', snapshotId: 'a', name: 'Exam', notes: 'one\ntwo\nthree' } },
    ])
  })
})

describe('the name of a snapshot that is taken in the connection', () => {
  it('is asked for, and a refusal is told beside it', async () => {
    const { console, subject } = await pane()
    const dialog = console.mount(TakeSnapshotDialog, { machine: subject })
    await nextTick()
    const field = document.querySelector<HTMLInputElement>('#take-snapshot-name')
    expect(field?.value).toMatch(/^Lab 1 - \(/)
    console.host.fail('SNAPSHOT_LIMIT', { name: 'Lab 1', limit: 50 }, 'takeSnapshot')
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('50 snapshots')
    expect(dialog.emitted('close')).toBeUndefined()
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await until(() => dialog.emitted('close') !== undefined)
  })
})
