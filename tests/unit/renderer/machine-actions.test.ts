// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import NoticeDialog from '#renderer/dialogs/NoticeDialog.vue'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import { useMachineActions } from '#renderer/machines/machine-actions.ts'
import { useMachineMenu } from '#renderer/consoles/hyper-v-manager/machine-menu.ts'
import type { Action, MenuItem } from '#renderer/shell/action.ts'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import { canRun, machineStates } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { maximumSnapshots } from '#shared/snapshot.ts'
import { connectedConsole, inComponent } from './console.ts'
import { aSnapshot, machine } from './values.ts'
import { until } from '#tests/fixtures/patience.ts'

describe('the actions on a machine', () => {
  it.each(machineStates)('are enabled in state %s as the state table says', async (state) => {
    const console = await connectedConsole()
    const actions = inComponent(console, useMachineActions)(machine({ state }))
    expect(actions.start.whyNot() === null).toBe(canRun('start', state))
    expect(actions.turnOff.whyNot() === null).toBe(canRun('turnOff', state))
    expect(actions.shutDown.whyNot() === null).toBe(canRun('shutDown', state))
    expect(actions.save.whyNot() === null).toBe(canRun('save', state))
    expect(actions.deleteSavedState.whyNot() === null).toBe(canRun('deleteSavedState', state))
    expect(actions.reset.whyNot() === null).toBe(canRun('reset', state))
    expect(actions.takeSnapshot.whyNot() === null).toBe(canRun('takeSnapshot', state))
    expect(actions.delete.whyNot() === null).toBe(canRun('delete', state))
    expect(actions.export.whyNot() === null).toBe(canRun('export', state))
    expect(actions.clone.whyNot() === null).toBe(canRun('clone', state))
    expect(actions.saveAsTemplate.whyNot() === null).toBe(canRun('saveAsTemplate', state))
    expect(actions.pauseOrResume.whyNot() === null).toBe(canRun('pause', state) || canRun('resume', state))
    expect(actions.connect.whyNot()).toBeNull()
  })

  it('stand in the order of Hyper-V Manager', async () => {
    const console = await connectedConsole()
    const menuOf = inComponent(console, useMachineMenu)
    const labels = (subject: Machine) =>
      menuOf(subject).flatMap((item: MenuItem) => (item.kind === 'action' ? [item.label] : []))
    const power = ['Start', 'Turn Off…', 'Shut Down…', 'Save', 'Pause', 'Reset']
    const states = ['Snapshot', 'Revert…', 'Export…', 'Clone…', 'Save as Template…']
    const order = ['Connect…', 'Settings…', ...power, ...states, 'Rename…', 'Delete…', 'Help']
    expect(labels(machine({ state: 'Running' }))).toEqual(order)
    expect(labels(machine({ state: 'Paused' }))[6]).toBe('Resume')
    const undoDisks = { enabled: true, whenOff: 'ask', present: false } as const
    expect(labels(machine({ undoDisks })).slice(8, 12)).toEqual([
      'Snapshot',
      'Revert…',
      'Commit Undo Disks…',
      'Discard Undo Disks…',
    ])
    expect(labels(machine({ state: 'Saved' })).slice(2, 7)).toEqual([
      'Start',
      'Turn Off…',
      'Shut Down…',
      'Delete Saved State…',
      'Save',
    ])
  })

  it('tell why a machine whose configuration is broken cannot be used, and let it be deleted', async () => {
    const console = await connectedConsole()
    const problem = { code: 'CONFIGURATION_CORRUPT', file: '/home/machines/x/machine.json', detail: 'no JSON' } as const
    const actions = inComponent(console, useMachineActions)(machine({ problem }))
    const { delete: remove, ...others } = actions
    for (const action of Object.values<Action>({ ...others })) expect(action.whyNot()).toContain(problem.file)
    expect(remove.whyNot?.()).toBeNull()
  })

  it.each(['turnOff', 'deleteSavedState', 'reset', 'revert', 'commitUndoDisks', 'discardUndoDisks'] as const)(
    'ask before %s, and do it only when confirmed',
    async (id) => {
      const console = await connectedConsole()
      const confirm = useConfirmStore()
      const state = id === 'deleteSavedState' ? 'Saved' : ['turnOff', 'reset'].includes(id) ? 'Running' : 'Off'
      const undoDisks = { enabled: true, whenOff: 'ask', present: true } as const
      const subject = machine({ id: 'm', state, snapshots: [aSnapshot()], currentSnapshot: 'first', undoDisks })
      const action = inComponent(console, useMachineActions)(subject)[id]

      const refused = action.run()
      expect(confirm.asked?.text).toContain(subject.name)
      confirm.asked?.answer(null)
      await refused
      expect(console.host.calls).toEqual([])

      const confirmed = action.run()
      confirm.asked?.answer('confirm')
      await confirmed
      expect(console.host.calls).toEqual([{ name: id, input: { id: 'm' } }])
    },
  )

  it('say why there is nothing to revert to, and no room or no way for another snapshot', async () => {
    const actionsOf = inComponent(await connectedConsole(), useMachineActions)
    expect(actionsOf(machine()).revert.whyNot()).toContain('nothing to revert to')
    const snapshots = Array.from({ length: maximumSnapshots }, (_, index) => aSnapshot({ id: `${index}` }))
    expect(actionsOf(machine({ snapshots: snapshots.slice(1) })).takeSnapshot.whyNot()).toBeNull()
    expect(actionsOf(machine({ snapshots })).takeSnapshot.whyNot()).toContain('50 snapshots')
    const undoDisks = { enabled: true, whenOff: 'keep', present: false } as const
    expect(actionsOf(machine({ undoDisks })).takeSnapshot.whyNot()).toContain('undo disks')
    expect(actionsOf(machine({ undoDisks })).commitUndoDisks.whyNot()).toContain('nothing')
  })

  it('take a snapshot named after machine and time at once', async () => {
    const console = await connectedConsole({ machines: [machine({ id: 'm', name: 'W2K8' })] })
    await inComponent(console, useMachineActions)(machine({ id: 'm', name: 'W2K8' })).takeSnapshot.run()
    expect(console.host.calls).toEqual([
      { name: 'takeSnapshot', input: { id: 'm', name: expect.stringMatching(/^W2K8 - \(.+ - .+\)$/) as string } },
    ])
  })

  it('bring a failed command to the notices', async () => {
    const console = await connectedConsole({ machines: [machine({ id: 'm' })] })
    const notices = useNoticesStore()
    console.host.fail('ENGINE_FAILED', { name: 'Lab 1', detail: 'no wasm' })
    await inComponent(console, useMachineActions)(machine({ id: 'm' })).start.run()
    expect(notices.notices.map(({ attempt }) => attempt)).toEqual([{ kind: 'start', machine: 'Lab 1' }])
  })

  it('offer to start anew where a saved state cannot be restored', async () => {
    const console = await connectedConsole({ machines: [machine({ id: 'm', state: 'Saved' })] })
    console.mount(NoticeDialog)
    console.host.fail('STATE_UNUSABLE', { name: 'Lab 1', problem: 'DAMAGED', detail: 'length' })
    await inComponent(console, useMachineActions)(machine({ id: 'm', state: 'Saved' })).start.run()
    await nextTick()
    const startAnew = document.querySelector<HTMLElement>('.dialog-buttons button')
    expect(startAnew?.textContent.trim()).toBe('Delete Saved State and Start')
    startAnew?.click()
    expect(useNoticesStore().notices).toEqual([])
    await until(() => console.host.calls.length === 3)
    expect(console.host.calls.map(({ name }) => name)).toEqual(['start', 'deleteSavedState', 'start'])
  })

  it('wait for the connection', async () => {
    const console = await connectedConsole()
    console.host.refusals = 1000
    console.host.lose()
    await until(() => console.store.status === 'lost')
    expect(inComponent(console, useMachineActions)(machine()).start.whyNot()).toMatch(/connection/)
  })
})
