import type { V86 } from 'v86'
import * as z from 'zod'
import type { SerialPort } from '../../machine-process/serial/serial-line.ts'
import type { Internals } from './internals.ts'

/** Receive FIFO of a 16550A, bytes (National Semiconductor PC16550D data sheet). */
const fifoSize = 16
/** MCR bit 1: request to send. */
const requestToSend = 0x02

export const unsavedSerialPortSchema = z.object({
  /** Bytes the guest has yet to read. */
  input: z.array(z.int().min(0).max(255)),
  flowControl: z.boolean(),
})
type UnsavedSerialPort = z.infer<typeof unsavedSerialPortSchema>

/** COM1 as the other end of a null-modem cable sees it, with hardware flow control for guests that use it. */
export class Com1 implements SerialPort {
  readonly #internals: Internals
  /** Guests without flow control never touch the line; those with it raise it when they open the port. */
  #flowControl = false

  constructor(emulator: V86, internals: Internals, output: (byte: number) => void) {
    this.#internals = internals
    emulator.add_listener('serial0-output-byte', output)
    // The terminal is there and ready: without these, guests that watch the modem lines wait for ever.
    for (const line of ['carrier-detect', 'data-set-ready', 'clear-to-send']) {
      internals.bus.send(`serial0-${line}-input`, true)
    }
  }

  room(): number {
    const uart = this.#internals.v86.cpu.devices.uart0
    const requested = (uart.modem_control & requestToSend) !== 0
    this.#flowControl ||= requested
    if (this.#flowControl && !requested) return 0
    return uart.input.length === 0 ? fifoSize : 0
  }

  receive(bytes: Uint8Array): void {
    for (const byte of bytes) this.#internals.bus.send('serial0-input', byte)
  }

  /** v86 keeps neither in its saved states. */
  get unsaved(): UnsavedSerialPort {
    return { input: [...this.#internals.v86.cpu.devices.uart0.input], flowControl: this.#flowControl }
  }

  restore({ input, flowControl }: UnsavedSerialPort): void {
    this.#internals.v86.cpu.devices.uart0.input.push(...input)
    this.#flowControl = flowControl
  }

  /** The firmware that runs after a reset may leave the lines alone. */
  reset(): void {
    this.#flowControl = false
  }
}
