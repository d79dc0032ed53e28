import type { CallerEnd } from '#electron/server/remote/relay-calls.ts'
import type { RelayPort } from './channel-relay.ts'

/** The port of a page whose calls are handed on. It queues without bound, and holds messages back until it is started. */
export function callerPort(port: RelayPort): CallerEnd {
  return {
    send: (text, sent) => {
      port.postMessage(text)
      sent?.()
    },
    backlog: () => 0,
    pause: () => undefined,
    resume: () => port.start(),
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
        else port.close()
      })
    },
    onClose: (listener) => {
      port.on('close', listener)
    },
    close: () => port.close(),
  }
}
