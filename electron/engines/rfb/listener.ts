import { randomInt } from 'node:crypto'
import { createServer, type AddressInfo, type Server } from 'node:net'
import type { RfbServer } from './server.ts'

const HOST = '127.0.0.1'
const FIRST_PORT = 5900
const PORTS = 100

/** VNC passwords count up to here (RFC 6143 section 7.2.2). */
const PASSWORD_LENGTH = 8
/** Without characters that look alike, as people copy it by hand. */
const PASSWORD_CHARACTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

export interface ListenerAddress {
  readonly host: string
  readonly port: number
  /** Null: anyone on this computer may connect. */
  readonly password: string | null
}

/** Opens an RFB server to VNC viewers on this computer, on the first free port from 5900 on. */
export class RfbListener {
  readonly #rfb: RfbServer
  #password: string | null = null
  #opening: Promise<Server> | null = null

  constructor(rfb: RfbServer) {
    this.#rfb = rfb
  }

  /**
   * Finds or opens the port. Opened again with another wish for a password the port stays, and new viewers have to
   * know the new password (or none); those connected stay. Rejects when no port is free.
   */
  async open(options: { readonly password: boolean }): Promise<ListenerAddress> {
    if (this.#opening === null || options.password !== (this.#password !== null)) {
      this.#password = options.password ? makePassword() : null
    }
    this.#opening ??= this.#listen()
    const opening = this.#opening
    try {
      const { port } = (await opening).address() as AddressInfo
      return { host: HOST, port, password: this.#password }
    } catch (error) {
      if (this.#opening === opening) this.#opening = null
      throw error
    }
  }

  /** Takes no more viewers; those connected stay. Safe to call when it is not open. */
  async close(): Promise<void> {
    const opening = this.#opening
    this.#opening = null
    if (opening === null) return
    const server = await opening.catch(() => null)
    server?.close()
  }

  async #listen(): Promise<Server> {
    for (let port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
      const server = await this.#tryPort(port)
      if (server !== null) return server
    }
    throw new Error(`No port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1} is free for a VNC viewer.`)
  }

  /** Null where the port is taken, or kept by the system. */
  #tryPort(port: number): Promise<Server | null> {
    const server = createServer({ noDelay: true }, (socket) => {
      const password = this.#password
      this.#rfb.attach(socket, password === null ? { kind: 'none' } : { kind: 'vncAuth', password })
    })
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null)
        else reject(error)
      })
      server.listen({ host: HOST, port, exclusive: true }, () => resolve(server))
    })
  }
}

function makePassword(): string {
  const character = () => PASSWORD_CHARACTERS.charAt(randomInt(PASSWORD_CHARACTERS.length))
  return Array.from({ length: PASSWORD_LENGTH }, character).join('')
}
