import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { bridgeTerminal, pipeThrough, type TerminalInput } from '#electron/cli/serial-console.ts'
import { connectHost } from '#electron/server/client.ts'
import { streamPair } from '../../fixtures/fake-host.ts'
import { startTestServer } from '../server/running.ts'

class FakeTerminal extends PassThrough implements TerminalInput {
  readonly modes: boolean[] = []

  setRawMode(on: boolean): void {
    this.modes.push(on)
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return () => text
}

describe('a terminal on a serial port', () => {
  it('sends every key but Ctrl+], which leaves, and puts the terminal back', async () => {
    const [ours, machine] = streamPair()
    const input = new FakeTerminal()
    const output = new PassThrough()
    const received = collect(machine)
    const shown = collect(output)
    const end = bridgeTerminal(ours, input, output)
    machine.write('login: ')
    await expect.poll(shown).toBe('login: ')
    input.write('root\r\x03')
    input.write('\x04tail\x1dnot this')
    expect(await end).toBe('left')
    expect(input.modes).toEqual([true, false])
    await expect.poll(received).toBe('root\r\x03\x04tail')
    expect(ours.destroyed).toBe(true)
    expect(output.writableEnded).toBe(false)
  })

  it('ends with the machine', async () => {
    const [ours, machine] = streamPair()
    const input = new FakeTerminal()
    const end = bridgeTerminal(ours, input, new PassThrough())
    machine.destroy()
    expect(await end).toBe('off')
    expect(input.modes).toEqual([true, false])
  })
})

describe('piped input', () => {
  it('is all sent, and output is printed until the port is quiet after it', async () => {
    const [ours, machine] = streamPair()
    const input = new PassThrough()
    let printed = ''
    const end = pipeThrough(ours, input, (chunk) => (printed += chunk.toString()), 40)
    const received = collect(machine)
    machine.on('data', () => setTimeout(() => machine.write('answer '), 10))
    machine.write('replay ')
    await expect.poll(() => printed).toBe('replay ')
    input.end('command\n')
    expect(await end).toBe('quiet')
    expect(received()).toBe('command\n')
    expect(printed).toBe('replay answer ')
  })

  it('waits for a slow port without gathering listeners on it', async () => {
    const [ours, machine] = streamPair({ highWaterMark: 16 })
    const input = new PassThrough()
    const received = collect(machine)
    const end = pipeThrough(ours, input, () => undefined, 1)
    let most = 0
    for (let chunk = 0; chunk < 20; chunk++) {
      input.write('x'.repeat(100))
      await expect.poll(() => received().length).toBe(100 * (chunk + 1))
      most = Math.max(most, ours.listenerCount('close') + ours.listenerCount('drain'))
    }
    input.end()
    expect(await end).toBe('quiet')
    expect(most).toBeLessThan(10)
  })

  it('does not end before the input does', async () => {
    const [ours, machine] = streamPair()
    machine.resume()
    const input = new PassThrough()
    let over = false
    const end = pipeThrough(ours, input, () => undefined, 1).finally(() => (over = true))
    input.write('a')
    // Longer than the quiet time: many rounds of timers of one millisecond.
    for (let round = 0; round < 20; round++) await new Promise((resolve) => setTimeout(resolve, 1))
    expect(over).toBe(false)
    input.end()
    expect(await end).toBe('quiet')
  })

  it('ends with the machine, while there is input left', async () => {
    const [ours, machine] = streamPair()
    const input = new PassThrough()
    const end = pipeThrough(ours, input, () => undefined, 10_000)
    machine.on('data', () => machine.destroy())
    input.write('poweroff\n')
    expect(await end).toBe('off')
    if (!input.destroyed) await once(input, 'close')
  })
})

describe('a serial port over the server', () => {
  it.each([
    ['goes off in order', (machine: NodeJS.WritableStream) => machine.end('bye')],
    ['is lost', (machine: NodeJS.WritableStream) => (machine as PassThrough).destroy(new Error('lost'))],
  ])('ends piped input when the machine %s', async (_what, go) => {
    const running = await startTestServer()
    running.host.onChannel = (machine) => machine.once('data', () => go(machine))
    const connection = await connectHost(running.home)
    const stream = await connection.openChannel('serial', 'id-lab')
    const input = new PassThrough()
    input.write('poweroff\n')
    expect(await pipeThrough(stream, input, () => undefined, 10_000)).toBe('off')
    await connection.close()
    await running.close()
  })
})
