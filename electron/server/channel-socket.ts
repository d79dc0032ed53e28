import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { closeCodes, limits } from './limits.ts'

/**
 * Joins a WebSocket (binary messages) with a machine's byte stream until either ends. Each side waits while the other
 * is slow: the stream while the socket has much unsent, the socket while the stream does not take more.
 */
export function relayChannel(stream: Duplex, socket: WebSocket): void {
  stream.on('data', (chunk: Buffer) => {
    if (socket.readyState !== socket.OPEN) {
      stream.pause()
      return
    }
    socket.send(chunk, () => {
      if (stream.isPaused() && socket.bufferedAmount <= limits.channelLow) stream.resume()
    })
    if (socket.bufferedAmount > limits.channelHigh) stream.pause()
  })
  const end = (code: number, reason: string) => {
    stream.destroy()
    // A paused socket would not hear the other's goodbye.
    socket.resume()
    socket.close(code, reason)
  }
  stream.once('end', () => end(closeCodes.normal, 'The machine closed the connection'))
  stream.on('error', () => end(closeCodes.internalError, 'The connection to the machine failed'))
  stream.once('close', () => end(closeCodes.normal, 'The machine closed the connection'))

  socket.on('message', (data, isBinary) => {
    if (stream.destroyed) return
    if (!isBinary) end(closeCodes.unsupportedData, 'Binary messages are expected')
    else if (!stream.write(data)) socket.pause()
  })
  stream.on('drain', () => socket.resume())
  socket.once('close', (code) => {
    if (code === closeCodes.normal || code === closeCodes.noStatus) finish(stream)
    else stream.destroy()
  })
}

/** Ends a stream after its last bytes were taken: who types and leaves has typed. */
function finish(stream: Duplex): void {
  const impatient = setTimeout(() => stream.destroy(), limits.channelFarewell).unref()
  stream.once('close', () => clearTimeout(impatient))
  stream.end(() => stream.destroy())
}

const path = /^\/channels\/([a-z]+)\/([^/]+)$/

/** Kind and machine of a channel's path, as they stand there; null for another path. See `channelPath`. */
export function parseChannelPath(pathname: string): { kind: string; machineId: string } | null {
  const match = path.exec(pathname)
  if (match?.[1] === undefined || match[2] === undefined) return null
  try {
    return { kind: match[1], machineId: decodeURIComponent(match[2]) }
  } catch {
    return null
  }
}
