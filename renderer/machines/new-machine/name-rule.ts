import { machineNameSchema } from '#shared/machine.ts'
import type { Rule } from '../../fields/refusal.ts'

/** Why a machine cannot be named so; null where it can. */
export function nameRuleBroken(entered: string): Rule | null {
  const name = entered.trim()
  if (name === '') return 'nameMissing'
  if (name.length > 100) return 'nameLong'
  return machineNameSchema.safeParse(name).success ? null : 'nameCharacters'
}
