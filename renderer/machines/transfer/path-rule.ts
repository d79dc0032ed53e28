import { isFullPath, type PathHost } from '../../disks/fields/host-path.ts'
import type { Refusal } from '../../fields/refusal.ts'

/** Why nothing can be exported to, or imported from, what was entered; undefined where the host can be asked. */
export function pathRefusal(entered: string, host: PathHost): Refusal | undefined {
  const path = entered.trim()
  if (path === '') return { kind: 'rule', rule: 'pathMissing' }
  return isFullPath(path, host) ? undefined : { kind: 'rule', rule: 'pathRelative' }
}
