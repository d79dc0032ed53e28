// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import BulkDialogs from '#renderer/machines/bulk/BulkDialogs.vue'
import { bulkCommands, useBulkRunsStore } from '#renderer/machines/bulk/bulk-runs.store.ts'
import { useBulkActions } from '#renderer/machines/bulk/use-bulk-actions.ts'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import { useMachineActions } from '#renderer/machines/machine-actions.ts'
import { objection, perform } from '#renderer/shell/action.ts'
import { canRun, machineStates } from '#shared/machine-state.ts'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent } from './console.ts'
import { job, machine } from './values.ts'

const inState = (name: string, state: (typeof machineStates)[number]) => machine({ name, state })

describe('the actions on several machines', () => {
  it('can be done where one of them can, as the state table says', async () => {
    const console = await connectedConsole()
    const actionsOf = inComponent(console, useBulkActions)
    for (const state of machineStates) {
      for (const command of bulkCommands) {
        const isPossible = canRun(command, state) || canRun(command, 'Off')
        const action = actionsOf([inState('a', state), inState('b', 'Off')])[command]
        expect(objection(action) === null, `${command} ${state}`).toBe(isPossible)
      }
    }
  })

  it('are done to those that can, without a question where nothing is lost', async () => {
    const machines = [inState('a', 'Off'), inState('b', 'Running'), inState('c', 'Saved')]
    const console = await connectedConsole({ machines })
    await inComponent(console, useBulkActions)(machines).start.run()
    await until(() => useBulkRunsStore().runs.length === 0)
    expect(console.host.calls.map(({ name, input }) => [name, input])).toEqual([
      ['start', { id: 'a' }],
      ['start', { id: 'c' }],
    ])
  })

  it.each(['turnOff', 'shutDown', 'reset', 'delete'] as const)(
    'ask once before %s, with the number and the names',
    async (command) => {
      const names = Array.from({ length: 12 }, (_, index) => `m${index}`)
      const state = command === 'delete' ? 'Off' : 'Running'
      const machines = [...names.map((name) => inState(name, state)), inState('other', 'Copying')]
      const console = await connectedConsole({ machines })
      const confirm = useConfirmStore()
      const action = inComponent(console, useBulkActions)(machines)[command]

      const refused = action.run()
      expect(confirm.asked?.text).toContain('12 virtual machines')
      expect(confirm.asked?.text).toContain('m9 and 2 more')
      expect(confirm.asked?.text).not.toContain('other')
      confirm.asked?.answer(null)
      await refused
      expect(console.host.calls).toEqual([])

      const confirmed = action.run()
      confirm.asked?.answer('confirm')
      await confirmed
      await until(() => useBulkRunsStore().runs.length === 0)
      const asked = console.host.calls.filter(({ name }) => name === command)
      expect(asked.map(({ input }) => (input as { id: string }).id)).toEqual(names)
    },
  )

  it('tell what each machine refused, and the others are done', async () => {
    const machines = [inState('a', 'Running'), inState('b', 'Running'), inState('c', 'Running')]
    const console = await connectedConsole({ machines })
    console.host.waitedFor = [
      job({ state: 'Failed', error: { code: 'GUEST_STILL_ON', facts: { name: 'a', seconds: 60 } } }),
      job({ state: 'Completed' }),
    ]
    const page = console.mount(BulkDialogs)
    const confirmed = inComponent(console, useBulkActions)(machines).shutDown.run()
    useConfirmStore().asked?.answer('confirm')
    await confirmed
    await until(() => document.querySelector('[role="alertdialog"]') !== null)
    const dialog = document.querySelector('[role="alertdialog"]')
    expect(dialog?.textContent).toContain('1 of 3 virtual machines could not be shut down.')
    const cells = [...(dialog?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    )
    expect(cells).toEqual([['a', expect.stringContaining('still on') as string]])
    dialog?.querySelector<HTMLElement>('.dialog-buttons button')?.click()
    await nextTick()
    expect(useBulkRunsStore().runs).toEqual([])
    page.unmount()
  })

  it('are done a few at a time, and not twice to the same machine', async () => {
    const console = await connectedConsole({ machines: [inState('a', 'Off')] })
    const runs = useBulkRunsStore()
    const waiting: (() => void)[] = []
    let atWork = 0
    let most = 0
    const machines = Array.from({ length: 30 }, (_, index) => inState(`m${index}`, 'Off'))
    const over = runs.carryOut({
      command: 'start',
      machines,
      work: async () => {
        most = Math.max(most, (atWork += 1))
        await new Promise<void>((resolve) => waiting.push(resolve))
        atWork -= 1
      },
    })
    const bulk = inComponent(console, useBulkActions)
    const single = inComponent(console, useMachineActions)(machine({ name: 'm29', state: 'Off' })).start
    expect(perform(single)).toBe(false)
    expect(objection(bulk(machines).start)).toContain('None of the selected')
    expect(objection(bulk([...machines, inState('a', 'Off')]).start)).toBeNull()
    while (atWork > 0 || waiting.length > 0) {
      waiting.shift()?.()
      await nextTick()
    }
    await over
    expect(most).toBe(8)
    expect(objection(single)).toBeNull()
  })

  it('show how far they are where they take long, and leave the rest alone when they are cancelled', async () => {
    const console = await connectedConsole()
    console.mount(BulkDialogs)
    const runs = useBulkRunsStore()
    const waiting: (() => void)[] = []
    const machines = Array.from({ length: 10 }, (_, index) => inState(`m${index}`, 'Off'))
    const work = () => new Promise<void>((resolve) => waiting.push(resolve))
    const over = runs.carryOut({ command: 'save', machines, work })
    waiting.shift()?.()
    await until(() => document.querySelector('[role="dialog"] progress') !== null)
    const dialog = document.querySelector('[role="dialog"]')
    expect(dialog?.textContent).toContain('Saving 10 virtual machines…')
    expect(dialog?.textContent).toContain('1 of 10 done')
    dialog?.querySelectorAll<HTMLElement>('.dialog-buttons button')[1]?.click()
    await nextTick()
    expect(document.querySelector('[role="dialog"]')).toBeNull()
    for (const end of waiting.splice(0)) end()
    await over
    expect(waiting).toEqual([])
    expect(runs.runs).toEqual([])
  })
})
