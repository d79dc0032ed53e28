import type { WatchMessage } from '#shared/host.ts'
import { joinParts } from '#shared/watch-parts.ts'
import type { HostClient, Transport } from '../transport/index.ts'

/** Whom `followHost` tells. */
export interface HostFollower {
  connected(client: HostClient): void
  message(message: WatchMessage): void
  /** There is no connection (any more), for the reason that `connect` rejected with, if it did; another attempt follows. */
  lost(reason: unknown): void
}

/** Milliseconds. */
const firstDelay = 250
/** Parts of a delay by which it is shorter now and then: many hosts that are lost together are not all asked at once. */
const spread = 0.25

/** Waits the longer the more attempts failed, or until the signal aborts. */
function pause(attempt: number, longest: number, signal: AbortSignal): Promise<void> {
  const delay = Math.min(longest, firstDelay * 2 ** attempt) * (1 - spread * Math.random())
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, delay)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}

/** One watch. A gap in the revision numbers means that something was lost: it ends, and is asked for again. */
async function watch(client: HostClient, receive: (message: WatchMessage) => void, signal: AbortSignal): Promise<void> {
  let revision = Number.NaN
  for await (const message of joinParts(await client.host.watch(undefined, { signal }))) {
    if (message.type === 'change' && message.revision !== revision + 1) return
    revision = message.revision
    receive(message)
  }
}

/**
 * Keeps a page connected to its host: connects, watches, and does so again whenever the connection or the watch is
 * lost. The first load and every later one are this one path. `retry` is asked for a signal that ends the waiting before the
 * next attempt, which never is longer than `longestPause` milliseconds. Resolves when the signal aborts.
 */
export async function followHost(
  transport: Transport,
  follower: HostFollower,
  { signal, retry, longestPause }: { signal: AbortSignal; retry: () => AbortSignal; longestPause: number },
): Promise<void> {
  let attempt = 0
  const receive = (message: WatchMessage) => {
    attempt = 0
    follower.message(message)
  }
  while (!signal.aborted) {
    const connection = new AbortController()
    const ended = AbortSignal.any([signal, connection.signal])
    try {
      const client = await transport.connect(() => connection.abort())
      follower.connected(client)
      while (!ended.aborted) {
        // A refused or broken watch on a living connection is only worth another attempt.
        // A lost connection ends the watch by itself; only leaving the page has to be told to the host.
        await watch(client, receive, signal).catch(() => undefined)
        await pause(attempt++, longestPause, ended)
      }
      if (!signal.aborted) follower.lost(null)
    } catch (error) {
      follower.lost(error)
      await pause(attempt++, longestPause, AbortSignal.any([signal, retry()]))
    }
  }
}
