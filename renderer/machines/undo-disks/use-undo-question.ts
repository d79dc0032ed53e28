import { i18n } from '../../i18n/index.ts'
import { watch } from 'vue'
import { isPoweredOn } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'

function wantsAnswer({ state, undoDisks }: Machine): boolean {
  return state === 'Off' && undoDisks.present && undoDisks.whenOff === 'ask'
}

function poweredOn(machines: readonly Machine[]): ReadonlySet<string> {
  return new Set(machines.filter(({ state }) => isPoweredOn(state)).map(({ id }) => id))
}

/**
 * Asks what is to become of the undo disks of a machine that went off while this console looked on, where its settings
 * say so. Who decides elsewhere, or starts the machine again, has answered.
 */
export function useUndoQuestion(): void {
  const { t } = i18n.global
  const machines = useMachinesStore()
  const confirm = useConfirmStore()
  const open = new Map<string, AbortController>()

  async function ask(machine: Machine): Promise<void> {
    const { id } = machine
    const question = new AbortController()
    open.set(id, question)
    const answer = await confirm.choose(
      {
        title: t('undoDisks.confirm.wentOff.title'),
        text: () => t('undoDisks.confirm.wentOff.text', { name: machines.find(id)?.name ?? machine.name }),
        answers: [
          { id: 'commitUndoDisks', label: t('undoDisks.confirm.wentOff.commit') },
          { id: 'discardUndoDisks', label: t('undoDisks.confirm.wentOff.discard') },
        ],
        cancel: t('undoDisks.confirm.wentOff.cancel'),
      },
      question.signal,
    )
    open.delete(id)
    if (answer !== null) await machines.command(answer, id)
  }

  let on = poweredOn(machines.all)
  watch(
    () => machines.all,
    (all) => {
      const before = on
      on = poweredOn(all)
      for (const [id, question] of open) {
        const machine = machines.find(id)
        if (machine === null || !wantsAnswer(machine)) question.abort()
      }
      for (const machine of all) {
        const wentOff = before.has(machine.id) && wantsAnswer(machine)
        if (wentOff && !open.has(machine.id)) void ask(machine)
      }
    },
    // Each change on its own: a machine that went off and was started again at once is not asked about.
    { flush: 'sync' },
  )
}
