import { fileURLToPath } from 'node:url'
import { encode } from 'fast-png'
import type { ScreenImage } from '../engine.ts'
import type { FoundHardware } from '#shared/hardware.ts'
import type { MediaPosition } from '#shared/drive.ts'
import { AgentLine } from '../machine-process/agent-line.ts'
import { openBootMenu } from '../machine-process/boot-menu.ts'
import { ChannelServer } from '../machine-process/channel-server.ts'
import { VgaScreen } from './display/screen.ts'
import { Media } from '../machine-process/drives/media.ts'
import { DriveFiles } from '../machine-process/drives/open-drives.ts'
import { SpaceWait } from '../machine-process/drives/space-wait.ts'
import { macAddress } from '../machine-process/mac-address.ts'
import type { Transferred } from '../machine-process/drives/transferred.ts'
import { FaultLimit } from '../machine-process/fault-limit.ts'
import { Keyboard } from '../keyboard/keyboard.ts'
import type { Stroke } from '../keyboard/strokes.ts'
import type { MachineProcessOptions } from '../protocol/messages.ts'
import { RfbListener } from '../rfb/listener.ts'
import { RfbServer } from '../rfb/server.ts'
import { changedMedia, describeHardware, requireSame } from './saved-state/hardware.ts'
import { unpackRest } from './saved-state/rest.ts'
import { SavedStateError } from '../saved-state-error.ts'
import { StateFile, type StateContents } from './saved-state/state-file.ts'
import { SerialLine } from '../machine-process/serial/serial-line.ts'
import type { Pc, PcListener } from '../machine-process/pc.ts'
import { StillPc } from './still-pc.ts'
import { Emulator } from './v86/emulator.ts'

/** Milliseconds viewers have to take the last bytes when the machine goes off. */
const farewell = 200

/** The machine as its users see it: the emulated PC with screen, keyboard, mouse and COM1 plugged in. */
export class VirtualPc implements Pc {
  readonly #emulator: Emulator
  readonly #screen: VgaScreen
  readonly #keyboard: Keyboard
  readonly #com1: SerialLine
  readonly #agent: AgentLine
  readonly #rfb: RfbServer
  readonly #vnc: RfbListener
  readonly #channels: ChannelServer
  readonly #media: Media
  readonly #space: SpaceWait
  readonly #ending = new AbortController()
  /** Saves the guest, and changes the disks under it. */
  readonly stillGuest: StillPc
  /** Resolves when the guest's processor ran its first instructions. */
  readonly started: Promise<void>

  private constructor(parts: {
    emulator: Emulator
    hardware: FoundHardware
    screen: VgaScreen
    com1: SerialLine
    agent: AgentLine
    media: Media
    space: SpaceWait
    listener: PcListener
    name: string
    token: string
    started: Promise<void>
  }) {
    const { emulator, screen, com1, agent, media, space, listener, started } = parts
    this.#emulator = emulator
    this.#screen = screen
    this.#com1 = com1
    this.#agent = agent
    this.#media = media
    this.#space = space
    this.stillGuest = new StillPc({ emulator, hardware: parts.hardware, com1, media, space, listener })
    this.started = started
    this.#keyboard = new Keyboard(emulator.keyboard)
    this.#rfb = new RfbServer({
      screen,
      name: parts.name,
      input: {
        scancodes: (codes) => this.#keyboard.press(codes),
        pointer: (event) => emulator.mouse.update(event),
        pointerStep: (step) => emulator.mouse.step(step),
        get takesPositions() {
          return emulator.mouse.takesPositions
        },
      },
    })
    emulator.mouse.onChange = () => this.#rfb.pointerChanged()
    this.#vnc = new RfbListener(this.#rfb)
    this.#channels = new ChannelServer(parts.token, {
      display: (socket) => this.#rfb.attach(socket, { kind: 'none' }),
      serial: (socket) => com1.attach(socket),
      agent: (socket) => agent.attach(socket),
    })
  }

  /** As `CreatePc` says. */
  static async create(options: MachineProcessOptions, listener: PcListener): Promise<VirtualPc> {
    const { memory, savedState } = options
    const saved = savedState === null ? null : await StateFile.open(savedState)
    const faults = new FaultLimit()
    const screen = new VgaScreen()
    const space = new SpaceWait()
    let begin: () => void = () => undefined
    const started = new Promise<void>((resolve) => (begin = resolve))
    const files = new DriveFiles({
      outOfSpace: (path) => space.wait(path, { stop: () => emulator.stop(), stopped: () => listener.outOfSpace(path) }),
      failed(error) {
        // Of a machine that goes off there is no guest that could be told.
        if (!space.isOver) listener.diskFailed(error)
      },
    })
    const drives = await files.openDrives(options.drives)
    // Now nobody else can change the disks any more.
    const present = saved === null ? null : await describeHardware(options)
    if (saved !== null && present !== null) {
      requireSame(saved.hardware, present)
      await files.requireInPlace()
    }
    const contents = saved?.read() ?? null
    // It is awaited further down, and may fail before.
    contents?.catch(() => undefined)
    const emulator = await Emulator.create(
      {
        address: options.adapters[0]?.address ?? macAddress(options.machineId),
        memory,
        drives,
        startup: options.startup,
        firmware: options.engine['firmware'] ?? '',
        wasm: fileURLToPath(new URL('v86.wasm', import.meta.url)),
      },
      {
        serialOutput: (byte) => com1.output(byte),
        agentOutput: (bytes) => agent.output(bytes),
        betweenSlices: () => {
          begin()
          return com1.feed()
        },
        processorReset() {
          files.transferred.read = 0
          files.transferred.written = 0
          emulator.com1.reset()
        },
        processorFault(detail) {
          if (faults.exceededBy(performance.now())) {
            listener.failed(`The guest's processor faults again after every reset: ${detail}`)
            void emulator.stop()
          } else {
            listener.guestFault(detail)
            emulator.reset()
          }
        },
        guestPoweredOff: () => listener.guestPoweredOff(),
        discReadFailed: (error) => console.error(error.message),
        discEjected(at) {
          void media.ejected(at)
          listener.mediaEjected(at)
        },
      },
    )
    const media = new Media(emulator.drives, files, drives)
    if (options.floppy !== null) await media.insert('floppy', options.floppy)
    const com1 = new SerialLine(emulator.com1)
    const agent = new AgentLine((bytes) => emulator.agent.send(bytes))
    emulator.connectScreen(screen)
    if (contents !== null) await restore(emulator, com1, await contents)
    if (saved !== null && present !== null) media.tellChanged(changedMedia(saved.hardware, present))
    const { name, channels } = options
    const pc = new VirtualPc({
      emulator,
      hardware: options,
      screen,
      com1,
      agent,
      media,
      space,
      name,
      token: channels.token,
      started,
      listener,
    })
    await pc.#channels.listen(channels.path)
    if (savedState === null && options.startup.menu === 'open') openBootMenu(pc, pc.#ending.signal)
    return pc
  }

  /** Milliseconds the guest's processor executed so far. */
  get executed(): number {
    return this.#emulator.executed
  }

  get transferred(): Transferred {
    return this.#media.transferred
  }

  run(): void {
    this.#emulator.run()
    this.#space.retry()
  }

  pause(): Promise<void> {
    return this.#emulator.stop()
  }

  reset(): void {
    this.#emulator.reset()
    this.#space.retry()
  }

  pressPowerButton(): boolean {
    return this.#emulator.pressPowerButton()
  }

  insertMedia(at: MediaPosition, path: string): Promise<void> {
    return this.#media.insert(at, path)
  }

  ejectMedia(at: MediaPosition): Promise<void> {
    return this.#media.eject(at)
  }

  /**
   * Stops the guest for good, writes what its disks still have to, and lets every viewer have what was shown last.
   * What cannot be written any more is reported like every failure of a disk.
   */
  async end(): Promise<void> {
    this.#ending.abort()
    await this.#emulator.stop()
    this.#space.giveUp()
    await this.stillGuest.end()
    this.#com1.close()
    this.#agent.close()
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

/** The guest stands still, as it did when it was saved. */
async function restore(
  emulator: Emulator,
  com1: SerialLine,
  { own, rest, pages, memory }: StateContents,
): Promise<void> {
  try {
    const { serial, ...unsaved } = unpackRest(rest)
    await emulator.restore({ own: own.buffer as ArrayBuffer, memory: { pages, bytes: memory }, unsaved })
    com1.refill(serial)
  } catch (error) {
    throw new SavedStateError('DAMAGED', error instanceof Error ? error.message : String(error), { cause: error })
  }
}
