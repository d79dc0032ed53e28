import type { WebSocket } from 'ws'
import * as z from 'zod'
import { rpcPath } from '#shared/channel.ts'
import type { RemoteStatus } from '#shared/remote-host.ts'
import { ViridianError } from '#shared/errors.ts'
import type { RemoteTarget } from '#electron/host/remote-hosts/remote-dialer.ts'
import type { HostList } from '#electron/host/host.ts'
import { statusOfProblem } from '#electron/host/remote-hosts/remote-problem.ts'
import { closeCodes, limits } from '../limits.ts'
import { openRemoteSocket } from './dial-remote.ts'

/** The side of a page or program whose calls are handed on to a remote host. */
export interface CallerEnd {
  send(text: string, sent?: () => void): void
  /** Bytes that were sent and are not gone yet. */
  backlog(): number
  /** It is not asked for more until `resume`. */
  pause(): void
  resume(): void
  onMessage(listener: (text: string) => void): void
  onClose(listener: () => void): void
  close(code: number, reason: string): void
}

/** What oRPC's peers say to a client (@orpc/standard-server-peer, MessageType): an answer, an event of an iterator, an abort. */
const answerSchema = z.union([
  z.object({
    i: z.string().max(100),
    t: z.literal(2).optional(),
    p: z.object({ s: z.int().optional(), h: z.record(z.string().max(100), z.string().max(1000)).optional() }),
  }),
  z.object({ i: z.string().max(100), t: z.literal(3), p: z.object({ e: z.enum(['message', 'error', 'done']) }) }),
  z.object({ i: z.string().max(100), t: z.literal(4) }),
])
/** The one kind of body beside JSON that our contract has. */
const iterator = 'text/event-stream'

function isAnswer(text: string): boolean {
  try {
    const answer = answerSchema.safeParse(JSON.parse(text))
    if (!answer.success) return false
    const headers = 'p' in answer.data && 'h' in answer.data.p ? Object.entries(answer.data.p.h ?? {}) : []
    return headers.every(([name, value]) => !name.toLowerCase().startsWith('content-') || value === iterator)
  } catch {
    return false
  }
}

/**
 * Serves the contract of a remote host: says first how it stands with it (`RemoteStatus`), then hands each message on as it
 * is. Nobody has anything to say before that. Ends when either side does, or the host is removed from the list or changed.
 */
export async function relayRemoteCalls(hosts: HostList, hostId: string, caller: CallerEnd): Promise<void> {
  const isOver = new Promise<null>((resolve) => caller.onClose(() => resolve(null)))
  let address = ''
  const tell = (status: RemoteStatus) => caller.send(JSON.stringify(status))
  try {
    const target = hosts.target(hostId)
    address = target.address
    if (hasLatelyAnsweredNonsense(target)) throw new ViridianError('REMOTE_NOT_VIRIDIAN', { address })
    const opening = openRemoteSocket(target, rpcPath, limits.remoteAnswer, (socket) => {
      tell({ state: 'connected', problem: null })
      const end = relayMessages(caller, socket, () => nonsense.set(keyOf(target), performance.now()))
      const forget = hosts.onDisconnect((id) => {
        if (id === hostId) end(closeCodes.goingAway, 'The connection to the host is not wanted any more')
      })
      socket.once('close', forget)
      return socket
    })
    const socket = await Promise.race([opening, isOver])
    if (socket === null) void opening.then((late) => late.close()).catch(() => undefined)
  } catch (error) {
    tell(statusOfProblem(error, address))
    caller.close(closeCodes.remoteProblem, 'The host cannot be reached')
  }
}

/** When a host answered nonsense: milliseconds by `performance.now()`. */
const nonsense = new Map<string, number>()

/** A host that is reached in another way is given another chance. */
function keyOf({ address, accessKey }: RemoteTarget): string {
  return `${address} ${accessKey.id}`
}

function hasLatelyAnsweredNonsense(target: RemoteTarget): boolean {
  const when = nonsense.get(keyOf(target))
  if (when === undefined) return false
  if (performance.now() - when < limits.remoteNonsensePause) return true
  nonsense.delete(keyOf(target))
  return false
}

/** Joins the two sides. Each waits while the other is slow. Gives what parts them. */
function relayMessages(
  caller: CallerEnd,
  remote: WebSocket,
  onNonsense: () => void,
): (code: number, reason: string) => void {
  const end = (code: number, reason: string) => {
    caller.resume()
    caller.close(code, reason)
    // A paused socket would not hear the other's goodbye.
    remote.resume()
    remote.close()
  }
  remote.on('message', (data: Buffer, isBinary) => {
    const text = data.toString()
    if (isBinary || !isAnswer(text)) {
      onNonsense()
      return end(closeCodes.remoteProblem, 'The host answered nonsense')
    }
    caller.send(text, () => {
      if (remote.isPaused && caller.backlog() <= limits.channelLow) remote.resume()
    })
    if (caller.backlog() > limits.channelHigh) remote.pause()
  })
  remote.on('error', () => undefined)
  remote.once('close', () => end(closeCodes.goingAway, 'The connection to the host ended'))
  caller.onMessage((text) => {
    if (remote.readyState !== remote.OPEN) return
    remote.send(text, () => {
      if (remote.bufferedAmount <= limits.channelLow) caller.resume()
    })
    if (remote.bufferedAmount > limits.channelHigh) caller.pause()
  })
  caller.onClose(() => {
    remote.resume()
    remote.close()
  })
  caller.resume()
  return end
}
