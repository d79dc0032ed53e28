import { fileURLToPath } from 'node:url'
import { encode } from 'fast-png'
import type { ScreenImage } from '../engine.ts'
import { ChannelServer } from './channels/channel-server.ts'
import { Screen } from './display/screen.ts'
import { FaultLimit } from './fault-limit.ts'
import { Keyboard } from './keyboard/keyboard.ts'
import type { Stroke } from './keyboard/strokes.ts'
import type { MachineProcessOptions } from './protocol.ts'
import { RfbListener } from './rfb/listener.ts'
import { RfbServer } from './rfb/server.ts'
import { SerialLine } from './serial/serial-line.ts'
import { CdImage } from './v86/cd-image.ts'
import { Emulator } from './v86/emulator.ts'

export interface VirtualPcListener {
  guestFault(detail: string): void
  guestPoweredOff(): void
  /** The machine cannot go on. */
  failed(detail: string): void
}

/** Milliseconds viewers have to take the last bytes when the machine goes off. */
const farewell = 200

/** The machine as its users see it: the emulated PC with screen, keyboard, mouse and COM1 plugged in. */
export class VirtualPc {
  readonly #emulator: Emulator
  readonly #screen: Screen
  readonly #keyboard: Keyboard
  readonly #com1: SerialLine
  readonly #rfb: RfbServer
  readonly #vnc: RfbListener
  readonly #channels: ChannelServer
  /** Resolves when the guest's processor ran its first instructions. */
  readonly started: Promise<void>

  private constructor(parts: {
    emulator: Emulator
    screen: Screen
    com1: SerialLine
    name: string
    token: string
    started: Promise<void>
  }) {
    const { emulator, screen, com1, started } = parts
    this.#emulator = emulator
    this.#screen = screen
    this.#com1 = com1
    this.started = started
    this.#keyboard = new Keyboard(emulator.keyboard)
    this.#rfb = new RfbServer({
      screen,
      name: parts.name,
      input: {
        scancodes: (codes) => this.#keyboard.press(codes),
        pointer: (event) => emulator.mouse.update(event),
      },
    })
    this.#vnc = new RfbListener(this.#rfb)
    this.#channels = new ChannelServer(parts.token, {
      display: (socket) => this.#rfb.attach(socket, { kind: 'none' }),
      serial: (socket) => com1.attach(socket),
    })
  }

  /** Puts the machine together; it does not run yet. */
  static async create(options: MachineProcessOptions, listener: VirtualPcListener): Promise<VirtualPc> {
    const faults = new FaultLimit()
    const screen = new Screen()
    let begin: () => void = () => undefined
    const started = new Promise<void>((resolve) => (begin = resolve))
    const emulator = await Emulator.create(
      {
        machineId: options.machineId,
        memory: options.memory,
        dvd: options.dvd === null ? null : new CdImage(options.dvd),
        firmware: options.firmware,
        wasm: fileURLToPath(new URL('v86.wasm', import.meta.url)),
      },
      {
        serialOutput: (byte) => com1.output(byte),
        betweenSlices: () => {
          begin()
          return com1.feed()
        },
        processorReset: () => emulator.com1.reset(),
        processorFault(error) {
          const detail = faultDetail(error)
          if (faults.exceededBy(performance.now())) {
            listener.failed(`The guest's processor faults again after every reset: ${detail}`)
            void emulator.stop()
          } else {
            listener.guestFault(detail)
            emulator.reset()
          }
        },
        guestPoweredOff: () => listener.guestPoweredOff(),
        dvdReadFailed: (error) => console.error(error.message),
      },
    )
    const com1 = new SerialLine(emulator.com1)
    emulator.connectScreen(screen)
    const { name, channels } = options
    const pc = new VirtualPc({ emulator, screen, com1, name, token: channels.token, started })
    await pc.#channels.listen(channels.path)
    return pc
  }

  /** Milliseconds the guest's processor executed so far. */
  get executed(): number {
    return this.#emulator.executed
  }

  run(): void {
    this.#emulator.run()
  }

  pause(): Promise<void> {
    return this.#emulator.stop()
  }

  reset(): void {
    this.#emulator.reset()
  }

  /** Stops the guest for good and lets every viewer have what was shown last. */
  async end(): Promise<void> {
    await this.#emulator.stop()
    this.#com1.close()
    this.#rfb.close()
    await this.#vnc.close()
    await this.#channels.close(farewell)
  }

  type(strokes: readonly Stroke[]): Promise<void> {
    return this.#keyboard.type(strokes)
  }

  screenText(): string[] {
    return this.#screen.textRows()
  }

  screenImage(): ScreenImage {
    const { width, height, data } = this.#screen.image()
    return { width, height, png: encode({ width, height, data, channels: 4 }, { zlib: { level: 1 } }) }
  }

  openVnc(options: { password: boolean }): Promise<{ host: string; port: number; password: string | null }> {
    return this.#vnc.open(options)
  }
}

/** A trap of the emulator's WebAssembly is how v86 says that it has no way on. */
function faultDetail(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.name === 'RuntimeError' ? `triple fault (${error.message})` : `${error.name}: ${error.message}`
}
