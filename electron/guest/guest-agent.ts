import type { Duplex } from 'node:stream'
import { z } from 'zod'

/** Comes before an answer that was asked for so, and never within one: what lies before it is of an earlier talk. */
const delimiter = 0xff
/** Answers to what we ask are short; a guest that sends more without an end is not listened to. */
const longestAnswer = 64 * 1024
/** Milliseconds until it is asked again: an agent that starts throws away what was said before it listened. */
const askAgainAfter = 1000

const answerSchema = z.object({ return: z.int() })

/**
 * Asks the QEMU guest agent to shut the guest down, over its channel. Resolves when an agent has answered and been asked;
 * it does not answer that. Rejects where none answers before the signal aborts. (QEMU Guest Agent Protocol Reference:
 * guest-sync-delimited, guest-shutdown.)
 */
export async function askToShutDown(channel: Duplex, signal: AbortSignal): Promise<void> {
  await synchronise(channel, signal)
  channel.write(JSON.stringify({ execute: 'guest-shutdown', arguments: { mode: 'powerdown' } }) + '\n')
}

/** Makes sure that somebody is there, and that the answers that follow are ours. */
function synchronise(channel: Duplex, signal: AbortSignal): Promise<void> {
  const id = 1 + Math.floor(Math.random() * (2 ** 31 - 1))
  const question = JSON.stringify({ execute: 'guest-sync-delimited', arguments: { id } })
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const finish = (error: Error | null) => {
      clearInterval(asking)
      signal.removeEventListener('abort', aborted)
      channel.off('data', read).off('close', closed).off('error', closed)
      if (error === null) resolve()
      else reject(error)
    }
    const aborted = () => finish(new Error('no guest agent answers'))
    const closed = () => finish(new Error('the channel to the guest agent has closed'))
    const read = (chunk: Uint8Array) => {
      received = Buffer.concat([received, chunk]).subarray(-longestAnswer)
      if (answers(received).includes(id)) finish(null)
    }
    if (signal.aborted) return reject(new Error('no guest agent answers'))
    signal.addEventListener('abort', aborted)
    channel.on('data', read).on('close', closed).on('error', closed)
    // The byte makes the agent forget what it may have read of a question that was broken off.
    const ask = () => channel.write(Buffer.concat([Buffer.of(delimiter), Buffer.from(question + '\n')]))
    const asking = setInterval(ask, askAgainAfter)
    ask()
  })
}

/** The numbers that whole delimited lines answer with. */
function answers(received: Buffer): number[] {
  const lines = received.toString('latin1').split('\n').slice(0, -1)
  return lines.flatMap((line) => {
    const [, text] = /ÿ([^ÿ]*)$/.exec(line) ?? []
    if (text === undefined) return []
    try {
      const parsed = answerSchema.safeParse(JSON.parse(text))
      return parsed.success ? [parsed.data.return] : []
    } catch {
      return []
    }
  })
}
