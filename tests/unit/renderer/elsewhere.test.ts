// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useSelectionStore } from '#renderer/machines/selection.store.ts'
import { useDialogsStore } from '#renderer/dialogs/dialogs.store.ts'
import WindowDialogs from '#renderer/WindowDialogs.vue'
import NoticeDialog from '#renderer/dialogs/NoticeDialog.vue'
import { useHostSettingsDraft } from '#renderer/hosts/settings/use-host-settings-draft.ts'
import { useHardwareDraft } from '#renderer/machines/settings/use-hardware-draft.ts'
import { useManagementDraft } from '#renderer/machines/settings/use-management-draft.ts'
import SnapshotName from '#renderer/machines/snapshots/SnapshotName.vue'
import SnapshotSettingsDialog from '#renderer/machines/snapshots/SnapshotSettingsDialog.vue'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import type { HostSettings } from '#shared/host-settings.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent } from './console.ts'
import { aSnapshot, machine } from './values.ts'

const subject = machine({ id: 'm', name: 'Lab', notes: 'old', snapshots: [aSnapshot({ id: 'a', name: 'First' })] })

async function console() {
  const connected = await connectedConsole({ machines: [subject] })
  useSelectionStore(connected.session).machineId = 'm'
  return connected
}

type Connected = Awaited<ReturnType<typeof console>>

/** What another page, or the command line, makes of the machine. */
async function changeElsewhere({ host, machines }: Connected, values: Partial<typeof subject>): Promise<void> {
  const now = machines.find('m') ?? subject
  host.change({ type: 'machine', machine: { ...now, ...values } })
  await until(() => machines.find('m') !== now)
  await nextTick()
}

async function deleteElsewhere({ host, machines }: Connected): Promise<void> {
  host.change({ type: 'machineRemoved', machineId: 'm' })
  await until(() => machines.find('m') === null)
  await nextTick()
}

describe('a dialog about what is deleted elsewhere', () => {
  it.each([
    { kind: 'rename', hostId: 'own', machineId: 'm' },
    { kind: 'deleteMachine', hostId: 'own', machineId: 'm' },
    { kind: 'export', hostId: 'own', machineId: 'm', snapshotId: null },
    { kind: 'snapshotSettings', hostId: 'own', machineId: 'm', snapshotId: 'a' },
  ] as const)('ends with a word: $kind', async (dialog) => {
    const connected = await console()
    connected.mount(WindowDialogs)
    const dialogs = useDialogsStore()
    dialogs.open(dialog)
    await until(() => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null)
    await deleteElsewhere(connected)
    expect(dialogs.all).toEqual([])
    expectWord()
  })

  it('ends with a word where a snapshot is renamed in its place', async () => {
    const connected = await console()
    connected.mount(NoticeDialog)
    const selection = useSelectionStore(connected.session)
    selection.renamingId = 'a'
    await nextTick()
    await deleteElsewhere(connected)
    expect(selection.renamingId).toBeNull()
    expectWord()
  })

  it('says nothing where it was closed before', async () => {
    const connected = await console()
    connected.mount(WindowDialogs)
    const dialogs = useDialogsStore()
    dialogs.open({ kind: 'rename', hostId: 'own', machineId: 'm' })
    await nextTick()
    dialogs.close({ kind: 'rename', hostId: 'own', machineId: 'm' })
    await deleteElsewhere(connected)
    expect(useNoticesStore().notices).toEqual([])
  })
})

function expectWord(): void {
  const text = document.querySelector('[role="alertdialog"]')?.textContent
  expect(text).toContain('was closed')
  expect(text).toContain('deleted elsewhere')
}

describe('what is changed elsewhere while it is edited', () => {
  it('keeps what was entered of a machine, says so, and follows in the rest', async () => {
    const connected = await console()
    const draft = inComponent(connected, () => useManagementDraft(() => connected.machines.find('m') ?? subject))
    const name = draft.field('name')
    const notes = draft.field('notes')
    name.value = 'Mine'
    await changeElsewhere(connected, { notes: 'theirs' })
    expect([name.value, notes.value]).toEqual(['Mine', 'theirs'])
    expect(draft.refusals.value.name).toBeUndefined()
    await changeElsewhere(connected, { name: 'Theirs' })
    expect(name.value).toBe('Mine')
    expect(draft.refusals.value.name).toEqual({ kind: 'overtaken' })
    expect(await draft.apply()).toBeNull()
    expect(connected.host.calls).toEqual([{ name: 'configure', input: { id: 'm', name: 'Mine' } }])
  })

  it('keeps the disk that was entered, and says so', async () => {
    const connected = await console()
    const draft = inComponent(connected, () => useHardwareDraft(() => connected.machines.find('m') ?? subject))
    draft.edit('ide0:0', { kind: 'disk', path: '/mine.vhd' })
    await changeElsewhere(connected, { drives: [{ kind: 'disk', at: 'ide0:1', path: '/other.vhd' }] })
    expect(draft.refusals.value).toEqual({})
    await changeElsewhere(connected, { drives: [{ kind: 'disk', at: 'ide0:0', path: '/theirs.vhd' }] })
    expect(draft.refusals.value['ide0:0']).toEqual({ kind: 'overtaken' })
    expect(draft.at('ide0:0')).toEqual({ kind: 'disk', path: '/mine.vhd' })
  })

  it('joins the search paths that were added and removed on both sides', async () => {
    const connected = await console()
    const settings = (searchPaths: string[]): HostSettings => ({ machinesFolder: '/m', disksFolder: '/d', searchPaths })
    const told = async (next: HostSettings) => {
      connected.host.change({ type: 'hostSettings', settings: next })
      await until(() => connected.store.settings.searchPaths.join() === next.searchPaths.join())
      await nextTick()
    }
    await told(settings(['/a', '/b']))
    const draft = inComponent(connected, useHostSettingsDraft)
    const paths = draft.field('searchPaths')
    draft.field('disksFolder').value = '/mine'
    paths.value = ['/b', '/mine']
    await told({ ...settings(['/a', '/b', '/theirs']), disksFolder: '/theirs' })
    expect(paths.value).toEqual(['/b', '/theirs', '/mine'])
    expect(draft.refusals.value.disksFolder).toEqual({ kind: 'overtaken' })
  })

  it('does not undo the name of a snapshot whose notes are written', async () => {
    const connected = await console()
    const dialog = connected.mount(SnapshotSettingsDialog, { machine: subject, snapshot: aSnapshot({ id: 'a' }) })
    await nextTick()
    const notes = document.querySelector<HTMLTextAreaElement>('#snapshot-notes')
    if (notes === null) throw new Error('There is no field for the notes.')
    notes.value = 'mine'
    notes.dispatchEvent(new Event('input'))
    await dialog.setProps({ snapshot: aSnapshot({ id: 'a', name: 'Theirs' }) })
    document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await until(() => dialog.emitted('close') !== undefined)
    expect(connected.host.calls).toEqual([
      { name: 'changeSnapshot', input: { id: 'm', snapshotId: 'a', notes: 'mine' } },
    ])
  })

  it('does not give a snapshot back the name it had when its field was opened', async () => {
    const connected = await console()
    useSelectionStore(connected.session).renamingId = 'a'
    const field = connected.mount(SnapshotName, { machineId: 'm', snapshot: aSnapshot({ id: 'a', name: 'First' }) })
    await field.setProps({ snapshot: aSnapshot({ id: 'a', name: 'Theirs' }) })
    await field.trigger('blur')
    expect(field.emitted('done')).toHaveLength(1)
    expect(connected.host.calls).toEqual([])
  })
})
