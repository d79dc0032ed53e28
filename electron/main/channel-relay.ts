import type { Duplex } from 'node:stream'

/** The part of a MessagePort that a byte relay uses; Electron's MessagePortMain has it. */
export interface RelayPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** Bytes a page may have been sent and not acknowledged before the machine's stream waits, and before it flows again. */
const unacknowledgedHigh = 1024 * 1024
const unacknowledgedLow = 256 * 1024

/** Bytes from a page that the machine has not taken yet; a page that sends more is cut off. */
const inputLimit = 1024 * 1024

/**
 * Joins a page's port with a machine's byte stream until either side ends. A MessagePort queues without bound, hence
 * the acknowledgements; see shared/channel.ts for the messages.
 */
export function relayChannel(port: RelayPort, stream: Duplex): void {
  let ended = false
  let unacknowledged = 0

  const end = () => {
    if (ended) return
    ended = true
    stream.destroy()
    refuseChannel(port)
  }
  port.on('message', ({ data }) => {
    if (ended) return
    if (typeof data === 'number') {
      unacknowledged -= data
      if (unacknowledged <= unacknowledgedLow) stream.resume()
    } else if (data instanceof Uint8Array) {
      stream.write(data)
      if (stream.writableLength > inputLimit) end()
    } else {
      end()
    }
  })
  port.on('close', end)
  stream.on('data', (chunk: Buffer) => {
    // Copied: a structured clone of a view of Node's pool would carry the whole pool.
    port.postMessage(new Uint8Array(chunk))
    unacknowledged += chunk.length
    if (unacknowledged > unacknowledgedHigh) stream.pause()
  })
  stream.once('end', end)
  stream.once('close', end)
  stream.once('error', end)
  port.start()
}

/** Tells the page that there is no channel, or no more. */
export function refuseChannel(port: Pick<RelayPort, 'postMessage' | 'close'>): void {
  port.postMessage(null)
  port.close()
}
