import type { WebSocket } from 'ws'
import type { Principal } from '#electron/host/principal.ts'
import { closeCodes } from './limits.ts'

/** Milliseconds a page has to say goodbye. */
const farewell = 1000

/** Whose a WebSocket is, and what it is for. */
export interface SocketUser {
  readonly principal: Principal
  /** Where it leads on to another host. */
  readonly remoteHostId?: string | undefined
}

/** The open WebSockets: counted, kept alive, and closed together. */
export class SocketSet {
  readonly #alive = new Map<WebSocket, boolean>()
  readonly #users = new WeakMap<WebSocket, SocketUser>()
  readonly #timer: NodeJS.Timeout
  readonly #onCount: (count: number) => void
  #closed = false

  constructor(pingEvery: number, onCount: (count: number) => void) {
    this.#onCount = onCount
    this.#timer = setInterval(() => this.#pingAll(), pingEvery).unref()
  }

  get size(): number {
    return this.#alive.size
  }

  add(socket: WebSocket, user: SocketUser): void {
    this.#users.set(socket, user)
    // Protocol errors and lost connections; `close` follows.
    socket.on('error', () => undefined)
    if (this.#closed) {
      // Asked for on a connection that was open already when the server began to close.
      socket.terminate()
      return
    }
    const sign = () => this.#alive.set(socket, true)
    sign()
    socket.on('message', sign)
    socket.on('pong', sign)
    socket.once('close', () => {
      // After the last sign of life, or it would be counted again.
      socket.off('message', sign)
      socket.off('pong', sign)
      this.#alive.delete(socket)
      this.#onCount(this.size)
    })
    this.#onCount(this.size)
  }

  /** Ends those whose user the filter is true for. */
  closeThose(isOne: (user: SocketUser) => boolean, code: number, reason: string): void {
    for (const socket of [...this.#alive.keys()]) {
      const user = this.#users.get(socket)
      if (user === undefined || !isOne(user)) continue
      socket.resume()
      socket.close(code, reason)
      const force = setTimeout(() => socket.terminate(), farewell)
      socket.once('close', () => clearTimeout(force))
    }
  }

  #pingAll(): void {
    for (const [socket, alive] of this.#alive) {
      // Whoever is paused by back pressure cannot be heard.
      if (!alive && !socket.isPaused) {
        socket.terminate()
      } else {
        this.#alive.set(socket, false)
        socket.ping()
      }
    }
  }

  /** Says goodbye to all and resolves when all are gone, by force after the time given (milliseconds). */
  async close(patience: number): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    const sockets = [...this.#alive.keys()]
    const gone = sockets.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())))
    for (const socket of sockets) {
      socket.resume()
      socket.close(closeCodes.goingAway, 'The host closes')
    }
    const force = setTimeout(() => sockets.forEach((socket) => socket.terminate()), patience)
    await Promise.all(gone)
    clearTimeout(force)
  }
}
