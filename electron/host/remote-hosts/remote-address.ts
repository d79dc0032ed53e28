import { ViridianError } from '#shared/errors.ts'
import { printable } from '#shared/printable.ts'
import { isLoopback } from '../loopback.ts'

/** With or without what a browser shows around it. */
const written = /^(?:http:\/\/)?(\[[0-9a-f:.]+\]|[^\s:/[\]@?#]+):(\d{1,5})(?:\/.*)?$/i

/** `127.0.0.1:8006`, as it is kept and dialled. Throws HOST_ADDRESS_INVALID, HOST_ADDRESS_NOT_LOCAL. */
export function parseRemoteAddress(text: string): string {
  const match = written.exec(text.trim())
  const port = Number(match?.[2])
  if (match?.[1] === undefined || port < 1 || port > 65_535) {
    throw new ViridianError('HOST_ADDRESS_INVALID', { address: printable(text.trim()) })
  }
  const name = match[1].toLowerCase()
  const address = `${name}:${port}`
  if (!isLoopback(name.replace(/^\[(.*)\]$/, '$1'))) throw new ViridianError('HOST_ADDRESS_NOT_LOCAL', { address })
  return address
}
