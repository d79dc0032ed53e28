import type { Duplex } from 'node:stream'
import { execute, synchronise } from './guest-agent.ts'

const nanoseconds = 1_000_000

/**
 * Sets a guest's clock to the time of this computer. Rejects where no agent answers before the signal aborts. An agent that has
 * no program to set the machine's own clock by, which is right, refuses after it has set the guest's. (guest-set-time.)
 */
export async function setTime(channel: Duplex, signal: AbortSignal): Promise<void> {
  await synchronise(channel, signal)
  await execute(channel, signal, 'guest-set-time', { time: Date.now() * nanoseconds })
}
