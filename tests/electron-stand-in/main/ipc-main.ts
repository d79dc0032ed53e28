import { EventEmitter } from 'node:events'
import type Electron from 'electron'

type Handler = Parameters<Electron.IpcMain['handle']>[1]

class IpcMain extends EventEmitter implements Pick<Electron.IpcMain, 'handle'> {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  async answer(channel: string, event: unknown, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return (await handler(event as Electron.IpcMainInvokeEvent, ...args)) as unknown
  }
}

export const ipcMain = new IpcMain()
