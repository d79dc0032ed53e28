import type { Finding } from '#shared/finding.ts'
import type { Records } from '../host-records.ts'
import { found } from './found.ts'

/** Whether what the data folder keeps for its owner's eyes only can be used. */
export function examinePrivateRecords({
  accessKeys,
  remoteHosts,
}: Pick<Records, 'accessKeys' | 'remoteHosts'>): Finding[] {
  return [
    { code: 'ACCESS_KEYS_UNUSABLE' as const, record: accessKeys },
    { code: 'REMOTE_HOSTS_UNUSABLE' as const, record: remoteHosts },
  ].flatMap(({ code, record: { path, problem } }) =>
    problem === null ? [] : [found(code, { file: path, detail: problem })],
  )
}
