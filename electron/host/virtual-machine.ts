import type { DrivePosition } from '#shared/drive.ts'
import type {
  Engine,
  EngineDrive,
  PoweredOffReason,
  PoweredOnMachine,
  Progress,
  SavedStateSource,
  ScreenImage,
} from '#electron/engines/engine.ts'
import { ViridianError } from '#shared/errors.ts'
import type { HostEvent } from '#shared/event.ts'
import type { Finding } from '#shared/finding.ts'
import type { Change } from '#shared/host.ts'
import {
  canChange,
  canRun,
  stateDuring,
  transitions,
  type MachineChange,
  type MachineCommand,
  type MachineCopy,
  type MachineState,
} from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import type { RefusableCommand } from '#shared/messages/messages.ts'
import { callAsHost } from './caller.ts'
import { withMedia } from './drives.ts'
import { examineMachine } from './doctor/examine-machine.ts'
import type { EventLog } from './event-log.ts'
import type { SnapshotTexts } from './host.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import { describeConfiguration, type KeptSnapshot, type MachineConfiguration } from './machine-configuration.ts'
import { recordChange, recordCommand } from './machine-events.ts'
import { MachineFolder } from './machine-folder.ts'
import type { StoredMachine } from './machine-store.ts'
import type { Metrics } from './metrics.ts'
import { PowerSession } from './power-session.ts'
import { describeReason, eventOfReason } from './powered-off-reason.ts'
import type { RunningMarker } from './running-marker.ts'
import { keepPicture, newSavedState, readPicture } from './saved-state.ts'
import { LayerMerger } from './snapshots/layer-merger.ts'
import { planLayers, prepareSnapshotsFolder } from './snapshots/layers.ts'
import {
  applyAtRest,
  deleteSnapshot,
  findSnapshot,
  newSnapshot,
  stateFileOf,
  takeAtRest,
  withCompleted,
  withSnapshot,
  withTexts,
} from './snapshots/snapshots.ts'
import { beginUndo, undoDisksOf, withoutUndo } from './snapshots/undo-disks.ts'
import { errorText, isViridianError, knownFacts } from './unexpected.ts'

/** What the host lends each of its machines. */
export interface MachineServices {
  readonly engine: Engine
  readonly events: EventLog
  readonly metrics: Metrics
  readonly publish: (change: Change) => void
  /** Checks that the machine can be powered on now; gives what is in its drives. Throws `ViridianError`. */
  readonly prepare: (configuration: MachineConfiguration) => Promise<EngineDrive[]>
  /** Stores changed settings. Throws STORAGE_FAILED. */
  readonly save: (folder: string, configuration: MachineConfiguration) => Promise<void>
  readonly jobs: Pick<JobRegistry, 'start' | 'cancel' | 'result'>
  /** The configurations of all machines but the one with this id. */
  readonly others: (id: string) => readonly MachineConfiguration[]
  /** Whether the host is going to start the machine by itself. */
  readonly waitsToStart: (id: string) => boolean
  /** Told when the machine has gone off by a fault. */
  readonly faulted: (machine: VirtualMachine) => void
}

/** Makes new settings of a machine's present ones, and tells its engine of them where it is on. */
export type SettingsChange = (
  now: MachineConfiguration,
  machine: PoweredOnMachine | null,
) => Promise<MachineConfiguration>

/**
 * A machine and its state. The only place that changes the state, and only along the transition table; besides it a
 * powered-on machine goes to Off whenever the engine says that it is no more, and to Paused when it says that a disk has
 * no room left.
 *
 * Commands run one after the other. A machine that is not on is Saved where its state is kept, else Off. Turn Off alone
 * breaks in on one that is under way: the state becomes Stopping at once, and the interrupted command fails with
 * STATE_CONFLICT.
 */
export class VirtualMachine {
  readonly #folder: MachineFolder
  readonly #marker: RunningMarker
  readonly #merger: LayerMerger
  readonly #services: MachineServices
  #state: MachineState = 'Off'
  #fault: HostEvent | null = null
  #session: PowerSession | null = null
  #removed = false
  #closing = false
  #queue: Promise<unknown> = Promise.resolve()
  #turningOff: Promise<unknown> = Promise.resolve()

  constructor(stored: StoredMachine, marker: RunningMarker, services: MachineServices) {
    this.#folder = new MachineFolder(stored, services.save, () => this.#publish())
    this.#marker = marker
    this.#merger = new LayerMerger(this.#folder, services.jobs, () => services.others(this.id))
    this.#services = services
  }

  get id(): string {
    return this.configuration.id
  }

  get name(): string {
    return this.configuration.name
  }

  get folder(): string {
    return this.#folder.path
  }

  get state(): MachineState {
    return this.#state
  }

  get configuration(): MachineConfiguration {
    return this.#folder.configuration
  }

  get value(): Machine {
    return {
      ...describeConfiguration(this.configuration),
      folder: this.folder,
      state: this.#state,
      waitingToStart: this.#services.waitsToStart(this.id),
      problem: null,
      fault: this.#fault,
    }
  }

  /**
   * Looks whether the machine was on when an earlier host ended, and says so, or was saved, and brings to an end what was
   * under way. To be called before anything else. A machine that is both was on its way from one to the other, and its
   * guest has not run since it was saved.
   */
  async recover(): Promise<void> {
    const wasOn = await this.#marker.recover()
    this.#state = this.#stateAtRest
    if (this.#state === 'Off' && wasOn) this.#fault = this.#services.events.add('HOST_ENDED', this)
    const unfinished = this.configuration.snapshots.find(({ complete }) => !complete)
    if (unfinished !== undefined) await this.#lose(unfinished, new Error('Viridian ended while its state was kept'))
    await this.#folder.sweep()
    this.#rest()
  }

  start(): Promise<void> {
    return this.#carryOutAlone('start', async () => {
      const session = new PowerSession({
        sample: (sample) => {
          this.#services.metrics.add(this.id, sample)
          this.#services.publish({ type: 'sample', machineId: this.id, sample })
        },
        guestFault: (detail) => this.#services.events.add('GUEST_RESET_BY_FAULT', this, { detail }),
        outOfSpace: (path) => this.#outOfSpace(session, path),
        diskFailed: (facts) =>
          this.#services.events.add('DISK_ACCESS_FAILED', this, { ...facts, error: 'DISK_FAILED' }),
        mediaEjected: (at) => this.#mediaEjected(at),
        ended: (reason) => this.#ended(session, reason),
      })
      this.#session = session
      this.#fault = null
      const { savedState: file } = this.configuration
      const savedState = file === null ? null : this.#savedStateFor(session, file)
      this.#setState(stateDuring('start', this.#state) ?? this.#state)
      try {
        await this.#powerOn(session, savedState)
      } catch (error) {
        await session.machine?.turnOff().catch(() => undefined)
        const conflict = this.#conflict('start')
        this.#goOff(session)
        if (session.turningOff) throw conflict
        this.#services.events.add('START_FAILED', this, knownFacts(error))
        throw error
      }
      session.endAttempt()
      if (session.turningOff || session.isOver) throw this.#conflict('start')
      this.#setState(session.settled)
    })
  }

  /** Keeps what the guest is doing and turns the machine off; where that fails, the machine is as before. */
  save(): Promise<void> {
    return this.#carryOutAlone('save', async () => {
      const session = this.#session
      const machine = session?.machine ?? null
      if (session === null || machine === null) throw this.#conflict('save')
      this.#setState('Saving')
      const file = newSavedState(this.folder)
      try {
        await keepPicture(machine, file)
        await machine.save(file)
        if (session.isOver || session.turningOff) throw this.#conflict('save')
      } catch (error) {
        await this.#folder.sweep()
        if (session.isOver || session.turningOff) throw this.#conflict('save', error)
        this.#setState(session.settled)
        throw this.#engineFailed(error)
      }
      await this.#keepState(session, machine, file)
    })
  }

  /** What the guest had not saved by itself is lost. */
  deleteSavedState(): Promise<void> {
    return this.#carryOutAlone('deleteSavedState', async () => {
      await this.#folder.commit({ ...this.configuration, savedState: null })
      this.#setState('Off')
      await this.#folder.sweep()
    })
  }

  /** Resolves with the snapshot's id. `progress` is told of a running machine's state, from 0 to 1. */
  takeSnapshot(texts: SnapshotTexts, progress?: Progress): Promise<string> {
    return this.#carryOutAlone('takeSnapshot', async () => {
      const session = this.#session
      const snapshot = newSnapshot(this.configuration, texts)
      try {
        if (session === null) await takeAtRest(this.#folder, snapshot)
        else await this.#takeRunning(session, snapshot, progress)
      } catch (error) {
        await this.#folder.sweep()
        throw error
      }
      this.#services.events.add('SNAPSHOT_TAKEN', this, { snapshot: snapshot.name })
      return snapshot.id
    })
  }

  applySnapshot(snapshotId: string): Promise<void> {
    return this.#carryOutAlone('applySnapshot', () => this.#apply(() => snapshotId))
  }

  revert(): Promise<void> {
    return this.#carryOutAlone('revert', () =>
      this.#apply(({ name, currentSnapshot }) => {
        if (currentSnapshot === null) throw new ViridianError('NO_SNAPSHOT', { name })
        return currentSnapshot
      }),
    )
  }

  /** Renames a snapshot, or changes its notes. Throws SNAPSHOT_NOT_FOUND and STORAGE_FAILED. */
  changeSnapshot(snapshotId: string, texts: SnapshotTexts): Promise<void> {
    return this.#exclusively(
      () => this.#requirePresent(),
      () => this.#folder.commit(withTexts(this.configuration, snapshotId, texts)),
    )
  }

  deleteSnapshot(snapshotId: string, { subtree }: { subtree: boolean }): Promise<void> {
    return this.#carryOutAlone('deleteSnapshot', async () => {
      const snapshot = findSnapshot(this.configuration, snapshotId)
      await deleteSnapshot(this.#folder, snapshot, { subtree, others: this.#services.others(this.id) })
      await this.#folder.sweep()
      this.#services.events.add('SNAPSHOT_DELETED', this, { snapshot: snapshot.name })
    })
  }

  /** Throws SNAPSHOT_NOT_FOUND and SNAPSHOT_WITHOUT_IMAGE. */
  async snapshotImage(snapshotId: string): Promise<ScreenImage> {
    const { name, state } = findSnapshot(this.configuration, snapshotId)
    const picture = state === null ? null : await readPicture(state)
    if (picture === null) throw new ViridianError('SNAPSHOT_WITHOUT_IMAGE', { name: this.name, snapshot: name })
    return picture
  }

  commitUndoDisks(): Promise<void> {
    return this.#carryOutAlone('commitUndoDisks', () => this.#commitUndo())
  }

  discardUndoDisks(): Promise<void> {
    return this.#carryOutAlone('discardUndoDisks', () => this.#discardUndo())
  }

  pause(): Promise<void> {
    return this.#carryOutAlone('pause', () => this.#carryOut('pause', (machine) => machine.pause()))
  }

  resume(): Promise<void> {
    return this.#carryOutAlone('resume', () => this.#carryOut('resume', (machine) => machine.resume()))
  }

  reset(): Promise<void> {
    return this.#carryOutAlone('reset', () => {
      const paused = this.#state === 'Paused'
      return this.#carryOut('reset', async (machine) => {
        await machine.reset()
        if (paused) await machine.resume()
      })
    })
  }

  async turnOff(): Promise<void> {
    const from = this.#state
    await this.#breakIn()
    recordCommand(this.#services.events, this, 'turnOff', from)
  }

  async #breakIn(): Promise<void> {
    this.#require('turnOff')
    const session = this.#session
    if (session === null) throw this.#conflict('turnOff')
    const work = this.#turnOff(session)
    this.#turningOff = work.catch(() => undefined)
    return work
  }

  /** Resolves when the machine is off. */
  get over(): Promise<void> {
    return this.#session?.over ?? Promise.resolve()
  }

  /** Resolves when the commands that are under way have come to their end. */
  async settled(): Promise<void> {
    await Promise.all([this.#queue, this.#turningOff])
  }

  /** Turns the machine off because the host closes, whatever it is doing. */
  async turnOffWithHost(): Promise<void> {
    this.#closing = true
    await this.#turnOffWithHost().finally(() => Promise.all([this.#queue, this.#merger.stop()]))
  }

  async #turnOffWithHost(): Promise<void> {
    const session = this.#session
    if (session === null) return
    // A reset cannot be broken in on, a save should not be, and the user may be turning it off already.
    if (!canRun('turnOff', this.#state) || this.#state === 'Saving') await this.settled()
    if (session.isOver) return
    await this.#breakIn()
    if (this.#state === 'Off') this.#services.events.add('TURNED_OFF_WITH_HOST', this)
  }

  /** Removes the machine by `remove`; no other command runs meanwhile or afterwards. */
  delete(remove: () => Promise<void>): Promise<void> {
    return this.#carryOutAlone('delete', async () => {
      await remove()
      this.#removed = true
    })
  }

  /** Throws STATE_CONFLICT where the command would be refused now. */
  requireFor(command: MachineCommand | MachineCopy): void {
    this.#require(command)
  }

  /** Keeps the machine, and so its files, as it is while `work` copies them. */
  copy(command: MachineCopy, work: () => Promise<void>): Promise<void> {
    const check = () => this.#require(command)
    return this.#exclusively(check, async () => {
      const before = this.#state
      this.#setState(stateDuring(command, before) ?? before)
      try {
        await work()
      } finally {
        this.#setState(before)
      }
    })
  }

  /** Changes the machine's settings. Throws STATE_CONFLICT, STORAGE_FAILED and what the change throws. */
  change(kind: MachineChange, change: SettingsChange): Promise<void> {
    const check = () => {
      this.#requirePresent()
      if (!canChange(kind, this.#state)) throw this.#conflict(kind)
    }
    return this.#exclusively(check, async () => {
      const before = this.configuration
      const configuration = await change(before, this.#session?.machine ?? null)
      await this.#folder.commit(configuration)
      recordChange(this.#services.events, this, kind, before, configuration)
    })
  }

  /**
   * Lets the guest stand still until its user resumes it, because a volume it writes to is nearly full. Resolves with
   * whether it does now: not where it does not run.
   */
  async pauseForSpace(facts: { volume: string; free: number }): Promise<boolean> {
    if (this.#state !== 'Running') return false
    await this.#exclusively(
      () => this.#require('pause'),
      async () => {
        await this.#carryOut('pause', (machine) => machine.pause())
        this.#fault = this.#services.events.add('PAUSED_FOR_SPACE', this, facts)
        this.#setState(this.#state)
      },
    )
    return true
  }

  /** What is wrong with its files, looked for while no command is under way that changes them. */
  examine(): Promise<Finding[]> {
    return this.#exclusively(
      () => this.#requirePresent(),
      async () => examineMachine(this.configuration, await this.#folder.leftOver()),
    )
  }

  /** Does something with the guest: its screen, its keyboard, its ports. Throws STATE_CONFLICT or ENGINE_FAILED. */
  async connect<T>(use: (machine: PoweredOnMachine) => Promise<T>): Promise<T> {
    const session = this.#session
    if (session === null) throw this.#conflict('connect')
    await session.attempted
    const { machine } = session
    if (machine === null || session.isOver) throw this.#conflict('connect')
    try {
      return await use(machine)
    } catch (error) {
      if (isViridianError(error)) throw error
      // Read anew: the machine may have gone off, or be about to, while we waited.
      if (this.#session !== session || session?.turningOff === true) throw this.#conflict('connect', error)
      throw this.#engineFailed(error)
    }
  }

  /** The screen; of a saved machine as it was. Throws as `connect` does. */
  async screenImage(): Promise<ScreenImage> {
    const { savedState } = this.configuration
    const picture = this.#state === 'Saved' && savedState !== null ? await readPicture(savedState) : null
    return picture ?? this.connect((machine) => machine.screenImage())
  }

  /** The same for keys: a guest that stands still does not read its keyboard. */
  type(use: (machine: PoweredOnMachine) => Promise<void>): Promise<void> {
    return this.connect((machine) => {
      if (this.#state === 'Paused' || this.#state === 'Saving') throw this.#conflict('type')
      return use(machine)
    })
  }

  async #powerOn(session: PowerSession, savedState: SavedStateSource | null): Promise<void> {
    const { engine, prepare } = this.#services
    await beginUndo(this.#folder)
    const drives = await prepare(this.configuration)
    if (session.turningOff) throw this.#conflict('start')
    await this.#marker.powerOn()
    const { id: machineId, name, memory, floppy } = this.configuration
    const powered = callAsHost(() => engine.powerOn({ machineId, name, memory, drives, floppy, savedState }, session))
    let machine: PoweredOnMachine
    try {
      const lost = session.lost.then((reason) => Promise.reject(new Error(describeReason(reason))))
      machine = await Promise.race([powered, lost])
    } catch (error) {
      throw this.#engineFailed(error)
    }
    session.begin(machine)
    await this.#marker.noteProcess(machine.pid)
  }

  #savedStateFor(session: PowerSession, file: string): SavedStateSource {
    return {
      path: file,
      consume: async () => {
        // Whoever turns a machine off while it is restored has it saved again.
        if (session.turningOff) throw this.#conflict('start')
        await this.#folder.commit({ ...this.configuration, savedState: null })
        await this.#folder.sweep()
      },
    }
  }

  /** The guest stands still for good and its state is complete. */
  async #keepState(session: PowerSession, machine: PoweredOnMachine, file: string): Promise<void> {
    session.guestEnded = true
    let failure: unknown = null
    try {
      await this.#folder.commit({ ...this.configuration, savedState: file })
    } catch (error) {
      failure = error
      await this.#folder.sweep()
    }
    await machine.turnOff().catch((error: unknown) => console.error(errorText(error)))
    this.#fault = failure === null ? null : this.#services.events.add('SAVE_FAILED', this, knownFacts(failure))
    this.#goOff(session)
    if (failure !== null) throw this.#engineFailed(failure)
  }

  async #takeRunning(session: PowerSession, snapshot: KeptSnapshot, progress?: Progress): Promise<void> {
    const { machine } = session
    if (machine === null) throw this.#conflict('takeSnapshot')
    const file = stateFileOf(this.folder, snapshot)
    const kept: KeptSnapshot = { ...snapshot, state: file }
    const layers = planLayers(this.folder, this.configuration.drives, 'avhd')
    let isNamed = false
    await prepareSnapshotsFolder(this.folder)
    await keepPicture(machine, file)
    const commit = async () => {
      await this.#folder.commit(withSnapshot(this.configuration, { ...kept, complete: false }, layers))
      isNamed = true
    }
    try {
      await machine.takeSnapshot({ file, disks: layers.map(({ at, path }) => ({ at, path })) }, commit, progress)
      await this.#folder.commit(withCompleted(this.configuration, kept))
    } catch (error) {
      if (isNamed) await this.#lose(kept, error)
      else if (session.isOver || session.turningOff) throw this.#conflict('takeSnapshot', error)
      throw this.#engineFailed(error)
    }
  }

  /** The guest goes on with the new disks, but its state at that moment is not there. */
  async #lose(snapshot: KeptSnapshot, reason: unknown): Promise<void> {
    try {
      await deleteSnapshot(this.#folder, snapshot, { subtree: false, others: [] })
    } catch (error) {
      console.error(`An incomplete snapshot of ${this.name} could not be deleted: ${errorText(error)}`)
    }
    this.#services.events.add('SNAPSHOT_LOST', this, { ...knownFacts(reason), snapshot: snapshot.name })
  }

  async #apply(which: (now: MachineConfiguration) => string): Promise<void> {
    const snapshot = findSnapshot(this.configuration, which(this.configuration))
    if (this.#session !== null) await this.turnOff()
    try {
      await applyAtRest(this.#folder, snapshot)
    } finally {
      await this.#folder.sweep()
    }
    this.#fault = null
    this.#setState(this.#stateAtRest)
    this.#services.events.add('SNAPSHOT_APPLIED', this, { snapshot: snapshot.name })
  }

  async #commitUndo(): Promise<void> {
    const layers = undoDisksOf(this.configuration)
    const { jobs, events } = this.#services
    this.#setState('Merging')
    try {
      const { folder: path, id, name } = this
      const { bases } = this.configuration.undoDisks
      const files = bases.map((base) => base.path)
      await jobs.result(jobs.start({ kind: 'commitUndoDisks', path, layers }, { machine: { id, name }, files }))
      await this.#folder.commit(withoutUndo(this.configuration))
    } finally {
      this.#setState('Off')
    }
    await this.#folder.sweep()
    events.add('UNDO_DISKS_COMMITTED', this)
  }

  async #discardUndo(): Promise<void> {
    undoDisksOf(this.configuration)
    await this.#folder.commit(withoutUndo(this.configuration))
    await this.#folder.sweep()
    this.#services.events.add('UNDO_DISKS_DISCARDED', this)
  }

  /** What is to be done with the undo disks of a machine that is off, without asking. */
  async #settleUndo(): Promise<void> {
    const { bases, whenOff } = this.configuration.undoDisks
    if (this.#state !== 'Off' || this.#closing || bases.length === 0) return
    try {
      if (whenOff === 'discard') await this.#discardUndo()
      if (whenOff === 'commit') await this.#commitUndo()
    } catch (error) {
      this.#services.events.add('UNDO_DISKS_FAILED', this, knownFacts(error))
    }
  }

  /** Behind the commands that wait already, and before those that come when the machine is off. */
  #rest(): void {
    void this.#exclusively(
      () => undefined,
      () => (this.#removed ? Promise.resolve() : this.#settleUndo()),
    )
  }

  async #turnOff(session: PowerSession): Promise<void> {
    session.turningOff = true
    this.#setState('Stopping')
    await session.attempted
    try {
      if (!session.isOver) await session.machine?.turnOff()
    } catch (error) {
      if (!session.isOver) {
        session.turningOff = false
        this.#setState(session.settled)
        throw this.#engineFailed(error)
      }
    }
    await session.over
  }

  async #carryOut(
    command: 'pause' | 'resume' | 'reset',
    work: (machine: PoweredOnMachine) => Promise<void>,
  ): Promise<void> {
    const { via, to } = transitions[command]
    const session = this.#session
    const machine = session?.machine ?? null
    if (session === null || machine === null || via === undefined || to === undefined) throw this.#conflict(command)
    this.#fault = null
    this.#setState(via)
    try {
      await work(machine)
    } catch (error) {
      if (session.isOver || session.turningOff) throw this.#conflict(command, error)
      this.#setState(session.settled)
      throw this.#engineFailed(error)
    }
    session.settled = to
    if (session.isOver || session.turningOff) throw this.#conflict(command)
    // Of want of room that is heard of before the engine answers, the guest was relieved by the answer.
    if (to === 'Running') this.#fault = null
    this.#setState(to)
  }

  /** What the guest writes waits until it is resumed, so that nothing is lost. */
  #outOfSpace(session: PowerSession, path: string): void {
    this.#fault = this.#services.events.add('DISK_FULL', this, { path })
    session.settled = 'Paused'
    // A command under way comes to its own end.
    this.#setState(this.#state === 'Running' ? 'Paused' : this.#state)
  }

  /** The drive is empty already, whatever else is under way; what that puts into the drive is not taken out again. */
  #mediaEjected(at: DrivePosition): void {
    const driveNow = () => this.configuration.drives.find((drive) => drive.at === at)
    const emptied = driveNow()
    const store = async () => {
      if (driveNow() === emptied) await this.#folder.commit(withMedia(this.configuration, at, { kind: 'none' }))
    }
    this.#queue = this.#queue.then(store).catch((error: unknown) => {
      console.error(`That ${this.name} has an empty drive could not be stored: ${errorText(error)}`)
    })
  }

  #ended(session: PowerSession, reason: PoweredOffReason): void {
    // How the process of a guest that is saved already ends is of no interest.
    if (session.guestEnded) return
    const event = eventOfReason(reason)
    const logged = event === null ? null : this.#services.events.add(event.code, this, event.facts)
    const isFault = logged?.level === 'Critical'
    if (isFault) this.#fault = logged
    const { turningOff } = session
    this.#goOff(session)
    if (isFault && !turningOff) this.#services.faulted(this)
  }

  #goOff(session: PowerSession): void {
    if (session.isOver) return
    try {
      this.#marker.powerOff()
    } catch (error) {
      // The machine is off all the same; the next host will report it as lost.
      console.error(`The file that says that ${this.name} is on could not be removed: ${errorText(error)}`)
    }
    this.#session = null
    this.#services.metrics.clear(this.id)
    this.#setState(this.#stateAtRest)
    session.end()
    this.#rest()
  }

  get #stateAtRest(): MachineState {
    return this.configuration.savedState === null ? 'Off' : 'Saved'
  }

  #carryOutAlone<T>(command: MachineCommand, work: () => Promise<T>): Promise<T> {
    return this.#exclusively(
      () => this.#require(command),
      async () => {
        const from = this.#state
        const result = await work()
        recordCommand(this.#services.events, this, command, from)
        return result
      },
    )
  }

  /**
   * Checks what is asked for when it is asked for, and again when its turn comes. Disks are merged between the turns of a
   * machine that is not on.
   */
  async #exclusively<T>(check: () => void, work: () => Promise<T>): Promise<T> {
    check()
    const turn = this.#queue.then(async () => {
      await this.#merger.stop()
      try {
        check()
        return await work()
      } finally {
        if (this.#session === null && !this.#removed && !this.#closing) this.#merger.begin()
      }
    })
    this.#queue = turn.catch(() => undefined)
    return turn
  }

  #require(command: MachineCommand | MachineCopy): void {
    this.#requirePresent()
    if (!canRun(command, this.#state)) throw this.#conflict(command)
  }

  #requirePresent(): void {
    if (this.#removed) throw new ViridianError('MACHINE_NOT_FOUND', { name: this.name })
  }

  #setState(state: MachineState): void {
    this.#state = state
    this.#publish()
  }

  #publish(): void {
    this.#services.publish({ type: 'machine', machine: this.value })
  }

  #conflict(command: RefusableCommand, cause?: unknown): ViridianError {
    return new ViridianError('STATE_CONFLICT', { name: this.name, command, state: this.#state }, { cause })
  }

  #engineFailed(error: unknown): ViridianError {
    if (isViridianError(error)) return error
    return new ViridianError('ENGINE_FAILED', { name: this.name, detail: errorText(error) }, { cause: error })
  }
}
