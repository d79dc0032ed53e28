import { ViridianError } from '#shared/errors.ts'
import type { Principal } from './principal.ts'
import type { Call, CallName } from './restricted-calls.ts'

/** What would outlive an access key that is revoked, or lead on to other hosts. */
const ownerOnly: ReadonlySet<string> = new Set<CallName>([
  'host.createToken',
  'hosts.add',
  'hosts.change',
  'hosts.remove',
  'hosts.probe',
  'accessKeys.create',
  'accessKeys.list',
  'accessKeys.revoke',
])

/** Throws OWNER_ONLY for a call that its caller may not make. The one place where that is decided. */
export function requirePermitted({ kind }: Principal, { path }: Call): void {
  if (kind === 'accessKey' && ownerOnly.has(path.join('.'))) throw new ViridianError('OWNER_ONLY', {})
}
