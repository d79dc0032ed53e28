import { fileURLToPath } from 'node:url'
import { encode } from 'fast-png'
import type { Progress, ScreenImage, SnapshotOptions } from '../engine.ts'
import type { DrivePosition, MediaPosition } from '#shared/drive.ts'
import { asDiskError, DiskError } from '#electron/disks/disk-error.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import { AgentLine } from './agent-line.ts'
import { openBootMenu } from './boot-menu.ts'
import { ChannelServer } from './channels/channel-server.ts'
import { Screen } from './display/screen.ts'
import { Media } from './drives/media.ts'
import { DriveFiles, type DiskMerge } from './drives/open-drives.ts'
import { SpaceWait } from './drives/space-wait.ts'
import type { Transferred } from './drives/transferred.ts'
import { FaultLimit } from './fault-limit.ts'
import { Keyboard } from './keyboard/keyboard.ts'
import type { Stroke } from './keyboard/strokes.ts'
import type { MachineProcessOptions } from './protocol.ts'
import { RfbListener } from './rfb/listener.ts'
import { RfbServer } from './rfb/server.ts'
import { changedMedia, describeHardware, markFile, requireSame, type Hardware } from './saved-state/hardware.ts'
import { packRest, unpackRest } from './saved-state/rest.ts'
import { SavedStateError } from './saved-state/saved-state-error.ts'
import { StateFile, StateFileWriter, type StateContents } from './saved-state/state-file.ts'
import { SerialLine } from './serial/serial-line.ts'
import { Emulator } from './v86/emulator.ts'

export interface VirtualPcListener {
  guestFault(detail: string): void
  guestPoweredOff(): void
  /** The guest stands still, for want of room for what it writes to `path`, until it is run again. */
  outOfSpace(path: string): void
  diskFailed(error: DiskError): void
  mediaEjected(at: DrivePosition): void
  /** The machine cannot go on. */
  failed(detail: string): void
}

/** A guest's state, and the files around it at that moment. */
interface Captured {
  readonly contents: StateContents
  readonly present: Media['present']
  readonly floppy: Hardware['floppy']
  /** Resolves when the disks are closed that the guest wrote to. */
  readonly left: Promise<unknown>
}

/** Milliseconds viewers have to take the last bytes when the machine goes off. */
const farewell = 200

/** The machine as its users see it: the emulated PC with screen, keyboard, mouse and COM1 plugged in. */
export class VirtualPc {
  readonly #emulator: Emulator
  /** Megabytes. */
  readonly #memory: number
  readonly #screen: Screen
  readonly #keyboard: Keyboard
  readonly #com1: SerialLine
  readonly #agent: AgentLine
  readonly #rfb: RfbServer
  readonly #vnc: RfbListener
  readonly #channels: ChannelServer
  readonly #media: Media
  readonly #space: SpaceWait
  readonly #listener: VirtualPcListener
  /** Resolves when the state of a snapshot is in its file, or cannot be. */
  #keeping: Promise<unknown> = Promise.resolve()
  /** Resolves when no change of disks keeps the guest from running. */
  changingDisks: Promise<unknown> = Promise.resolve()
  readonly #ending = new AbortController()
  #merging: { readonly control: AbortController; readonly ended: Promise<unknown> } | null = null
  /** Resolves when the guest's processor ran its first instructions. */
  readonly started: Promise<void>

  private constructor(parts: {
    emulator: Emulator
    memory: number
    screen: Screen
    com1: SerialLine
    agent: AgentLine
    media: Media
    space: SpaceWait
    listener: VirtualPcListener
    name: string
    token: string
    started: Promise<void>
  }) {
    const { emulator, screen, com1, agent, media, space, listener, started } = parts
    this.#emulator = emulator
    this.#memory = parts.memory
    this.#screen = screen
    this.#com1 = com1
    this.#agent = agent
    this.#media = media
    this.#space = space
    this.#listener = listener
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

  /**
   * Puts the machine together; it does not run yet. Rejects with a `DiskError`, a `SavedStateError`, or an Error fit for a
   * person.
   */
  static async create(options: MachineProcessOptions, listener: VirtualPcListener): Promise<VirtualPc> {
    const { memory, savedState } = options
    const saved = savedState === null ? null : await StateFile.open(savedState)
    const faults = new FaultLimit()
    const screen = new Screen()
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
        machineId: options.machineId,
        memory,
        drives,
        startup: options.startup,
        firmware: options.firmware,
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
      memory,
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
   * Stops the guest and puts its state into a file. Its disks are closed when this resolves; where it rejects all is as it
   * was before. What a guest's disk has no room for is not in its state: it would be lost.
   */
  async save(file: string, progress: Progress): Promise<void> {
    await this.#keeping
    const running = this.#emulator.isRunning
    await this.#emulator.stop()
    let writer: StateFileWriter
    const { present } = this.#media
    const hardware = () => describeHardware({ memory: this.#memory, ...present })
    try {
      const contents = await this.#capture()
      writer = await StateFileWriter.begin(file, contents, await hardware(), { alone: true, progress })
    } catch (error) {
      if (running) this.#goOn()
      throw error
    }
    try {
      await this.#media.close()
      // Closing is what makes the times of the files final.
      await writer.finish(await hardware())
    } catch (error) {
      this.#listener.failed(error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  /**
   * Puts the state of the running guest into a file while it goes on with new disks. `branched` is asked when these are
   * made, and says whether it does; else, and where this rejects before, all is as it was and nothing new is left.
   */
  async takeSnapshot(
    { file, disks }: SnapshotOptions,
    branched: () => Promise<boolean>,
    progress: Progress,
  ): Promise<void> {
    await this.#keeping
    if (!this.#emulator.isRunning) throw new Error('The machine does not run.')
    const branching = this.#branch(disks, branched)
    this.changingDisks = branching.catch(() => undefined)
    const keeping = this.#keep(file, await branching, progress)
    this.#keeping = keeping.catch(() => undefined)
    await keeping
  }

  /** The guest stands still meanwhile. */
  async #branch(disks: SnapshotOptions['disks'], branched: () => Promise<boolean>): Promise<Captured> {
    await this.#emulator.stop()
    try {
      const contents = await this.#capture()
      const { present } = this.#media
      const floppy = await markFile(present.floppy)
      const branches = await this.#media.branch(disks)
      if (!(await branched())) {
        await Promise.allSettled(branches.map((branch) => branch.discard()))
        throw new Error('The snapshot was given up.')
      }
      const left = Promise.all(branches.map((branch) => branch.takeOver()))
      return { contents, present, floppy, left }
    } finally {
      this.#goOn()
    }
  }

  async #keep(file: string, { contents, present, floppy, left }: Captured, progress: Progress): Promise<void> {
    // Closing is what makes the times of the files final.
    await left
    // The disks do not change any more, but the floppy disk may have since.
    const hardware = { ...(await describeHardware({ memory: this.#memory, ...present })), floppy }
    const writer = await StateFileWriter.begin(file, contents, hardware, { alone: false, progress })
    await writer.finish(hardware)
  }

  /**
   * Moves what a hard disk holds into the one it is based on, while the guest goes on. `merged` is asked when all is there and
   * the guest stands still, and says whether it goes on with that one; else, and where this rejects before, the guest has
   * the disk it has had.
   */
  async mergeDisk(at: DrivePosition, merged: () => Promise<boolean>, progress: Progress): Promise<void> {
    await this.#keeping
    if (this.#merging !== null) throw new Error('A disk is being merged already.')
    const control = new AbortController()
    const work = this.#mergeDisk(at, merged, { signal: control.signal, progress })
    this.#merging = { control, ended: work.catch(() => undefined) }
    await work.finally(() => (this.#merging = null))
  }

  /** Resolves when no disk is being merged any more. */
  async stopMerging(): Promise<void> {
    const merging = this.#merging
    merging?.control.abort(new Error('The merge was stopped.'))
    await merging?.ended
  }

  async #mergeDisk(at: DrivePosition, merged: () => Promise<boolean>, control: JobControl): Promise<void> {
    const merge = await this.#media.merge(at)
    let left: Promise<unknown>
    try {
      await merge.copy(control)
      const changing = this.#takeParent(merge, merged)
      this.changingDisks = changing.catch(() => undefined)
      ;({ left } = await changing)
    } catch (error) {
      await merge.giveUp()
      throw error
    }
    await left.catch((error: unknown) => this.#closeFailed(error))
  }

  /** The guest stands still meanwhile. `left` resolves when the disk it has had is closed. */
  async #takeParent(merge: DiskMerge, merged: () => Promise<boolean>): Promise<{ left: Promise<unknown> }> {
    const running = this.#emulator.isRunning
    await this.#emulator.stop()
    try {
      await this.#settle()
      await merge.finish()
      if (!(await merged())) throw new Error('The merge was given up.')
      return { left: merge.takeOver() }
    } finally {
      if (running) this.#goOn()
    }
  }

  /** Rejects with NO_SPACE where a disk waits for room. */
  async #settle(): Promise<void> {
    await Promise.race([this.#media.settle(), this.#space.begun().then(failForSpace)])
  }

  /** The state of a guest that stands still, its disks settled. */
  async #capture(): Promise<StateContents> {
    await this.#settle()
    // A state speaks of files by their names: of others than the guest has, it would be a state of another machine.
    await this.#media.requireInPlace()
    const { own, memory, unsaved } = await this.#emulator.save()
    const rest = packRest(unsaved, this.#com1)
    return { own: new Uint8Array(own), rest, pages: memory.pages, memory: memory.bytes }
  }

  /** Unless a disk waits for room, or the machine goes off. */
  #goOn(): void {
    if (!this.#space.isWaiting && !this.#space.isOver) this.run()
  }

  /**
   * Stops the guest for good, writes what its disks still have to, and lets every viewer have what was shown last.
   * What cannot be written any more is reported like every failure of a disk.
   */
  async end(): Promise<void> {
    this.#ending.abort()
    await this.#emulator.stop()
    this.#space.giveUp()
    await this.stopMerging()
    await this.#media.close().catch((error: unknown) => this.#closeFailed(error))
    await this.#keeping
    this.#com1.close()
    this.#agent.close()
    this.#rfb.close()
    await this.#vnc.close()
    await this.#channels.close(farewell)
  }

  /** The guest's last writes may be lost, which only the host can tell of now. */
  #closeFailed(error: unknown): void {
    const known = asDiskError(error)
    if (known === null) console.error(error)
    else this.#listener.diskFailed(known)
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

function failForSpace(path: string): never {
  throw new DiskError('NO_SPACE', { path })
}
