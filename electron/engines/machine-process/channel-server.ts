import { createServer, type Server, type Socket } from 'node:net'
import { readHandshake, type MachineChannel } from '../protocol/channel-handshake.ts'

/** Milliseconds a connection has to say what it wants. */
const handshakeTime = 5000

/** Listens on the machine's private socket and hands each connection to the stream it names. */
export class ChannelServer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  constructor(token: string, streams: Record<MachineChannel, (socket: Socket) => void>) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      socket.on('error', () => socket.destroy())
      let said = false
      const giveUp = () => {
        if (!said) socket.destroy()
      }
      // What came while this process was kept from reading is read before an immediate.
      const late = setTimeout(() => setImmediate(giveUp), handshakeTime)
      void readHandshake(socket, token).then((kind) => {
        said = true
        clearTimeout(late)
        if (kind === null) socket.destroy()
        else streams[kind](socket)
      })
    })
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(path, resolve)
    })
  }

  /** Ends every connection; resolves when their last bytes went out, or after so many milliseconds. */
  close(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const impatient = setTimeout(resolve, milliseconds)
      this.#server.close(() => {
        clearTimeout(impatient)
        resolve()
      })
      for (const socket of this.#sockets) socket.end()
    })
  }
}
