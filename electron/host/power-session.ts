import type { EngineSample, PoweredOffReason, PoweredOnListener, PoweredOnMachine } from '#electron/engines/engine.ts'
import type { DrivePosition } from '#shared/drive.ts'
import type { DiskFailureFacts } from '#shared/errors.ts'
import type { MachineSample } from '#shared/machine.ts'
import type { MachineState } from '#shared/machine-state.ts'
import { Repeated } from './repeated.ts'

interface Deferred<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
}

function defer<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => (resolve = settle))
  return { promise, resolve }
}

export interface SessionEvents {
  sample(sample: MachineSample): void
  guestFault(detail: string): void
  outOfSpace(path: string): void
  /** Told once a minute where the same goes on. */
  diskFailed(facts: DiskFailureFacts): void
  mediaEjected(at: DrivePosition): void
  /** The machine was on and is no more. */
  ended(reason: PoweredOffReason): void
}

/** One time a machine is on, from the Start command until it is off: what belongs to it alone and ends with it. */
export class PowerSession implements PoweredOnListener {
  readonly #events: SessionEvents
  readonly #diskFailures = new Repeated()
  readonly #attempt = defer<void>()
  readonly #over = defer<void>()
  readonly #lost = defer<PoweredOffReason>()
  #lostReason: PoweredOffReason | null = null
  #machine: PoweredOnMachine | null = null
  #startedAt = 0
  #isOver = false

  /** Set by Turn Off: the command under way must leave the machine to it. */
  turningOff = false
  /** Set when the guest has come to its end in good order, whatever happens to its process. */
  guestEnded = false
  /** The state the machine is in for the engine; where a failing command takes it back to. */
  settled: MachineState = 'Off'

  constructor(events: SessionEvents) {
    this.#events = events
  }

  /** Null until the engine has powered it on. */
  get machine(): PoweredOnMachine | null {
    return this.#machine
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Resolves when the attempt to power on has come to an end, good or bad. */
  get attempted(): Promise<void> {
    return this.#attempt.promise
  }

  /** Resolves when the machine is off. */
  get over(): Promise<void> {
    return this.#over.promise
  }

  /** Resolves with the reason where the engine gives the machine up before it was on. */
  get lost(): Promise<PoweredOffReason> {
    return this.#lost.promise
  }

  begin(machine: PoweredOnMachine): void {
    this.#machine = machine
    this.#startedAt = performance.now()
    this.settled = 'Running'
    // It may have ended between its first instructions and our hearing of them.
    if (this.#lostReason !== null) this.#events.ended(this.#lostReason)
  }

  endAttempt(): void {
    this.#attempt.resolve()
  }

  end(): void {
    this.#isOver = true
    this.#attempt.resolve()
    this.#over.resolve()
  }

  sample(sample: EngineSample): void {
    if (this.#isOver || this.#machine === null) return
    this.#events.sample({ ...sample, uptime: (performance.now() - this.#startedAt) / 1000 })
  }

  guestFault(detail: string): void {
    if (!this.#isOver) this.#events.guestFault(detail)
  }

  outOfSpace(path: string): void {
    if (!this.#isOver && !this.turningOff) this.#events.outOfSpace(path)
  }

  diskFailed(facts: DiskFailureFacts): void {
    if (!this.#isOver && this.#diskFailures.isNew(JSON.stringify(facts))) this.#events.diskFailed(facts)
  }

  mediaEjected(at: DrivePosition): void {
    if (!this.#isOver) this.#events.mediaEjected(at)
  }

  poweredOff(reason: PoweredOffReason): void {
    if (this.#isOver) return
    if (this.#machine !== null) {
      this.#events.ended(reason)
      return
    }
    this.#lostReason = reason
    this.#lost.resolve(reason)
  }
}
