// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useDialogsStore } from '#renderer/dialogs/dialogs.store.ts'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import { useMachineActions } from '#renderer/machines/machine-actions.ts'
import DeletedNotice from '#renderer/machines/trash/DeletedNotice.vue'
import DeleteMachineDialog from '#renderer/machines/trash/DeleteMachineDialog.vue'
import TrashDialog from '#renderer/machines/trash/TrashDialog.vue'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import { useTrashStore } from '#renderer/stores/trash.store.ts'
import type { TrashEntry } from '#shared/trash.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent } from './console.ts'
import { machine } from './values.ts'

const entry = (values: Partial<TrashEntry> = {}): TrashEntry => ({
  id: '7d5b1f3c-3c0e-4a55-9f3e-0d5f2a6b8c01',
  ...{ machineId: 'm', name: 'Lab 1', folder: '/home/machines/Lab 1', keptDisks: [] },
  ...{ deletedAt: '2026-01-02T03:04:05.000Z', expiresAt: '2026-01-09T03:04:05.000Z' },
  ...values,
})

function button(label: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find(
    (each) => each.textContent.trim() === label || each.getAttribute('aria-label') === label,
  )
  if (found === undefined) throw new Error(`There is no button ${label}.`)
  return found
}

describe('deleting a machine', () => {
  const withDisk = machine({
    ...{ id: 'm', folder: '/home/machines/Lab 1' },
    drives: [{ kind: 'disk', at: 'ide0:0', path: '/home/machines/Lab 1/Lab 1.vhd' }],
  })

  it('is asked about by its action', async () => {
    const console = await connectedConsole({ machines: [withDisk] })
    void inComponent(console, useMachineActions)(withDisk).delete.run()
    expect(useDialogsStore().all).toEqual([{ kind: 'deleteMachine', hostId: 'own', machineId: 'm' }])
    expect(console.host.calls).toEqual([])
  })

  it('takes its disks with it unless they are to be kept', async () => {
    const console = await connectedConsole()
    const dialog = console.mount(DeleteMachineDialog, { machine: withDisk })
    await nextTick()
    expect(document.activeElement).toBe(button('Don’t Delete'))
    expect(document.body.textContent).toContain('/home/disks')
    document.querySelector<HTMLInputElement>('#delete-disks')?.click()
    await nextTick()
    button('Delete').click()
    await until(() => console.host.calls.length > 0)
    expect(console.host.calls).toEqual([{ name: 'delete', input: { id: 'm', disks: 'keep', permanently: false } }])
    expect(dialog.emitted('close')).toHaveLength(1)
  })

  it('asks nothing of disks where it has none of its own, and tells what the host refuses', async () => {
    const console = await connectedConsole()
    console.mount(DeleteMachineDialog, { machine: machine({ id: 'm' }) })
    await nextTick()
    expect(document.querySelector('#delete-disks')).toBeNull()
    console.host.fail('DISK_NEEDED', { name: 'Lab 1', path: '/a.vhd', machines: ['Lab 2'] })
    button('Delete').click()
    await until(() => useNoticesStore().notices.length > 0)
    expect(useNoticesStore().notices[0]?.attempt).toEqual({ kind: 'delete', machine: 'Lab 1' })
    expect(useTrashStore(console.session).lastDeleted).toBeNull()
  })

  it('can be undone while it is in the trash', async () => {
    const console = await connectedConsole()
    console.mount(DeletedNotice)
    const trash = useTrashStore(console.session)
    console.host.change({ type: 'trash', trash: [entry({ machineId: 'other' })] })
    await trash.put(withDisk, 'delete')
    console.host.change({ type: 'trash', trash: [entry({ machineId: 'other' }), entry()] })
    await until(() => document.body.textContent.includes('“Lab 1” has been deleted.'))
    button('Undo').click()
    await until(() => console.host.calls.length === 2)
    expect(console.host.calls.at(-1)).toEqual({ name: 'restore', input: { id: entry().id } })
    console.host.change({ type: 'trash', trash: [] })
    await until(() => !document.body.textContent.includes('has been deleted.'))
  })
})

describe('the deleted machines', () => {
  it('are listed, restored, and removed only when confirmed', async () => {
    const other = entry({ id: '7d5b1f3c-3c0e-4a55-9f3e-0d5f2a6b8c02', name: 'Lab 2' })
    const console = await connectedConsole({ trash: [entry(), other] })
    console.mount(TrashDialog)
    await nextTick()
    expect([...document.querySelectorAll('.table-name')].map((cell) => cell.textContent)).toEqual(['Lab 1', 'Lab 2'])
    button('Restore Lab 2').click()
    await until(() => console.host.calls.length === 1)
    expect(console.host.calls[0]).toEqual({ name: 'restore', input: { id: other.id } })

    const confirm = useConfirmStore()
    await until(() => !button('Remove Lab 1 for good').disabled)
    button('Remove Lab 1 for good').click()
    await until(() => confirm.asked !== null)
    expect(confirm.asked?.text).toContain('Lab 1')
    confirm.asked?.answer(null)
    await nextTick()
    expect(console.host.calls).toHaveLength(1)
    button('Remove All').click()
    await until(() => confirm.asked !== null)
    confirm.asked?.answer('confirm')
    await until(() => console.host.calls.length === 2)
    expect(console.host.calls[1]?.name).toBe('empty')
    console.host.change({ type: 'trash', trash: [] })
    await until(() => document.body.textContent.includes('There are no deleted virtual machines.'))
  })

  it('show what the host refuses', async () => {
    const console = await connectedConsole({ trash: [entry()] })
    console.mount(TrashDialog)
    await nextTick()
    console.host.fail('TRASH_NOT_FOUND', { name: 'Lab 1' })
    button('Restore Lab 1').click()
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Lab 1')
  })
})
