import { remoteProblemSchema, remoteStateOf, type RemoteProblem, type RemoteStatus } from '#shared/remote-host.ts'
import { errorText, isViridianError } from '../unexpected.ts'

/** What a failure to reach a remote host means to a console. */
export function remoteProblem(error: unknown, address: string): RemoteProblem {
  if (isViridianError(error)) {
    const known = remoteProblemSchema.safeParse({ code: error.code, facts: error.facts })
    if (known.success) return known.data
  }
  return { code: 'REMOTE_UNREACHABLE', facts: { address, detail: errorText(error) } }
}

export function statusOfProblem(error: unknown, address: string): RemoteStatus {
  const problem = remoteProblem(error, address)
  return { state: remoteStateOf(problem), problem }
}
