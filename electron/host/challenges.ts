import { createHmac, randomBytes } from 'node:crypto'
import { hostProofText, pageProofText, type Challenge } from '#shared/page-session.ts'
import { isEqual } from './is-equal.ts'
import { isCurrent, stamp } from './stamp.ts'

/** Milliseconds between a challenge and the WebSocket that is opened with it. */
const lifetime = 60_000

/**
 * How two sides prove to each other that they know a key, see `shared/page-session.ts`. Nothing is kept of a challenge: its
 * seal says that it is one of ours.
 */
export class Challenges {
  readonly #sealKey: () => Buffer
  readonly #now: () => number

  /** `now` in milliseconds. */
  constructor(sealKey: () => Buffer, now: () => number) {
    this.#sealKey = sealKey
    this.#now = now
  }

  /** A challenge to whoever asks with the nonce, with the proof that this host knows the key. */
  issue(key: Buffer, origin: string, nonce: string): Challenge {
    const [random = '', until = ''] = stamp(randomBytes(12), this.#now(), lifetime).split('~')
    const challenge = `${random}${this.#seal(random, until)}~${until}`
    return { challenge, proof: hmac(key, hostProofText(origin, nonce, challenge)) }
  }

  /** Whether somebody who knows the key has answered a challenge of ours. */
  accepts(key: Buffer, origin: string, challenge: string, proof: string): boolean {
    if (!isCurrent(challenge, this.#now(), lifetime)) return false
    const [sealed = '', until = ''] = challenge.split('~')
    const [random, seal] = [sealed.slice(0, 16), sealed.slice(16)]
    return isEqual(seal, this.#seal(random, until)) && isEqual(proof, hmac(key, pageProofText(origin, challenge)))
  }

  #seal(random: string, until: string): string {
    return hmac(this.#sealKey(), `challenge ${random} ${until}`)
  }
}

/** In base64url. */
export function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
