// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useDialogsStore } from '#renderer/dialogs/dialogs.store.ts'
import { useMachineActions } from '#renderer/machines/machine-actions.ts'
import RenameDialog from '#renderer/machines/settings/RenameDialog.vue'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent } from './console.ts'
import { machine } from './values.ts'

describe('renaming a machine', () => {
  it('is asked for by F2 in every state', async () => {
    const subject = machine({ id: 'm', state: 'Running' })
    const console = await connectedConsole({ machines: [subject] })
    const action = inComponent(console, useMachineActions)(subject).rename
    expect(action.shortcut).toBe('F2')
    expect(action.whyNot()).toBeNull()
    void action.run()
    expect(useDialogsStore().all).toEqual([{ kind: 'rename', hostId: 'own', machineId: 'm' }])
  })

  it('begins with the whole name selected, and stays open until the host takes the new one', async () => {
    const console = await connectedConsole()
    const dialog = console.mount(RenameDialog, { machine: machine({ id: 'm' }) })
    await nextTick()
    const input = document.querySelector<HTMLInputElement>('#rename-name')
    if (input === null) throw new Error('There is no field for the name.')
    expect(document.activeElement).toBe(input)
    expect(input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0)).toBe('Lab 1')
    const enter = async (name: string) => {
      input.value = name
      input.dispatchEvent(new Event('input'))
      await nextTick()
      document.querySelector('form')?.dispatchEvent(new Event('submit'))
    }
    await enter('a/b')
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(console.host.calls).toEqual([])
    console.host.fail('MACHINE_NAME_TAKEN', { name: 'Lab 2' })
    await enter('Lab 2')
    await until(() => document.querySelector('[role="alert"]')?.textContent.includes('Lab 2') === true)
    expect(dialog.emitted('close')).toBeUndefined()
    await enter('Lab 3')
    await until(() => dialog.emitted('close') !== undefined)
    expect(console.host.calls.at(-1)).toEqual({ name: 'configure', input: { id: 'm', name: 'Lab 3' } })
  })
})
