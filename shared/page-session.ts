/**
 * How a page in a browser shows its host that it is signed in, and the host shows the page that it is that host: neither
 * sends the other the session's key. A cookie would go to every server of this computer whatever its port, and so would a
 * key to whoever listens where the host has listened before.
 *
 * The page signs in with a one-time token and keeps the session, bound to its origin, in its own tab. For each WebSocket it
 * asks the host for a challenge with a nonce of its own; host and page prove the key by an HMAC (RFC 2104, SHA-256) of the
 * texts below, in base64url. The page's proof goes along as a subprotocol (RFC 6455 section 1.9), the one place where a page
 * can say something before its WebSocket is opened.
 */
export const signInPath = '/sign-in'
export const challengePath = '/challenge'
/** Has the host open its console in its owner's browser. */
export const openConsolePath = '/open-console'

export interface PageSession {
  readonly id: string
  /** base64url */
  readonly key: string
}

export interface Challenge {
  readonly challenge: string
  readonly proof: string
}

/** What the host answers with: the proof stays out of it. */
export const pageProtocol = 'viridian'

export function hostProofText(origin: string, nonce: string, challenge: string): string {
  return `host ${origin} ${nonce} ${challenge}`
}

export function pageProofText(origin: string, challenge: string): string {
  return `page ${origin} ${challenge}`
}

export function proofProtocol(id: string, challenge: string, proof: string): string {
  return `${pageProtocol}.${id}.${challenge}.${proof}`
}

/** Of the Sec-WebSocket-Protocol header; null where no proof is in it. */
export function parseProofProtocol(header: string): { id: string; challenge: string; proof: string } | null {
  const match = /(?:^|[ ,])viridian\.([\w~-]{1,100})\.([\w~-]{1,100})\.([\w-]{1,100})(?:$|[ ,])/.exec(header)
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) return null
  return { id: match[1], challenge: match[2], proof: match[3] }
}
