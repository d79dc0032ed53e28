import { decodeMessage, encodeMessage, type Wire } from '../wire/codec.ts'
import { createPageCodec, pageBytes } from '../wire/page-codec.ts'
import type { DownMessage, PageConfiguration, UpMessage } from '../wire/page-messages.ts'
import { WorldBridge } from './world-bridge.ts'

/** Offered to this world alone by the debugging protocol. */
declare function standInUp(text: string): void

type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void
type Preload = (require: (id: string) => unknown, process: { platform: string }) => void

/** Runs in the page's isolated world: what a sandboxed preload script has of Electron, then the script itself. */
export function startIsolatedWorld(configuration: PageConfiguration, preload: Preload | null): void {
  if (window !== window.top) return
  const codec = createPageCodec()
  const listeners = new Map<string, Listener[]>()
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const ports = new Map<string, MessagePort>()
  let callCount = 0

  const up = (message: UpMessage) => standInUp(JSON.stringify(message))

  /** A port of the main process: messages travel as text, this world's end of a channel speaks for it. */
  const createPort = (id: string): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    ports.set(id, port1)
    port1.addEventListener('message', (event: MessageEvent<unknown>) =>
      up({ kind: 'port', id, message: encodeMessage(codec, pageBytes, event.data) }),
    )
    port1.addEventListener('close', () => {
      if (ports.delete(id)) up({ kind: 'portClosed', id })
    })
    port1.start()
    return port2
  }

  const take = (id: number) => {
    const call = calls.get(id)
    calls.delete(id)
    return call
  }

  const down = (message: DownMessage) => {
    switch (message.kind) {
      case 'answer':
        take(message.id)?.resolve(codec.decode(message.result))
        break
      case 'failure':
        take(message.id)?.reject(new Error(`Error invoking remote method '${message.channel}': ${message.error}`))
        break
      case 'message': {
        const event = { ports: message.ports.map(createPort) }
        for (const listener of [...(listeners.get(message.channel) ?? [])]) {
          listener(event, ...(codec.decode(message.args) as unknown[]))
        }
        break
      }
      case 'portClosed': {
        const port = ports.get(message.id)
        ports.delete(message.id)
        port?.close()
        break
      }
    }
  }

  Object.assign(globalThis, {
    standInDown: (text: string) => down(JSON.parse(text) as DownMessage),
    standInPortDown: (id: string, text: string) => ports.get(id)?.postMessage(decodeMessage(codec, pageBytes, text)),
  })

  const bridge = new WorldBridge(`${configuration.nonce}-isolated`, `${configuration.nonce}-main`, () => undefined)
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api) },
    ipcRenderer: {
      on: (channel: string, listener: Listener) =>
        listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      send: (channel: string, ...args: unknown[]) => up({ kind: 'send', channel, args: codec.encode(args) }),
      invoke: (channel: string, ...args: unknown[]) => {
        const wire: Wire = codec.encode(args)
        const id = (callCount += 1)
        return new Promise((resolve, reject) => {
          calls.set(id, { resolve, reject })
          up({ kind: 'invoke', id, channel, args: wire })
        })
      },
    },
  }
  const require = (id: string) => {
    if (id === 'electron') return electron
    throw new Error(`module not found: ${id}`)
  }
  try {
    preload?.(require, { platform: configuration.platform })
  } catch (error) {
    up({ kind: 'preloadFailed', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }

  const reportTitle = () => up({ kind: 'title', title: document.title })
  document.addEventListener('DOMContentLoaded', () => {
    reportTitle()
    new MutationObserver(reportTitle).observe(document.head, { subtree: true, childList: true, characterData: true })
  })
}
