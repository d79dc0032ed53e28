import type { Duplex } from 'node:stream'
import type { ChannelKind } from '#shared/channel.ts'
import type { JobControl } from '#electron/disks/tools/job.ts'
import type { DrivePosition, MediaPosition } from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import type { Typed } from '#shared/keyboard.ts'
import type {
  PoweredOffReason,
  PoweredOnListener,
  PoweredOnMachine,
  Progress,
  SavedStateSource,
  ScreenImage,
  SnapshotOptions,
} from '../engine.ts'
import type { ChildExit, ChildProcess } from '../launcher.ts'
import { removeSocket, type ChannelAddress } from '../protocol/channel-address.ts'
import { crashDetail, wasKilled } from './crash-detail.ts'
import { Deferred } from '../protocol/deferred.ts'
import { failureOf } from '../protocol/failure.ts'
import { secureAttentionStrokes, strokesForTyped, type Stroke } from '../keyboard/strokes.ts'
import { OwnTimeLimit } from './own-time-limit.ts'
import { PendingCalls } from './pending-calls.ts'
import { fromMachineSchema, type Call, type MachineProcessOptions } from '../protocol/messages.ts'

/** Seconds of its own a process has from its launch to the guest's first instructions. */
const startTime = 60
/** Seconds of its own a process may give no sign of life for, and until it gives the first. */
const longestSilence = 10
const longestFirstSilence = 30
/** Milliseconds a machine that is turned off has to close its disks and let its viewers go. */
const turnOffTime = 5000

/** A machine's process, supervised: what it says is passed on, and how it ended is found out and told once. */
export class SupervisedMachine implements PoweredOnMachine {
  readonly pid: number
  readonly #child: ChildProcess
  readonly #channels: ChannelAddress
  readonly #listener: PoweredOnListener
  readonly #calls: PendingCalls
  readonly #heartbeat: OwnTimeLimit
  #savedState: SavedStateSource | null = null
  readonly #started = new Deferred<void>()
  readonly #off = new Deferred<void>()
  #isOn = false
  /** Known before the process ends where we, or the guest, had a hand in it. */
  #reason: PoweredOffReason | null = null
  /** What the process said of why it cannot go on. */
  #failure: Error | null = null
  /** Ends a process that is to end and does not. */
  #impatient: NodeJS.Timeout | undefined

  constructor(child: ChildProcess, channels: ChannelAddress, listener: PoweredOnListener) {
    this.pid = child.pid
    this.#child = child
    this.#channels = channels
    this.#listener = listener
    this.#calls = new PendingCalls((message) => child.post(message))
    this.#heartbeat = new OwnTimeLimit(child.pid, longestFirstSilence, (seconds) =>
      this.#end({ kind: 'hung', seconds }),
    )
    child.onMessage((message) => this.#receive(message))
    child.onExit((exit) => this.#exited(exit))
  }

  /**
   * Powers the machine on; resolves when the guest's processor runs.
   * @throws Error that says why it cannot; the listener then hears nothing more
   */
  async start(
    options: Omit<MachineProcessOptions, 'channels' | 'savedState'>,
    savedState: SavedStateSource | null = null,
  ): Promise<void> {
    this.#savedState = savedState
    const { path, token } = this.#channels
    const late = new OwnTimeLimit(this.pid, startTime, (seconds) => {
      this.#end({ kind: 'crashed', detail: `The machine did not start within ${seconds} seconds.` })
    })
    this.#child.post({
      kind: 'powerOn',
      options: { ...options, savedState: savedState?.path ?? null, channels: { path, token } },
    })
    await this.#started.promise.finally(() => late.stop())
  }

  pause(): Promise<void> {
    return this.#calls.make({ name: 'pause' })
  }

  resume(): Promise<void> {
    return this.#calls.make({ name: 'resume' })
  }

  reset(): Promise<void> {
    return this.#calls.make({ name: 'reset' })
  }

  pressPowerButton(): Promise<boolean> {
    return this.#calls.make({ name: 'pressPowerButton' })
  }

  async turnOff(): Promise<void> {
    this.#reason ??= { kind: 'turnedOff' }
    this.#impatient = setTimeout(() => this.#child.kill(), turnOffTime)
    await this.#calls.make({ name: 'turnOff' }).catch(() => undefined)
    clearTimeout(this.#impatient)
    this.#child.kill()
    await this.#off.promise
  }

  save(file: string, progress: Progress = () => undefined): Promise<void> {
    return this.#calls.make({ name: 'save', file }, { progress })
  }

  takeSnapshot({ file, disks }: SnapshotOptions, commit: () => Promise<void>, progress?: Progress): Promise<void> {
    return this.#changeDisks({ name: 'takeSnapshot', file, disks: [...disks] }, commit, progress)
  }

  async mergeDisk(at: DrivePosition, commit: () => Promise<void>, { signal, progress }: JobControl): Promise<void> {
    signal.throwIfAborted()
    const stop = () => void this.#calls.make({ name: 'stopMerging' }).catch(() => undefined)
    signal.addEventListener('abort', stop)
    try {
      await this.#changeDisks({ name: 'mergeDisk', at }, commit, progress)
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  insertMedia(at: MediaPosition, path: string): Promise<void> {
    return this.#calls.make({ name: 'insertMedia', at, path })
  }

  ejectMedia(at: MediaPosition): Promise<void> {
    return this.#calls.make({ name: 'ejectMedia', at })
  }

  async type(typed: Typed): Promise<void> {
    await this.#press(strokesForTyped(typed))
  }

  async secureAttention(): Promise<void> {
    await this.#press(secureAttentionStrokes)
  }

  screenText(): Promise<string[]> {
    return this.#calls.make({ name: 'screenText' })
  }

  screenImage(): Promise<ScreenImage> {
    return this.#calls.make({ name: 'screenImage' })
  }

  openChannel(kind: ChannelKind): Promise<Duplex> {
    return this.#channels.connect(kind)
  }

  openAgent(): Promise<Duplex> {
    return this.#channels.connect('agent')
  }

  openVnc({ password }: { password: boolean }): Promise<{ host: string; port: number; password: string | null }> {
    return this.#calls.make({ name: 'openVnc', password })
  }

  #press(strokes: readonly Stroke[]): Promise<void> {
    return this.#calls.make({ name: 'type', strokes: strokes.map((stroke) => [...stroke]) })
  }

  /** A call in which the guest stands still, until `commit` has resolved or rejected, to go on with other disks. */
  async #changeDisks(
    call: Call & { name: 'takeSnapshot' | 'mergeDisk' },
    commit: () => Promise<void>,
    progress: Progress = () => undefined,
  ): Promise<void> {
    let refused: { readonly reason: unknown } | null = null
    const disksReady = async () => {
      try {
        await commit()
      } catch (reason) {
        refused = { reason }
      }
      // A process that is gone by now has its own way of saying so.
      await this.#calls.make({ name: 'settleDisks', committed: refused === null }).catch(() => undefined)
    }
    try {
      await this.#calls.make(call, { progress, disksReady: () => void disksReady() })
    } catch (error) {
      throw (refused as { reason: unknown } | null)?.reason ?? error
    }
  }

  #receive(raw: unknown): void {
    this.#heartbeat.restart(longestSilence)
    const parsed = fromMachineSchema.safeParse(raw)
    if (!parsed.success) {
      this.#end({
        kind: 'crashed',
        detail: `The machine's process sent what the host does not know: ${parsed.error.message}`,
      })
      return
    }
    const message = parsed.data
    switch (message.kind) {
      case 'ready':
        this.#isOn = true
        this.#started.resolve()
        break
      case 'restored':
        void this.#goOn()
        break
      case 'failed':
        this.#failure =
          message.savedState === null ? failureOf(message) : new ViridianError('STATE_UNUSABLE', message.savedState)
        this.#end({ kind: 'crashed', detail: message.detail })
        break
      case 'sample':
        if (this.#isOn) this.#listener.sample(message.sample)
        break
      case 'guestFault':
        if (this.#isOn) this.#listener.guestFault(message.detail)
        break
      case 'outOfSpace':
        if (this.#isOn) this.#listener.outOfSpace(message.path)
        break
      case 'diskFailed':
        if (this.#isOn) this.#listener.diskFailed(message.disk)
        break
      case 'mediaEjected':
        if (this.#isOn) this.#listener.mediaEjected(message.at)
        break
      case 'guestPoweredOff':
        this.#end({ kind: 'guest' })
        break
      case 'progress':
        // A state on its way to its file is written to its end, as long as it gets there.
        this.#impatient?.refresh()
        this.#calls.tell(message)
        break
      case 'disksReady':
        this.#calls.tell(message)
        break
      case 'reply':
      case 'refusal':
        this.#calls.settle(message)
        break
    }
  }

  /** Not by the process: one that lost its host must not run from a state that the next host finds. */
  async #goOn(): Promise<void> {
    try {
      await this.#savedState?.consume()
      await this.resume()
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error))
      this.#end({ kind: 'crashed', detail: this.#failure.message })
    }
  }

  #end(reason: PoweredOffReason): void {
    this.#reason ??= reason
    this.#child.kill()
  }

  #exited(exit: ChildExit): void {
    this.#heartbeat.stop()
    removeSocket(this.#channels.path)
    const reason = this.#reason ?? reasonOf(exit)
    this.#calls.close(new Error('The machine is off.'))
    this.#started.reject(this.#failure ?? new Error(startFailure(reason)))
    if (this.#isOn) this.#listener.poweredOff(reason)
    this.#off.resolve()
  }
}

function reasonOf(exit: ChildExit): PoweredOffReason {
  return wasKilled(exit) ? { kind: 'killed', signal: exit.signal } : { kind: 'crashed', detail: crashDetail(exit) }
}

function startFailure(reason: PoweredOffReason): string {
  if (reason.kind === 'crashed') return reason.detail
  if (reason.kind === 'hung') return `The machine's process did not answer for ${reason.seconds} seconds.`
  return 'The machine ended while it started.'
}
