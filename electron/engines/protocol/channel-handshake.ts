import { timingSafeEqual } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { channelKinds } from '#shared/channel.ts'

/** Those of consoles, and the guest agent's, which is the host's alone. */
export const machineChannels = [...channelKinds, 'agent'] as const
export type MachineChannel = (typeof machineChannels)[number]

/**
 * The first line on every connection to a machine's process: which stream it is to be, and the token that shows it
 * comes from the machine's host. The stream's bytes follow.
 */
export function handshakeLine(kind: MachineChannel, token: string): string {
  return `${kind} ${token}\n`
}

const longestLine = 256
const newline = 0x0a

/** Reads the line off a stream and leaves the rest on it. Null where it is not the line expected. */
export function readHandshake(stream: Duplex, token: string): Promise<MachineChannel | null> {
  return new Promise((resolve) => {
    let line = Buffer.alloc(0)
    const finish = (kind: MachineChannel | null) => {
      stream.off('readable', read)
      stream.off('close', fail)
      stream.off('end', fail)
      resolve(kind)
    }
    const fail = () => finish(null)
    const read = () => {
      for (let chunk = stream.read() as Buffer | null; chunk !== null; chunk = stream.read() as Buffer | null) {
        line = Buffer.concat([line, chunk])
        const end = line.indexOf(newline)
        if (end !== -1) {
          stream.off('readable', read)
          if (end + 1 < line.length) stream.unshift(line.subarray(end + 1))
          return finish(parseLine(line.subarray(0, end).toString('latin1'), token))
        }
        if (line.length > longestLine) return finish(null)
      }
    }
    stream.on('readable', read)
    stream.once('close', fail)
    stream.once('end', fail)
  })
}

function parseLine(line: string, token: string): MachineChannel | null {
  const [name, shown] = line.split(' ')
  const kind = machineChannels.find((known) => known === name)
  if (kind === undefined || shown === undefined) return null
  const [actual, expected] = [Buffer.from(shown), Buffer.from(token)]
  return actual.length === expected.length && timingSafeEqual(actual, expected) ? kind : null
}
