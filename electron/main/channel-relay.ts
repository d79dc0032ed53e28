import type { Duplex } from 'node:stream'

/** The part of a MessagePort that a byte relay uses; Electron's MessagePortMain has it. */
export interface RelayPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** Bytes from a page that the machine has not taken yet; a page that sends more is cut off. */
const inputLimit = 1024 * 1024

/**
 * Joins a page's port with a machine's byte stream: Uint8Array messages both ways, null for the end, until either side
 * ends. The display asks for each update (RFC 6143 section 7.5.3), so a slow page is not flooded with pictures.
 */
export function relayChannel(port: RelayPort, stream: Duplex): void {
  let ended = false
  const end = () => {
    if (ended) return
    ended = true
    stream.destroy()
    port.postMessage(null)
    port.close()
  }
  port.on('message', ({ data }) => {
    if (ended) return
    if (!(data instanceof Uint8Array)) {
      end()
      return
    }
    stream.write(data)
    if (stream.writableLength > inputLimit) end()
  })
  port.on('close', end)
  // Copied: a structured clone of a view of Node's pool would carry the whole pool.
  stream.on('data', (chunk: Buffer) => port.postMessage(new Uint8Array(chunk)))
  stream.once('end', end)
  stream.once('close', end)
  stream.once('error', end)
  port.start()
}

/** Tells the page at once that there is no channel. */
export function refuseChannel(port: Pick<RelayPort, 'postMessage' | 'close'>): void {
  port.postMessage(null)
  port.close()
}
