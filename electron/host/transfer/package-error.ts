import { ViridianError } from '#shared/errors.ts'
import type { PackageProblem } from '#shared/messages/messages.ts'

export function packageUnusable(
  path: string,
  problem: PackageProblem,
  detail: string,
): ViridianError<'PACKAGE_UNUSABLE'> {
  return new ViridianError('PACKAGE_UNUSABLE', { path, problem, detail })
}
