import type { RPCHandler } from '@orpc/server/ws'
import type { WebSocket } from 'ws'
import * as z from 'zod'
import { ClientBudget } from '#electron/host/client-budget.ts'
import type { Principal } from '#electron/host/principal.ts'
import type { CallContext } from '#electron/host/router.ts'
import { closeCodes, limits } from './limits.ts'

/**
 * What oRPC's peers say to a server (@orpc/standard-server-peer, MessageType): a request, an event of an iterator, an
 * abort. Bodies other than JSON (forms, files) are not in our contract.
 */
const headersSchema = z
  .record(z.string().max(100), z.union([z.string(), z.array(z.string())]))
  .refine((headers) => !Object.keys(headers).some((name) => name.toLowerCase().startsWith('content-')))
const requestSchema = z.object({
  i: z.string().max(100),
  t: z.literal(1).optional(),
  p: z.object({
    u: z.string().startsWith('/').max(1000),
    m: z.string().max(10).optional(),
    h: headersSchema.optional(),
  }),
})
const eventSchema = z.object({
  i: z.string().max(100),
  t: z.literal(3),
  p: z.object({ e: z.enum(['message', 'error', 'done']) }),
})
const abortSchema = z.object({ i: z.string().max(100), t: z.literal(4) })
const messageSchema = z.union([requestSchema, eventSchema, abortSchema])

/** True where the text is a message of the protocol; what the call says is checked by the contract. */
export function isCallMessage(text: string): boolean {
  try {
    return messageSchema.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}

interface MessageEvent {
  readonly data: unknown
}

/** Serves the contract on a WebSocket. Whoever says anything else is cut off with a reason. */
export function serveCalls(handler: RPCHandler<CallContext>, socket: WebSocket, principal: Principal): void {
  const addEventListener = ((type: 'message' | 'close', listener: (event: MessageEvent) => void) => {
    if (type === 'close') {
      socket.once('close', () => listener({ data: null }))
      return
    }
    socket.on('message', (data, isBinary) => {
      if (socket.readyState !== socket.OPEN) return
      if (isBinary) {
        socket.close(closeCodes.unsupportedData, 'Text messages are expected')
        return
      }
      const text = (data as Buffer).toString()
      if (isCallMessage(text)) listener({ data: text })
      else socket.close(closeCodes.invalidData, 'Not a message of this protocol')
    })
  }) as WebSocket['addEventListener']

  const waiting: (() => void)[] = []
  const isSent = () => socket.readyState !== socket.OPEN || socket.bufferedAmount <= limits.channelLow
  const goOn = () => {
    if (!isSent()) return
    if (socket.isPaused) socket.resume()
    for (const resolve of waiting.splice(0)) resolve()
  }
  const sent = () => (isSent() ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve)))
  socket.once('close', goOn)
  const send = ((data: string | Buffer) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > limits.callBacklog) {
      socket.terminate()
      return
    }
    socket.send(data, goOn)
    // Who does not read what was answered is not asked for more.
    if (socket.bufferedAmount > limits.channelHigh) socket.pause()
  }) as WebSocket['send']

  void handler.upgrade({ addEventListener, send }, { context: { principal, budget: new ClientBudget(limits), sent } })
}
