import { randomBytes, timingSafeEqual } from 'node:crypto'

const tokenLifetime = 10 * 60_000

/** Equal in constant time, so that the answer's delay tells nothing about the secret. */
function equal(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Who may talk to this host: programs of the same user that can read the data folder (the secret in it), and browsers
 * that came with a one-time token, which is exchanged for a session.
 */
export class Access {
  /** For programs, as `Authorization: Bearer`; written into the data folder, readable by its owner alone. */
  readonly secret = randomBytes(32).toString('base64url')
  readonly #tokens = new Map<string, number>()
  readonly #sessions = new Set<string>()
  readonly #signedIn: () => void

  /** `signedIn` is told of every session that begins. */
  constructor(signedIn: () => void = () => undefined) {
    this.#signedIn = signedIn
  }

  isSecret(candidate: string): boolean {
    return equal(candidate, this.secret)
  }

  /** A token for an address a person opens once; it expires after ten minutes. */
  createToken(): string {
    const now = Date.now()
    for (const [token, expires] of this.#tokens) if (expires < now) this.#tokens.delete(token)
    const token = randomBytes(24).toString('base64url')
    this.#tokens.set(token, now + tokenLifetime)
    return token
  }

  /** A session for the token, or null where it is unknown, used or expired. */
  redeem(token: string): string | null {
    const expires = this.#tokens.get(token)
    this.#tokens.delete(token)
    if (expires === undefined || expires < Date.now()) return null
    const session = randomBytes(32).toString('base64url')
    this.#sessions.add(session)
    this.#signedIn()
    return session
  }

  isSession(candidate: string): boolean {
    return this.#sessions.has(candidate)
  }
}
