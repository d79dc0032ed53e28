import { effectScope, hasInjectionContext, inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue'
import type { RemoteHost } from '#shared/remote-host.ts'
import type { Transport } from '../transport/index.ts'

/** What pages call the host that serves them; remote hosts go by their own ids. */
export const ownHostId = 'own'

/** What a page has of one host: the way to it and, by `defineHostStore`, the stores of what it tells. */
export class HostSession {
  readonly id: string
  readonly transport: Transport
  readonly #remote: ShallowRef<RemoteHost | null>
  readonly #ending = new AbortController()
  readonly #scope = effectScope(true)

  constructor(transport: Transport, remote: RemoteHost | null = null) {
    this.id = remote?.id ?? ownHostId
    this.transport = transport
    this.#remote = shallowRef(remote)
  }

  /** What the own host says of it; null for that one itself. */
  get remote(): RemoteHost | null {
    return this.#remote.value
  }

  /** The own host tells that it has another name or address. */
  change(remote: RemoteHost): void {
    this.#remote.value = remote
  }

  get isOwn(): boolean {
    return this.id === ownHostId
  }

  /** Aborts when the session ends. */
  get ended(): AbortSignal {
    return this.#ending.signal
  }

  /** Stores and composables that `compose` uses are those of this host; what they watch ends with the session. */
  run<Result>(compose: () => Result): Result {
    return composeFor(this, () => this.#scope.run(compose) as Result)
  }

  end(): void {
    this.#ending.abort()
    this.#scope.stop()
  }
}

let composing: HostSession | null = null

function composeFor<Result>(session: HostSession, compose: () => Result): Result {
  const before = composing
  composing = session
  try {
    return compose()
  } finally {
    composing = before
  }
}

export const hostSessionKey: InjectionKey<HostSession> = Symbol('host session')

/** What is below the component belongs to this host. */
export function provideHostSession(session: HostSession): void {
  provide(hostSessionKey, session)
}

/** The host that the component, or what `HostSession.run` composes, is about. There is no host that is meant where none is said. */
export function useHostSession(): HostSession {
  const session = composing ?? (hasInjectionContext() ? inject(hostSessionKey, null) : null)
  if (session === null) throw new Error('It is not said which host is meant.')
  return session
}
