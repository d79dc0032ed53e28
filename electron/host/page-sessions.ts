import { createHmac, randomBytes } from 'node:crypto'
import type { Challenge, PageSession } from '#shared/page-session.ts'
import { Challenges } from './challenges.ts'
import { isCurrent, stamp } from './stamp.ts'

/** Milliseconds a page stays signed in. */
const sessionLifetime = 30 * 24 * 60 * 60_000

/**
 * Pages that are signed in, see `shared/page-session.ts`. Nothing is kept of them: their keys come of one that the host's
 * data folder keeps, so that they stay signed in when the host is started again.
 */
export class PageSessions {
  /** Milliseconds, which pass however the computer's clock is set. */
  readonly now: () => number
  readonly #challenges: Challenges
  #key: Buffer

  constructor(key: Buffer = randomBytes(32), now: () => number = () => performance.now()) {
    this.#key = key
    this.now = now
    this.#challenges = new Challenges(() => this.#key, now)
  }

  /** Sessions that have begun are worth nothing any more; new ones come of this key. */
  endAll(key: Buffer): void {
    this.#key = key
  }

  begin(origin: string): PageSession {
    const id = stamp(randomBytes(18), this.now(), sessionLifetime)
    return { id, key: this.#keyOf(id, origin).toString('base64url') }
  }

  /** Null where the session is over, or none. */
  challenge(id: string, origin: string, nonce: string): Challenge | null {
    if (!isCurrent(id, this.now(), sessionLifetime)) return null
    return this.#challenges.issue(this.#keyOf(id, origin), origin, nonce)
  }

  /** Whether a page of that origin, with that session, has answered a challenge of ours. */
  accepts(id: string, origin: string, challenge: string, proof: string): boolean {
    if (!isCurrent(id, this.now(), sessionLifetime)) return false
    return this.#challenges.accepts(this.#keyOf(id, origin), origin, challenge, proof)
  }

  #keyOf(id: string, origin: string): Buffer {
    return createHmac('sha256', this.#key).update(`session ${origin} ${id}`).digest()
  }
}
