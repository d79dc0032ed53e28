import { createHmac, randomBytes } from 'node:crypto'
import { hostProofText, pageProofText, type Challenge, type PageSession } from '#shared/page-session.ts'
import { isEqual } from './is-equal.ts'

/** Milliseconds a page stays signed in. */
const sessionLifetime = 30 * 24 * 60 * 60_000
/** Milliseconds between a challenge and the WebSocket that is opened with it. */
const challengeLifetime = 60_000
/** Milliseconds that a host which was killed may know less of than the one before it. */
const forgotten = 24 * 60 * 60_000

/** `<random or proof>~<when it ends, milliseconds of the host's own clock in base 36>` */
const stamped = /^([\w-]{1,90})~([0-9a-z]{1,9})$/

/**
 * Pages that are signed in, see `shared/page-session.ts`. Nothing is kept of them: their keys come of one that the host's
 * data folder keeps, so that they stay signed in when the host is started again.
 */
export class PageSessions {
  /** Milliseconds, which pass however the computer's clock is set. */
  readonly now: () => number
  #key: Buffer

  constructor(key: Buffer = randomBytes(32), now: () => number = () => performance.now()) {
    this.#key = key
    this.now = now
  }

  /** Sessions that have begun are worth nothing any more; new ones come of this key. */
  endAll(key: Buffer): void {
    this.#key = key
  }

  begin(origin: string): PageSession {
    const id = this.#stamp(randomBytes(18).toString('base64url'), sessionLifetime)
    return { id, key: this.#keyOf(id, origin).toString('base64url') }
  }

  /** Null where the session is over, or none. */
  challenge(id: string, origin: string, nonce: string): Challenge | null {
    if (!this.#isCurrent(id, sessionLifetime)) return null
    const when = this.#stamp(randomBytes(12).toString('base64url'), challengeLifetime)
    const [random = '', until = ''] = when.split('~')
    const challenge = `${random}${this.#seal(random, until)}~${until}`
    return { challenge, proof: hmac(this.#keyOf(id, origin), hostProofText(origin, nonce, challenge)) }
  }

  /** Whether a page of that origin, with that session, has answered a challenge of ours. */
  accepts(id: string, origin: string, challenge: string, proof: string): boolean {
    if (!this.#isCurrent(id, sessionLifetime) || !this.#isCurrent(challenge, challengeLifetime)) return false
    const [sealed = '', until = ''] = challenge.split('~')
    const [random, seal] = [sealed.slice(0, 16), sealed.slice(16)]
    if (!isEqual(seal, this.#seal(random, until))) return false
    return isEqual(proof, hmac(this.#keyOf(id, origin), pageProofText(origin, challenge)))
  }

  #keyOf(id: string, origin: string): Buffer {
    return createHmac('sha256', this.#key).update(`session ${origin} ${id}`).digest()
  }

  #seal(random: string, until: string): string {
    return hmac(this.#key, `challenge ${random} ${until}`)
  }

  #stamp(text: string, lifetime: number): string {
    return `${text}~${Math.floor(this.now() + lifetime).toString(36)}`
  }

  /** What ends later than anything that begins now can is of a clock whose record was lost. */
  #isCurrent(text: string, lifetime: number): boolean {
    const match = stamped.exec(text)
    if (match?.[2] === undefined) return false
    const left = Number.parseInt(match[2], 36) - this.now()
    return left > 0 && left <= lifetime + forgotten
  }
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
