import { PassThrough, Duplex } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { askToShutDown, execute, synchronise } from '#electron/guest/guest-agent.ts'

/** An agent that answers each line with what `answer` makes of its id. */
function agent(answer: (id: number) => string) {
  const questions = new PassThrough()
  const answers = new PassThrough()
  const asked: string[] = []
  questions.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1')
    asked.push(text)
    const [, id] = /"id":(\d+)/.exec(text) ?? []
    if (id === undefined) return
    for (const byte of Buffer.from(answer(Number(id)), 'latin1')) answers.write(Buffer.of(byte))
  })
  return { channel: Duplex.from({ readable: answers, writable: questions }), asked }
}

describe('asking a guest agent to shut its guest down', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('asks again where the agent threw its question away while it started', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    let heard = 0
    const { channel, asked } = agent((id) => (++heard === 1 ? '' : `\xff{"return": ${id}}\n`))
    const asking = askToShutDown(channel, new AbortController().signal)
    vi.advanceTimersByTime(1000)
    await asking
    expect(asked).toHaveLength(3)
    expect(asked[1]).toBe(asked[0])
    expect(asked[2]).toContain('guest-shutdown')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('waits for the answer to its own question, whatever lies before it, then asks', async () => {
    const { channel, asked } = agent((id) => `{"return": {}}\n{"ret\xff{"return": ${id - 1}}\n\xff{"return": ${id}}\n`)
    await askToShutDown(channel, new AbortController().signal)
    expect(asked[0]).toMatch(/^\xff\{"execute":"guest-sync-delimited","arguments":\{"id":\d+\}\}\n$/)
    expect(asked[1]).toBe('{"execute":"guest-shutdown","arguments":{"mode":"powerdown"}}\n')
  })

  it.each<[string, (id: number) => string]>([
    ['nobody answers', () => ''],
    ['the answer is of an earlier talk', (id) => `\xff{"return": ${id - 1}}\n`],
    ['the answer is none', (id) => `\xff{"return": "${id}"}\n\xff{\n`],
  ])('asks nothing where %s', async (_case, answer) => {
    const { channel, asked } = agent(answer)
    const patience = new AbortController()
    const asking = askToShutDown(channel, patience.signal)
    await new Promise((resolve) => setImmediate(resolve))
    patience.abort()
    await expect(asking).rejects.toThrow('no guest agent answers')
    expect(asked).toHaveLength(1)
  })

  it('gives up where the machine goes off', async () => {
    const { channel } = agent(() => '')
    const asking = askToShutDown(channel, new AbortController().signal)
    channel.destroy()
    await expect(asking).rejects.toThrow('has closed')
  })
})

describe('a command to a guest agent', () => {
  const patience = new AbortController().signal

  it('is answered behind what is left of making sure that it is there', async () => {
    const { channel } = agent((id) => `\xff{"return": ${id}}\n\xff{"return": ${id}}\n{"return": {"id": "d\xc3\xa9"}}\n`)
    await synchronise(channel, patience)
    expect(await execute(channel, patience, 'guest-get-osinfo', { id: 1 })).toEqual({ id: 'dé' })
  })

  it('fails where the agent refuses it, says what is no answer, or is gone', async () => {
    const refusing = agent(() => '{"error": {"class": "CommandNotFound", "desc": "disabled"}}\n')
    await expect(execute(refusing.channel, patience, 'guest-exec', { id: 1 })).rejects.toThrow('disabled')
    const babbling = agent(() => 'babble\n')
    await expect(execute(babbling.channel, patience, 'guest-exec', { id: 1 })).rejects.toThrow('not valid JSON')
    const silent = agent(() => '')
    const asking = execute(silent.channel, patience, 'guest-exec')
    silent.channel.destroy()
    await expect(asking).rejects.toThrow('has closed')
  })
})
