import { isIPv6 } from 'node:net'
import { isLoopback } from '#electron/host/loopback.ts'
import { ServerError } from './errors.ts'

export interface ListenAddress {
  readonly address: string
  /** 0 for any free one. */
  readonly port: number
}

/** The loopback address, any free port. */
export const defaultListen: ListenAddress = { address: '127.0.0.1', port: 0 }

/** `127.0.0.1:8006`, `[::1]:8006`, `localhost:8006`, `:8006` or `8006`; null where it is none of these. */
export function parseListen(text: string): ListenAddress | null {
  const match = /^(?:(?:\[([^\]]+)\]|([^:[\]]*)):)?(\d{1,5})$/.exec(text.trim())
  const port = Number(match?.[3])
  if (match === null || port > 65_535) return null
  return { address: match[1] ?? (match[2] || defaultListen.address), port }
}

/** Throws `ADDRESS_NOT_LOOPBACK`. */
export function requireLoopback(address: string): void {
  if (!isLoopback(address)) throw new ServerError('ADDRESS_NOT_LOOPBACK', { address })
}

/** `host:port` as it stands in an address (RFC 3986 section 3.2.2). */
export function authority(address: string, port: number): string {
  return `${isIPv6(address) ? `[${address}]` : address}:${port}`
}

export function httpAddress(address: string, port: number): string {
  return `http://${authority(address, port)}`
}
