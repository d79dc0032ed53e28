import { createHmac, randomBytes } from 'node:crypto'
import { hostProofText, pageProofText, type Challenge, type PageSession } from '#shared/page-session.ts'
import { isEqual } from './is-equal.ts'

/** Milliseconds a page stays signed in. */
const sessionLifetime = 30 * 24 * 60 * 60_000
/** Milliseconds between a challenge and the WebSocket that is opened with it. */
const challengeLifetime = 60_000

/** `<random or proof>~<when it ends, milliseconds since the epoch in base 36>` */
const stamped = /^([\w-]{1,90})~([0-9a-z]{1,9})$/

/**
 * Pages that are signed in, see `shared/page-session.ts`. Nothing is kept of them: their keys come of one that the host's
 * data folder keeps, so that they stay signed in when the host is started again.
 */
export class PageSessions {
  readonly #key: Buffer

  constructor(key: Buffer = randomBytes(32)) {
    this.#key = key
  }

  begin(origin: string): PageSession {
    const id = stamp(randomBytes(18).toString('base64url'), sessionLifetime)
    return { id, key: this.#keyOf(id, origin).toString('base64url') }
  }

  /** Null where the session is over, or none. */
  challenge(id: string, origin: string, nonce: string): Challenge | null {
    if (!isCurrent(id)) return null
    const when = stamp(randomBytes(12).toString('base64url'), challengeLifetime)
    const [random = '', until = ''] = when.split('~')
    const challenge = `${random}${this.#seal(random, until)}~${until}`
    return { challenge, proof: hmac(this.#keyOf(id, origin), hostProofText(origin, nonce, challenge)) }
  }

  /** Whether a page of that origin, with that session, has answered a challenge of ours. */
  accepts(id: string, origin: string, challenge: string, proof: string): boolean {
    if (!isCurrent(id) || !isCurrent(challenge)) return false
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
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

function stamp(text: string, lifetime: number): string {
  return `${text}~${(Date.now() + lifetime).toString(36)}`
}

function isCurrent(text: string): boolean {
  const match = stamped.exec(text)
  return match?.[2] !== undefined && Number.parseInt(match[2], 36) > Date.now()
}
