import type { Duplex } from 'node:stream'
import * as z from 'zod'

/** Comes before an answer that was asked for so, and never within one: what lies before it is of an earlier talk. */
const delimiter = 0xff
/** Answers to what we ask are short; a guest that sends more without an end is not listened to. */
const longestAnswer = 64 * 1024
/** Milliseconds until it is asked again: an agent that starts throws away what was said before it listened. */
const askAgainAfter = 1000

const numberSchema = z.object({ return: z.int() })

/**
 * Asks the QEMU guest agent to shut the guest down, over its channel. Resolves when an agent has answered and been asked;
 * it does not answer that. Rejects where none answers before the signal aborts. (QEMU Guest Agent Protocol Reference:
 * guest-sync-delimited, guest-shutdown.)
 */
export async function askToShutDown(channel: Duplex, signal: AbortSignal): Promise<void> {
  await synchronise(channel, signal)
  channel.write(request('guest-shutdown', { mode: 'powerdown' }))
}

/**
 * Makes sure that somebody is there, and that the answers that follow are ours. Rejects where nobody answers before the
 * signal aborts, and where the channel closes. (guest-sync-delimited.)
 */
export async function synchronise(channel: Duplex, signal: AbortSignal): Promise<void> {
  const id = 1 + Math.floor(Math.random() * (2 ** 31 - 1))
  // The byte makes the agent forget what it may have read of a question that was broken off.
  const question = Buffer.concat([Buffer.of(delimiter), request('guest-sync-delimited', { id })])
  const ask = () => channel.write(question)
  const heard = listen(channel, signal, (received) => answers(received).includes(id))
  const asking = setInterval(ask, askAgainAfter)
  if (!signal.aborted) ask()
  await heard.finally(() => clearInterval(asking))
}

/**
 * Has the agent carry out a command and resolves with what it returns. After `synchronise`, and one after the other: the
 * answers carry no names. Rejects as `synchronise` does, and where the agent refuses.
 */
export async function execute(
  channel: Duplex,
  signal: AbortSignal,
  command: string,
  facts: object = {},
): Promise<unknown> {
  let line: string | null = null
  const heard = listen(channel, signal, (received) => (line = firstReply(received)) !== null)
  if (!signal.aborted) channel.write(request(command, facts))
  await heard
  const { return: value, error } = replySchema.parse(JSON.parse(line ?? ''))
  if (error !== undefined) throw new Error(`the guest agent refuses ${command}: ${error.desc}`)
  return value
}

const replySchema = z.object({ return: z.unknown().optional(), error: z.object({ desc: z.string() }).optional() })

function request(command: string, facts: object): Buffer {
  return Buffer.from(JSON.stringify({ execute: command, arguments: facts }) + '\n')
}

/** The first whole line that does not answer a `synchronise`, which may have been asked twice; null where none is there. */
function firstReply(received: Buffer): string | null {
  const lines = received.toString('latin1').split('\n').slice(0, -1)
  const line = lines.find((each) => !each.includes('ÿ'))
  return line === undefined ? null : Buffer.from(line, 'latin1').toString('utf8')
}

/** Resolves when what has been received since is enough. */
function listen(channel: Duplex, signal: AbortSignal, isEnough: (received: Buffer) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0)
    const finish = (error: Error | null) => {
      signal.removeEventListener('abort', aborted)
      channel.off('data', read).off('close', closed).off('error', closed)
      if (error === null) resolve()
      else reject(error)
    }
    const aborted = () => finish(new Error('no guest agent answers'))
    const closed = () => finish(new Error('the channel to the guest agent has closed'))
    const read = (chunk: Uint8Array) => {
      received = Buffer.concat([received, chunk]).subarray(-longestAnswer)
      if (isEnough(received)) finish(null)
    }
    if (signal.aborted) return reject(new Error('no guest agent answers'))
    signal.addEventListener('abort', aborted)
    channel.on('data', read).on('close', closed).on('error', closed)
  })
}

/** The numbers that whole delimited lines answer with. */
function answers(received: Buffer): number[] {
  const lines = received.toString('latin1').split('\n').slice(0, -1)
  return lines.flatMap((line) => {
    const [, text] = /ÿ([^ÿ]*)$/.exec(line) ?? []
    if (text === undefined) return []
    try {
      const parsed = numberSchema.safeParse(JSON.parse(text))
      return parsed.success ? [parsed.data.return] : []
    } catch {
      return []
    }
  })
}
