import { randomBytes } from 'node:crypto'
import type { PageSession } from '#shared/page-session.ts'
import { AccessKeys } from './access-keys/access-keys.ts'
import { isEqual } from './is-equal.ts'
import { PageSessions } from './page-sessions.ts'

/** Milliseconds, as those of a page's session by a clock that nobody sets. */
const tokenLifetime = 10 * 60_000

/**
 * Who may talk to this host: programs of the same user that can read the data folder (the secret in it), and pages whose
 * browser came with a one-time token, which is exchanged for a session, and consoles of other hosts that have an access key.
 */
export class Access {
  /** For programs, as `Authorization: Bearer`; written into the data folder, readable by its owner alone. */
  readonly secret = randomBytes(32).toString('base64url')
  readonly pages: PageSessions
  readonly keys: AccessKeys
  readonly #tokens = new Map<string, number>()
  readonly #signedIn: () => void
  readonly #signOutListeners = new Set<() => void>()

  /** `signedIn` is told of every session that begins. */
  constructor(
    signedIn: () => void = () => undefined,
    pages: PageSessions = new PageSessions(),
    keys: AccessKeys = new AccessKeys(null, { add: () => undefined }),
  ) {
    this.#signedIn = signedIn
    this.pages = pages
    this.keys = keys
  }

  isSecret(candidate: string): boolean {
    return isEqual(candidate, this.secret)
  }

  /** A token for an address a person opens once; it expires after ten minutes. */
  createToken(): string {
    const now = this.pages.now()
    for (const [token, expires] of this.#tokens) if (expires < now) this.#tokens.delete(token)
    const token = randomBytes(24).toString('base64url')
    this.#tokens.set(token, now + tokenLifetime)
    return token
  }

  /** A session of a page of this origin for the token, or for the secret; null where it is unknown, used or expired. */
  redeem(token: string, origin: string): PageSession | null {
    const expires = this.isSecret(token) ? Number.POSITIVE_INFINITY : this.#tokens.get(token)
    this.#tokens.delete(token)
    if (expires === undefined || expires < this.pages.now()) return null
    this.#signedIn()
    return this.pages.begin(origin)
  }

  /** Ends the session of every page, and what tokens that were given out would begin. Sessions come of `key` from now on. */
  signOutPages(key: Buffer): void {
    this.#tokens.clear()
    this.pages.endAll(key)
    for (const listener of this.#signOutListeners) listener()
  }

  /** `listener` is told when all pages have been signed out. */
  onSignOut(listener: () => void): void {
    this.#signOutListeners.add(listener)
  }
}
