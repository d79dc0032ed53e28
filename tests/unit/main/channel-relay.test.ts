import { EventEmitter, once } from 'node:events'
import { Duplex } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { relayChannel, type RelayPort } from '#electron/main/channel-relay.ts'

/** A page's end of the port: what it was sent, and what it sends. */
class FakePort extends EventEmitter implements RelayPort {
  readonly posted: unknown[] = []
  closed = false

  postMessage(message: unknown): void {
    this.posted.push(message)
  }

  start(): void {
    this.emit('started')
  }

  close(): void {
    this.closed = true
    this.emit('close')
  }

  say(data: unknown): void {
    this.emit('message', { data })
  }

  get received(): Buffer {
    return Buffer.concat(this.posted.filter((message) => message instanceof Uint8Array))
  }
}

/** A machine's end of the stream. Writes wait while `taking` is false. */
class FakeMachine extends Duplex {
  readonly taken: Buffer[] = []
  taking = true

  override _read(): void {
    // Pushed by the tests.
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.taken.push(chunk)
    if (this.taking) callback()
  }
}

function relay() {
  const port = new FakePort()
  const machine = new FakeMachine()
  relayChannel(port, machine)
  return { port, machine }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('relayChannel', () => {
  it('carries bytes both ways', async () => {
    const { port, machine } = relay()
    machine.push(Buffer.from('RFB 003.008\n'))
    port.say(new Uint8Array([1, 2, 3]))
    await turn()
    expect(port.received.toString()).toBe('RFB 003.008\n')
    expect(Buffer.concat(machine.taken)).toEqual(Buffer.from([1, 2, 3]))
  })

  it('ends the page’s side with null when the machine’s ends', async () => {
    const { port, machine } = relay()
    machine.push('last')
    machine.push(null)
    await once(machine, 'close')
    expect(port.posted.at(-1)).toBeNull()
    expect(port.received.toString()).toBe('last')
    expect(port.closed).toBe(true)
  })

  it.each([
    ['null', (port: FakePort) => port.say(null)],
    ['a closed port', (port: FakePort) => port.close()],
    ['anything but bytes', (port: FakePort) => port.say('text')],
  ])('ends the machine’s side at %s', async (_what, act) => {
    const { port, machine } = relay()
    act(port)
    await once(machine, 'close')
    expect(machine.destroyed).toBe(true)
    expect(port.closed).toBe(true)
  })

  it('holds the machine’s stream while the page does not acknowledge, and lets it flow again', async () => {
    const { port, machine } = relay()
    const piece = Buffer.alloc(64 * 1024, 7)
    for (let count = 0; count < 64; count += 1) machine.push(piece)
    await turn()
    const held = port.received.length
    expect(held).toBeLessThan(2 * 1024 * 1024)
    await turn()
    expect(port.received.length).toBe(held)
    port.say(held)
    await turn()
    expect(port.received.length).toBeGreaterThan(held)
  })

  it('cuts off a page that sends more than the machine takes', () => {
    const { port, machine } = relay()
    machine.taking = false
    for (let count = 0; count < 20; count += 1) port.say(new Uint8Array(100 * 1024))
    expect(machine.destroyed).toBe(true)
    expect(port.posted.at(-1)).toBeNull()
  })
})
