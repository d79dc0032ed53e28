import { formatCpu, formatUptime } from '#shared/format.ts'
import type { Snapshot } from '#shared/host.ts'
import type { Machine, MachineSample } from '#shared/machine.ts'
import { stateName, type Locale } from '#shared/messages/index.ts'
import type { CliTexts } from './messages/texts.ts'
import { latestSample } from './session.ts'

/** A machine as programs read it: what the host says, and its newest measures (null while it is off). */
export type MachineDocument = Machine & { readonly sample: MachineSample | null }

export function machineDocument(snapshot: Snapshot, machine: Machine): MachineDocument {
  return { ...machine, sample: latestSample(snapshot, machine.id) }
}

/** State, CPU usage, uptime and operation as the console's list shows them; blank where there is none. */
export function machineCells({ state, problem, sample }: MachineDocument, texts: CliTexts, locale: Locale) {
  return {
    state: problem === null ? stateName(state, locale) : texts.unusable,
    cpu: sample === null ? '' : formatCpu(sample.cpu),
    uptime: sample === null ? '' : formatUptime(sample.uptime),
    operation: problem === null ? '' : texts.problems[problem.code],
  }
}
