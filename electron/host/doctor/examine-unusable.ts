import type { Finding } from '#shared/finding.ts'
import type { UnusableMachine } from '../stored-machine.ts'
import { found } from './found.ts'

/** Why machines, or templates, cannot be used. */
export function examineUnusable(machines: Iterable<UnusableMachine>): Finding[] {
  return [...machines].map(({ name, problem: { code, file, detail } }) =>
    code === 'ENGINE_UNKNOWN'
      ? found('ENGINE_MISSING', { engine: detail }, name)
      : found('CONFIGURATION_UNUSABLE', { file, detail }, name),
  )
}
