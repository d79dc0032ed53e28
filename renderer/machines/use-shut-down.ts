import { watch } from 'vue'
import { isPoweredOn } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { asKnownError, describeError } from '#shared/messages/index.ts'
import { useConfirmStore } from '../dialogs/confirm.store.ts'
import { i18n, locale } from '../i18n/index.ts'
import { useJobsStore } from '../stores/jobs.store.ts'
import { useMachinesStore } from '../stores/machines.store.ts'
import { useNoticesStore } from '../stores/notices.store.ts'

export interface ShutDown {
  /** Why it cannot be asked for again; null where it can. */
  whyNot(machine: Machine): string | null
  /** Asks first; and where the guest does not shut down, what to do. */
  run(machine: Machine): Promise<void>
}

/** Shutting guests down, for every place that offers it. */
export function useShutDown(): ShutDown {
  const { t } = i18n.global
  const confirm = useConfirmStore()
  const jobs = useJobsStore()
  const machines = useMachinesStore()
  const notices = useNoticesStore()

  /** As it is called by now. */
  const nameOf = ({ id, name }: Machine) => machines.find(id)?.name ?? name

  function questionOn(machine: Machine) {
    return {
      title: t('confirm.shutDown.title'),
      text: () => t('confirm.shutDown.text', { name: nameOf(machine) }),
      about: () => machines.find(machine.id),
      confirm: t('confirm.shutDown.confirm'),
      cancel: t('confirm.shutDown.cancel'),
    }
  }

  /** Resolves with the error it ended with; null where the guest is off, and where somebody cancelled it. */
  async function attempt(id: string): Promise<unknown> {
    try {
      return (await machines.shutDown(id)).error
    } catch (error) {
      return error
    }
  }

  /** What to do with a guest that is still on; null where it has gone off meanwhile, or all is to stay as it is. */
  async function choose(machine: Machine, error: unknown): Promise<'again' | 'turnOff' | null> {
    const off = new AbortController()
    const stop = watch(
      () => machines.find(machine.id)?.state ?? 'Off',
      (state) => {
        if (!isPoweredOn(state)) off.abort()
      },
    )
    const known = asKnownError(error)
    const late = known?.code === 'GUEST_STILL_ON'
    try {
      return await confirm.choose(
        {
          title: t('confirm.shutDown.title'),
          text: () => describeError({ ...known, facts: { ...known?.facts, name: nameOf(machine) } }, locale.value),
          answers: [
            { id: 'again', label: t(late ? 'confirm.shutDown.wait' : 'confirm.shutDown.again') },
            { id: 'turnOff', label: t('confirm.turnOff.confirm') },
          ],
          cancel: t('confirm.shutDown.leave'),
        },
        off.signal,
      )
    } finally {
      stop()
    }
  }

  function isInVain(error: unknown): boolean {
    const code = asKnownError(error)?.code
    return code === 'GUEST_STILL_ON' || code === 'GUEST_NOT_LISTENING'
  }

  return {
    whyNot({ id, name }) {
      const underWay = jobs.atWork.some(({ kind, machineId }) => kind === 'shutDown' && machineId === id)
      return underWay ? t('confirm.shutDown.underWay', { name }) : null
    },
    async run(machine) {
      const { id, name } = machine
      if (!(await confirm.ask(questionOn(machine)))) return
      for (;;) {
        const error = await attempt(id)
        if (error === null) return
        if (!isInVain(error)) return notices.report({ kind: 'shutDown', machine: name }, error)
        const choice = await choose(machine, error)
        if (choice === 'turnOff') await machines.command('turnOff', id)
        if (choice !== 'again') return
      }
    },
  }
}
