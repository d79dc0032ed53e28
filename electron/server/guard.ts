import type { IncomingHttpHeaders } from 'node:http'
import type { Access } from '#electron/host/access.ts'
import { isLoopback } from './address.ts'

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

/** True where the request comes from a page of ours: its origin (RFC 6454) is the address it was sent to. */
export function isSameOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && origin.toLowerCase() === `http://${host.toLowerCase()}`
}

/** Cookies are shared between the ports of a computer, so each host names its own. */
export function sessionCookieName(port: number): string {
  return `viridian-session-${port}`
}

function readCookie(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const separator = part.indexOf('=')
    if (separator > 0 && part.slice(0, separator).trim() === name) return part.slice(separator + 1).trim()
  }
  return null
}

type Credentials = Pick<IncomingHttpHeaders, 'authorization' | 'cookie'>

/** A program of the same user, which could read the secret in the data folder. */
export function hasSecret(headers: Credentials, access: Access): boolean {
  const match = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')
  return match?.[1] !== undefined && access.isSecret(match[1])
}

export function hasSession(headers: Credentials, access: Access, port: number): boolean {
  const session = readCookie(headers.cookie, sessionCookieName(port))
  return session !== null && access.isSession(session)
}

/**
 * Whether a WebSocket may be opened: with the secret, or with a session from a page of ours. Browsers send an Origin
 * with every WebSocket (RFC 6455 section 4.1) and let any page open one, so the cookie alone proves nothing.
 */
export function mayOpenSocket(
  headers: IncomingHttpHeaders,
  access: Access,
  port: number,
): 'yes' | 'unknown' | 'foreign' {
  const { origin } = headers
  if (origin !== undefined && !isSameOrigin(origin, headers.host)) return 'foreign'
  if (hasSecret(headers, access)) return 'yes'
  return origin !== undefined && hasSession(headers, access, port) ? 'yes' : 'unknown'
}
