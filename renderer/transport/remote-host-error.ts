import { remoteStatusSchema, type RemoteProblem, type RemoteState } from '#shared/remote-host.ts'

/** The own host has no connection to a remote host. `describeError` has the sentence, with what to do. */
export class RemoteHostError extends Error {
  override readonly name = 'RemoteHostError'
  readonly state: Exclude<RemoteState, 'connected'>
  readonly code: RemoteProblem['code']
  readonly facts: RemoteProblem['facts']

  constructor(state: Exclude<RemoteState, 'connected'>, { code, facts }: RemoteProblem) {
    super(`${code} ${JSON.stringify(facts)}`)
    this.state = state
    this.code = code
    this.facts = facts
  }
}

/** What the first message of a relayed connection says; null where the remote host is connected. */
export function refusalOf(greeting: unknown): Error | null {
  const status = readStatus(greeting)
  if (status === null) return new Error('The host relays what it should not.')
  return status.problem === null ? null : new RemoteHostError(status.state, status.problem)
}

function readStatus(greeting: unknown) {
  try {
    return remoteStatusSchema.safeParse(JSON.parse(String(greeting))).data ?? null
  } catch {
    return null
  }
}
