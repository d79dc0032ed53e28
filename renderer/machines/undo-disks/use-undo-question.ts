import { i18n } from '../../i18n/index.ts'
import { watch } from 'vue'
import { isPoweredOn } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { useConfirmStore } from '../../dialogs/confirm.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'

function wantsAnswer({ state, undoDisks }: Machine): boolean {
  return state === 'Off' && undoDisks.present && undoDisks.whenOff === 'ask'
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

  watch(
    () => machines.all,
    (all, before) => {
      for (const [id, question] of open) {
        const machine = machines.find(id)
        if (machine === null || !wantsAnswer(machine)) question.abort()
      }
      for (const machine of all) {
        const was = before.find(({ id }) => id === machine.id)
        const wentOff = was !== undefined && isPoweredOn(was.state) && wantsAnswer(machine)
        if (wentOff && !open.has(machine.id)) void ask(machine)
      }
    },
    // Each change on its own: a machine that went off and was started again at once is not asked about.
    { flush: 'sync' },
  )
}
