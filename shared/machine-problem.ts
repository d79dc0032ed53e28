import { ViridianError } from './errors.ts'
import type { MachineProblem } from './machine.ts'

/** What is said to those who want something of a machine that cannot be used. */
export function unusableMachine({ name, problem }: { readonly name: string; readonly problem: MachineProblem }) {
  const { code, file, detail } = problem
  return code === 'ENGINE_UNKNOWN'
    ? new ViridianError('ENGINE_MISSING', { name, engine: detail })
    : new ViridianError('MACHINE_UNUSABLE', { name, file, detail })
}
