import { formatCpu, formatUptime } from '#shared/format.ts'
import type { Snapshot } from '#shared/host.ts'
import type { Machine, MachineSample } from '#shared/machine.ts'
import { stateName, waitingToStart, type Locale } from '#shared/messages/index.ts'
import { hasEnded, type Job } from '#shared/job.ts'
import type { CliTexts } from './messages/texts.ts'
import { operationText } from './operation-text.ts'
import { latestSample } from './session.ts'

/**
 * A machine as programs read it: what the host says, its newest measures (null while it is off), and the work that is being
 * done on it, from 0 to 1.
 */
export type MachineDocument = Machine & {
  readonly sample: MachineSample | null
  readonly operation: Pick<Job, 'kind' | 'state' | 'progress'> | null
}

export function machineDocument(snapshot: Snapshot, machine: Machine): MachineDocument {
  return { ...machine, sample: latestSample(snapshot, machine.id), operation: operationOn(snapshot, machine) }
}

/** Of all machines: a host may have thousands. */
export function machineDocuments(snapshot: Snapshot): MachineDocument[] {
  const samples = new Map(snapshot.metrics.map(({ machineId, samples: all }) => [machineId, all.at(-1) ?? null]))
  return snapshot.machines.map((machine) => ({
    ...machine,
    sample: samples.get(machine.id) ?? null,
    operation: operationOn(snapshot, machine),
  }))
}

function operationOn({ jobs }: Snapshot, { id }: Machine): MachineDocument['operation'] {
  const job = jobs.find((each) => each.machineId === id && !hasEnded(each))
  return job === undefined ? null : { kind: job.kind, state: job.state, progress: job.progress }
}

/** State, CPU usage, uptime and operation as the console's list shows them; blank where there is none. */
export function machineCells(machine: MachineDocument, texts: CliTexts, locale: Locale) {
  const { state, problem, sample } = machine
  return {
    state: problem === null ? stateName(state, locale) : texts.unusable,
    cpu: sample === null ? '' : formatCpu(sample.cpu),
    uptime: sample === null ? '' : formatUptime(sample.uptime),
    operation: operationOf(machine, texts, locale),
  }
}

function operationOf({ problem, operation, waitingToStart: waits }: MachineDocument, texts: CliTexts, locale: Locale) {
  if (problem !== null) return texts.problems[problem.code]
  if (operation !== null) return operationText(operation, locale)
  return waits ? waitingToStart(locale) : ''
}
