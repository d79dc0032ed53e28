import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Duplex } from 'node:stream'
import { handshakeLine, type MachineChannel } from './channel-handshake.ts'

/** sun_path of macOS and the BSDs, the shortest: 104 bytes with its final zero (unix(4)). */
const longestSocketPath = 103

/** Where a machine's process takes channels: a local socket nobody but this user reaches, and the token it asks for. */
export class ChannelAddress {
  readonly path: string
  readonly token = randomBytes(32).toString('hex')

  private constructor(socketPath: string) {
    this.path = socketPath
  }

  static async create(): Promise<ChannelAddress> {
    if (process.platform === 'win32') {
      return new ChannelAddress(String.raw`\\.\pipe\viridian-${randomBytes(16).toString('hex')}`)
    }
    const name = 'viridian-XXXXXX/channels'
    const parent = path.join(tmpdir(), name).length <= longestSocketPath ? tmpdir() : '/tmp'
    // mkdtemp makes the folder with mode 0700.
    return new ChannelAddress(path.join(await mkdtemp(path.join(parent, 'viridian-')), 'channels'))
  }

  /** A connection on which the named stream begins at once. */
  connect(kind: MachineChannel): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const socket = createConnection(this.path)
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        socket.write(handshakeLine(kind, this.token))
        resolve(socket)
      })
    })
  }
}

/** Removes a socket and its folder; whoever of the two processes outlives the other does. */
export function removeSocket(socketPath: string): void {
  if (process.platform !== 'win32') rmSync(path.dirname(socketPath), { recursive: true, force: true })
}
