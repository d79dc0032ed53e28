import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SerialLine, type SerialPort } from '#electron/engines/machine-process/serial/serial-line.ts'

/** A UART with the room a test gives it. */
class Uart implements SerialPort {
  readonly received: number[] = []
  space = 0

  room(): number {
    return this.space
  }

  receive(bytes: Uint8Array): void {
    if (bytes.length > this.space) throw new Error('overrun')
    this.received.push(...bytes)
    this.space -= bytes.length
  }
}

const open: { destroy(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.destroy()
})

/** Both ends of a connection, as a viewer and the machine have them. */
async function connection(): Promise<{ viewer: Socket; machine: Socket }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const viewer = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [machine] = (await once(server, 'connection')) as [Socket]
  server.close()
  open.push(viewer, machine)
  return { viewer, machine }
}

async function read(socket: Socket, length: number): Promise<string> {
  let text = ''
  while (text.length < length) text += String((await once(socket, 'data')) as [Buffer])
  return text
}

function say(line: SerialLine, text: string): void {
  for (const byte of Buffer.from(text)) line.output(byte)
}

describe('COM1', () => {
  test('shows every viewer what was said before and what is said now', async () => {
    const line = new SerialLine(new Uart())
    say(line, 'before')
    const [first, second] = [await connection(), await connection()]
    line.attach(first.machine)
    line.attach(second.machine)
    say(line, ' now')
    expect(await read(first.viewer, 10)).toBe('before now')
    expect(await read(second.viewer, 10)).toBe('before now')
  })

  test('loses no byte of a large input and makes its sender wait', async () => {
    const uart = new Uart()
    const line = new SerialLine(uart)
    const { viewer, machine } = await connection()
    line.attach(machine)
    const size = 4 * 1024 * 1024
    const data = Buffer.alloc(size, 'viridian')
    viewer.write(data)
    await once(machine, 'pause')
    expect(uart.received).toHaveLength(0)
    expect(viewer.writableLength).toBeGreaterThan(0)
    while (uart.received.length < size) {
      uart.space = 16 * 1024
      line.feed()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(Buffer.from(uart.received).equals(data)).toBe(true)
  })

  test('keeps the input of a viewer that has left', async () => {
    const uart = new Uart()
    const line = new SerialLine(uart)
    const { viewer, machine } = await connection()
    line.attach(machine)
    viewer.end('reboot\n')
    await once(machine, 'close')
    uart.space = 16
    expect(line.feed()).toBe(true)
    expect(Buffer.from(uart.received).toString()).toBe('reboot\n')
    expect(line.feed()).toBe(false)
  })

  test('hands the last output on before it closes', async () => {
    const line = new SerialLine(new Uart())
    const { viewer, machine } = await connection()
    line.attach(machine)
    say(line, 'Power down')
    line.close()
    let text = ''
    for await (const chunk of viewer) text += String(chunk)
    expect(text).toBe('Power down')
  })
})
