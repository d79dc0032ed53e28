import { randomUUID } from 'node:crypto'
import { decodeMessage, encodeMessage, type Wire } from '../wire/codec.ts'
import { nodeBytes, nodeCodec } from '../wire/node-codec.ts'
import type { DownMessage, UpMessage } from '../wire/page-messages.ts'
import { app } from './app.ts'
import { ipcMain } from './ipc-main.ts'
import type { MessagePortMain } from './ports.ts'

/** What IPC listeners are given. */
export interface SenderEvent {
  readonly sender: unknown
  readonly senderFrame: unknown
}

/** The main process's end of one page's IPC: messages, answers and ports over the debugging protocol. */
export class PageLink {
  readonly #session: string
  readonly #event: SenderEvent
  readonly #onTitle: (title: string) => void
  readonly #ports = new Map<string, MessagePortMain>()
  /** Execution context of the isolated world in the current document. */
  #context: string | null = null

  constructor(session: string, event: SenderEvent, onTitle: (title: string) => void) {
    this.#session = session
    this.#event = event
    this.#onTitle = onTitle
  }

  /** A new document: its ports' other ends are gone with the old one. */
  setContext(context: string | null): void {
    this.#context = context
    if (context !== null) return
    for (const port of this.#ports.values()) port.close()
    this.#ports.clear()
  }

  post(channel: string, args: unknown[], transfer: readonly MessagePortMain[]): void {
    const ids = transfer.map(() => randomUUID())
    this.#down({ kind: 'message', channel, args: nodeCodec.encode(args), ports: ids })
    transfer.forEach((port, index) => this.#adopt(port, ids[index] ?? ''))
  }

  receive(text: string): void {
    const message = JSON.parse(text) as UpMessage
    switch (message.kind) {
      case 'send':
        ipcMain.emit(message.channel, this.#event, ...(nodeCodec.decode(message.args) as unknown[]))
        break
      case 'invoke':
        void this.#answer(message.id, message.channel, message.args)
        break
      case 'port':
        this.#ports.get(message.id)?.postMessage(decodeMessage(nodeCodec, nodeBytes, message.message))
        break
      case 'portClosed': {
        const port = this.#ports.get(message.id)
        this.#ports.delete(message.id)
        port?.close()
        break
      }
      case 'title':
        this.#onTitle(message.title)
        break
      case 'preloadFailed':
        process.stderr.write(`Unable to load preload script: ${message.stack}\n`)
        break
    }
  }

  #adopt(port: MessagePortMain, id: string): void {
    this.#ports.set(id, port)
    port.transfer({
      message: (data) => this.#call('standInPortDown', id, encodeMessage(nodeCodec, nodeBytes, data)),
      close: () => {
        if (this.#ports.delete(id)) this.#down({ kind: 'portClosed', id })
      },
    })
  }

  async #answer(id: number, channel: string, args: Wire): Promise<void> {
    try {
      const result = await ipcMain.answer(channel, this.#event, nodeCodec.decode(args) as unknown[])
      this.#down({ kind: 'answer', id, result: nodeCodec.encode(result) })
    } catch (error) {
      process.stderr.write(`Error occurred in handler for '${channel}': ${String(error)}\n`)
      this.#down({ kind: 'failure', id, channel, error: String(error) })
    }
  }

  #down(message: DownMessage): void {
    this.#call('standInDown', JSON.stringify(message))
  }

  /** Calls a function of the isolated world; calls of one session arrive in order. */
  #call(name: 'standInDown' | 'standInPortDown', ...args: string[]): void {
    if (this.#context === null || app.chromium.gone) return
    const call = {
      functionDeclaration: `(...args) => ${name}(...args)`,
      uniqueContextId: this.#context,
      arguments: args.map((value) => ({ value })),
    }
    // The document may be gone by now; the real process drops the message too.
    app.chromium.send('Runtime.callFunctionOn', call, this.#session).catch(() => undefined)
  }
}
