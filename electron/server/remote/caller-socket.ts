import type { WebSocket } from 'ws'
import { closeCodes } from '../limits.ts'
import type { CallerEnd } from './relay-calls.ts'

/** The WebSocket of a page or program whose calls are handed on. */
export function callerSocket(socket: WebSocket): CallerEnd {
  return {
    send: (text, sent) => socket.send(text, sent),
    backlog: () => socket.bufferedAmount,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    onMessage: (listener) => {
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) socket.close(closeCodes.unsupportedData, 'Text messages are expected')
        else listener(data.toString())
      })
    },
    onClose: (listener) => socket.once('close', listener),
    close: (code, reason) => {
      socket.resume()
      socket.close(code, reason)
    },
  }
}
