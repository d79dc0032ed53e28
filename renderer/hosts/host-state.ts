import { useErrorText } from '../i18n/use-error-text.ts'
import { i18n } from '../i18n/index.ts'
import type { HostSession } from '../sessions/host-session.ts'
import { useHostStore } from '../stores/host.store.ts'

/** What is shown of the connection to a host. */
export type HostState = 'connecting' | 'connected' | 'unreachable' | 'notAllowed' | 'otherVersion'

/** How the page stands with a host. */
export function hostStateOf(session: HostSession): HostState {
  const { status, problem } = useHostStore(session)
  switch (status) {
    case 'connected':
      return 'connected'
    case 'incompatible':
      return 'otherVersion'
    case 'signedOut':
      return 'notAllowed'
    case 'refused':
      return problem?.state ?? 'unreachable'
    // The own host is the page's way to all others: while it is lost, nothing is known of them.
    case 'connecting':
    case 'lost':
      return 'connecting'
  }
}

/** Why there is no connection to a host, and what to do; null where there is one, or not more to be said than that it is begun. */
export function useHostProblem(): (session: HostSession) => string | null {
  const errorText = useErrorText()
  return (session) => {
    const { problem, status, name } = useHostStore(session)
    if (status === 'incompatible') return i18n.global.t('hosts.otherVersion', { name: name ?? '' })
    return problem === null ? null : errorText(problem)
  }
}
