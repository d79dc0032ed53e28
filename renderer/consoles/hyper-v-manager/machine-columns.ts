import { computed, type ComputedRef } from 'vue'
import { formatCpu, formatUptime } from '#shared/format.ts'
import type { Machine } from '#shared/machine.ts'
import { waitingToStart } from '#shared/messages/index.ts'
import { i18n, locale } from '../../i18n/index.ts'
import type { Column } from '../../shell/column.ts'
import { useJobsStore } from '../../stores/jobs.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import { useOperationText } from '../../jobs/job-text.ts'
import { useStateText } from '../../machines/use-state-text.ts'

/** The columns of Hyper-V Manager's Virtual Machines grid; what an off machine does not have stays blank. */
export function useMachineColumns(): ComputedRef<readonly Column<Machine>[]> {
  const { t } = i18n.global
  const machines = useMachinesStore()
  const jobs = useJobsStore()
  const stateText = useStateText()
  const operationText = useOperationText()

  function operation(machine: Machine): string {
    if (machine.problem !== null) return t(`problems.${machine.problem.code}`)
    const job = jobs.atWorkOn.get(machine.id)
    if (job !== undefined) return operationText(job)
    return machine.waitingToStart ? waitingToStart(locale.value) : ''
  }

  return computed(() => [
    { id: 'name', label: t('columns.name'), width: 190, text: (machine) => machine.name },
    {
      id: 'state',
      label: t('columns.state'),
      width: 140,
      text: stateText,
    },
    {
      id: 'cpu',
      label: t('columns.cpu'),
      width: 120,
      text: (machine) => {
        const sample = machines.latestSample(machine.id)
        return sample === null ? '' : formatCpu(sample.cpu)
      },
      order: (machine) => machines.latestSample(machine.id)?.cpu ?? -1,
    },
    {
      id: 'uptime',
      label: t('columns.uptime'),
      width: 110,
      text: (machine) => {
        const sample = machines.latestSample(machine.id)
        return sample === null ? '' : formatUptime(sample.uptime)
      },
      order: (machine) => machines.latestSample(machine.id)?.uptime ?? -1,
    },
    { id: 'operations', label: t('columns.operations'), width: 200, text: operation },
  ])
}
