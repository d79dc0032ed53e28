import { createCipheriv, randomBytes, timingSafeEqual } from 'node:crypto'

export const CHALLENGE_BYTES = 16
const BLOCK_BYTES = 8

/** Wrong passwords in a row before the server makes everyone wait, and for how long in milliseconds. */
const FREE_FAILURES = 5
const FIRST_PAUSE = 10_000
const LONGEST_PAUSE = 600_000

export function makeChallenge(): Buffer {
  return randomBytes(CHALLENGE_BYTES)
}

/**
 * The answer to a challenge (RFC 6143 section 7.2.2): DES of its two halves, the key being the password's first eight
 * bytes, each with its bits in mirrored order. Triple DES with the same key thrice is DES; OpenSSL 3 has no other.
 */
export function vncResponse(password: string, challenge: Buffer): Buffer {
  const key = Buffer.alloc(BLOCK_BYTES)
  Buffer.from(password, 'latin1').copy(key, 0, 0, BLOCK_BYTES)
  const mirrored = Buffer.from(key.map(mirrorBits))
  const blocks: Buffer[] = []
  for (let at = 0; at < challenge.length; at += BLOCK_BYTES) {
    const des = createCipheriv('des-ede3-cbc', Buffer.concat([mirrored, mirrored, mirrored]), Buffer.alloc(BLOCK_BYTES))
    des.setAutoPadding(false)
    blocks.push(des.update(challenge.subarray(at, at + BLOCK_BYTES)), des.final())
  }
  return Buffer.concat(blocks)
}

export function answersChallenge(password: string, challenge: Buffer, response: Buffer): boolean {
  return timingSafeEqual(vncResponse(password, challenge), response)
}

function mirrorBits(byte: number): number {
  let mirrored = 0
  for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) mirrored |= 0x80 >> bit
  return mirrored
}

/** Slows down guessing: after five wrong passwords in a row nobody may try for a while, then for twice as long. */
export class FailureLimit {
  readonly #now: () => number
  #failures = 0
  #blockedUntil = -Infinity

  /** `now` in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  get blocked(): boolean {
    return this.#now() < this.#blockedUntil
  }

  failed(): void {
    this.#failures++
    if (this.#failures < FREE_FAILURES) return
    const pause = Math.min(FIRST_PAUSE * 2 ** (this.#failures - FREE_FAILURES), LONGEST_PAUSE)
    this.#blockedUntil = this.#now() + pause
  }

  succeeded(): void {
    this.#failures = 0
  }
}
