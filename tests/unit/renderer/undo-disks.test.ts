// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import MachineSettingsDialog from '#renderer/machines/settings/MachineSettingsDialog.vue'
import { useUndoQuestion } from '#renderer/machines/undo-disks/use-undo-question.ts'
import type { Machine } from '#shared/machine.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent } from './console.ts'
import { aSnapshot, machine } from './values.ts'

const kept: Machine['undoDisks'] = { enabled: true, whenOff: 'ask', present: true }

async function watched(undoDisks: Machine['undoDisks'] = kept) {
  const running = machine({ id: 'm', state: 'Running', undoDisks })
  const console = await connectedConsole({ machines: [running] })
  inComponent(console, useUndoQuestion)
  const become = async (values: Partial<Machine>) => {
    const next = { ...running, ...values }
    console.host.change({ type: 'machine', machine: next })
    await until(() => console.machines.find('m')?.state === next.state)
    await nextTick()
  }
  return { console, become, confirm: useConfirmStore() }
}

describe('the question about undo disks', () => {
  it('is asked when the machine goes off, and answered by what is done', async () => {
    const { console, become, confirm } = await watched()
    expect(confirm.asked).toBeNull()
    await become({ state: 'Off' })
    expect(confirm.asked?.answers.map(({ label }) => label)).toEqual(['Commit', 'Discard'])
    confirm.asked?.answer('discardUndoDisks')
    await until(() => console.host.calls.length > 0)
    expect(console.host.calls).toEqual([{ name: 'discardUndoDisks', input: { id: 'm' } }])
  })

  it('leaves them where they are to be kept', async () => {
    const { console, become, confirm } = await watched()
    await become({ state: 'Off' })
    expect(confirm.asked?.cancel).toBe('Keep')
    confirm.asked?.answer(null)
    await nextTick()
    expect(console.host.calls).toEqual([])
  })

  it('is withdrawn where it was answered elsewhere', async () => {
    const { become, confirm } = await watched()
    await become({ state: 'Off' })
    expect(confirm.asked?.cancel).toBe('Keep')
    await become({ state: 'Starting' })
    expect(confirm.asked).toBeNull()
  })

  it.each(['keep', 'commit', 'discard'] as const)(
    'is not asked where they are to be treated as %s',
    async (whenOff) => {
      const { become, confirm } = await watched({ ...kept, whenOff })
      await become({ state: 'Off' })
      expect(confirm.asked).toBeNull()
    },
  )
})

describe('the page of undo disks', () => {
  async function page(values: Partial<Machine> = {}) {
    const subject = machine({ id: 'm', ...values })
    const console = await connectedConsole({ machines: [subject] })
    const dialog = console.mount(MachineSettingsDialog, { machine: subject })
    await nextTick()
    const nodes = [...document.querySelectorAll<HTMLElement>('[role="treeitem"]')]
    nodes.find((node) => node.textContent.includes('Undo Disks'))?.click()
    await nextTick()
    return { console, dialog }
  }
  const find = <Found extends Element>(selector: string) => document.querySelector<Found>(selector) as Found

  it('enables them with what is to be done when the machine goes off', async () => {
    const { console, dialog } = await page()
    find<HTMLElement>('#undo-disks').click()
    await nextTick()
    find<HTMLElement>('#undo-disks-discard').click()
    await nextTick()
    find('form').dispatchEvent(new Event('submit', { cancelable: true }))
    await until(() => dialog.emitted('close') !== undefined)
    expect(console.host.calls).toEqual([
      { name: 'setUndoDisks', input: { id: 'm', enabled: true, whenOff: 'discard' } },
    ])
  })

  it('shows a refusal of the host on the page', async () => {
    const { console, dialog } = await page()
    find<HTMLElement>('#undo-disks').click()
    await nextTick()
    console.host.fail('SNAPSHOTS_EXIST', { name: 'Lab 1' }, 'setUndoDisks')
    find('form').dispatchEvent(new Event('submit', { cancelable: true }))
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(find('[role="alert"]').textContent).toContain('has snapshots')
    expect(dialog.emitted('close')).toBeUndefined()
  })

  it.each([
    ['it is on', { state: 'Running' }, 'Turn it off first'],
    ['there are snapshots', { snapshots: [aSnapshot()] }, 'has snapshots'],
    ['disks of deleted snapshots are to be merged', { mergePending: true }, 'let the disks be merged'],
  ] as const)('says that they cannot be changed while %s', async (_, values, reason) => {
    await page({ ...values } as Partial<Machine>)
    expect(find('.page-notice').textContent).toContain(reason)
    expect(find<HTMLFieldSetElement>('.settings-page fieldset').disabled).toBe(true)
  })
  it('keeps them enabled while they keep changes, but lets choose what becomes of those', async () => {
    await page({ undoDisks: kept })
    expect(find('.page-notice').textContent).toContain('Commit or discard them first')
    const [enabled, whenOff] = document.querySelectorAll<HTMLFieldSetElement>('.settings-page fieldset')
    expect([enabled?.disabled, whenOff?.disabled]).toEqual([true, false])
  })
})
