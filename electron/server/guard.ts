import type { IncomingHttpHeaders } from 'node:http'
import type { Access } from '#electron/host/access.ts'
import { ownersPrincipal, type Principal } from '#electron/host/principal.ts'
import { parseProofProtocol } from '#shared/page-session.ts'
import { isLoopback } from '#electron/host/loopback.ts'

/**
 * True where the Host header names this computer and our port. A page whose name was made to resolve to the loopback
 * address (DNS rebinding) sends its own name there.
 */
export function isOurHost(header: string | undefined, port: number): boolean {
  const match = /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+))(?::(\d{1,5}))?$/i.exec(header ?? '')
  if (match === null) return false
  const name = (match[1] ?? match[2] ?? '').toLowerCase()
  return isLoopback(name) && Number(match[3] ?? '80') === port
}

/** The origin (RFC 6454) of the pages that are served under a Host header. */
export function originOf(host: string | undefined): string {
  return `http://${(host ?? '').toLowerCase()}`
}

/** True where the request comes from a page of ours: its origin is the address it was sent to. */
export function isSameOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && origin.toLowerCase() === originOf(host)
}

/** A program of the same user, which could read the secret in the data folder. */
export function hasSecret(headers: Pick<IncomingHttpHeaders, 'authorization'>, access: Access): boolean {
  const match = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')
  return match?.[1] !== undefined && access.isSecret(match[1])
}

/** Of a console that has answered a challenge with an access key. */
function parseKeyProof(header: string): { id: string; challenge: string; proof: string } | null {
  const match = /^Viridian-Key ([0-9a-f]{1,100})\.([\w~-]{1,100})\.([\w-]{1,100})$/i.exec(header)
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) return null
  return { id: match[1], challenge: match[2], proof: match[3] }
}

/** Who opens a WebSocket, or why they may not. */
export type Visitor = Principal | 'unknown' | 'foreign'

/**
 * A WebSocket may be opened with the secret, with the proof of an access key, or from a page of ours with the proof of its
 * session. Browsers send an Origin with every WebSocket (RFC 6455 section 4.1) and let any page open one; programs can send any.
 */
export function visitorOf(headers: IncomingHttpHeaders, access: Access): Visitor {
  const { origin, host, authorization = '' } = headers
  if (origin !== undefined && !isSameOrigin(origin, host)) return 'foreign'
  if (hasSecret(headers, access)) return ownersPrincipal('program')
  const key = parseKeyProof(authorization)
  if (key !== null) return access.keys.accept(key.id, originOf(host), key.challenge, key.proof) ?? 'unknown'
  const proven = parseProofProtocol(headers['sec-websocket-protocol'] ?? '')
  if (origin === undefined || proven === null) return 'unknown'
  const { id, challenge, proof } = proven
  return access.pages.accepts(id, originOf(host), challenge, proof) ? ownersPrincipal('page') : 'unknown'
}
