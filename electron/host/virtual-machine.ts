import type { PoweredOnMachine, Progress, ScreenImage } from '#electron/engines/engine.ts'
import { ViridianError } from '#shared/errors.ts'
import type { HostEvent } from '#shared/event.ts'
import type { Finding } from '#shared/finding.ts'
import {
  canRun,
  stateDuring,
  type MachineChange,
  type MachineCommand,
  type MachineCopy,
  type MachineState,
} from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { objectionTo, type Asked } from '#shared/objections.ts'
import type { Despite } from '#shared/snapshot.ts'
import { examineMachine } from './doctor/examine-machine.ts'
import { examineSetAside } from './doctor/examine-set-aside.ts'
import type { SnapshotTexts } from './host.ts'
import { CommandQueue } from './machine/command-queue.ts'
import { LiveMachine } from './machine/live-machine.ts'
import type { MachineServices } from './machine/machine-services.ts'
import { Power } from './machine/power.ts'
import { readyToApply } from './machine/ready-to-apply.ts'
import { deleteSavedState, save } from './machine/saving.ts'
import { setLeftOversAside } from './machine/setting-aside.ts'
import { applySnapshot, dropUnfinished, removeSnapshot, takeSnapshot } from './machine/snapshotting.ts'
import { commitUndo, discardUndo, settleUndo, withUndoSettings, type UndoSettings } from './machine/undoing.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { recordChange, recordCommand } from './machine-events.ts'
import type { StoredMachine } from './stored-machine.ts'
import type { RunningMarker } from './running-marker.ts'
import { readPicture } from './saved-state.ts'
import { removeExpired } from './set-aside.ts'
import { LayerMerger } from './snapshots/layer-merger.ts'
import { findSnapshot, withTexts } from './snapshots/snapshots.ts'
import { isViridianError } from './unexpected.ts'

/** Makes new settings of a machine's present ones, and tells its engine of them where it is on. */
export type SettingsChange = (
  now: MachineConfiguration,
  machine: PoweredOnMachine | null,
) => Promise<MachineConfiguration>

/**
 * A machine and what can be done with it. The only place that lets its state be changed, and only along the transition
 * table; besides it a powered-on machine goes to Off whenever the engine says that it is no more, and to Paused when it
 * says that a disk has no room left. How each command is carried out is in `machine/`.
 *
 * Commands run one after the other. A machine that is not on is Saved where its state is kept, else Off. Turn Off alone
 * breaks in on one that is under way: the state becomes Stopping at once, and the interrupted command fails with
 * STATE_CONFLICT.
 */
export class VirtualMachine {
  readonly #machine: LiveMachine
  readonly #power: Power
  readonly #merger: LayerMerger
  readonly #services: MachineServices
  #removed = false
  #closing = false
  readonly #queue: CommandQueue
  #turningOff: Promise<unknown> = Promise.resolve()

  constructor(stored: StoredMachine, marker: RunningMarker, services: MachineServices) {
    this.#machine = new LiveMachine(stored, marker, services, () => this.#rest())
    this.#power = new Power(this.#machine, (what, work) => this.#queue.later(what, work))
    this.#merger = new LayerMerger(this.#machine.files, services.jobs, services.engine.states, () =>
      services.others(this.id),
    )
    this.#queue = new CommandQueue(
      () => this.#merger.stop(),
      () => this.#merge(),
    )
    this.#services = services
  }

  get id(): string {
    return this.#machine.id
  }

  get name(): string {
    return this.#machine.name
  }

  get folder(): string {
    return this.#machine.folder
  }

  get state(): MachineState {
    return this.#machine.state
  }

  get configuration(): MachineConfiguration {
    return this.#machine.configuration
  }

  get value(): Machine {
    return this.#machine.value
  }

  /**
   * Looks whether the machine was on when an earlier host ended, and says so, or was saved, and brings to an end what was
   * under way. To be called before anything else. A machine that is both was on its way from one to the other, and its
   * guest has not run since it was saved.
   */
  async recover(): Promise<void> {
    const machine = this.#machine
    const wasOn = await machine.marker.recover()
    machine.rest()
    if (this.state === 'Off' && wasOn) machine.fault = this.#services.events.add('HOST_ENDED', this)
    await dropUnfinished(machine)
    await machine.files.sweep()
    await setLeftOversAside(machine)
    await this.removeExpired()
    this.#rest()
  }

  /** Instead of `recover` where nothing can be written: what an earlier host has left stays as it is. */
  show(): void {
    this.#machine.rest()
    this.#rest()
  }

  /** Removes what was set aside long enough ago. Never rejects. */
  removeExpired(): Promise<void> {
    return removeExpired(this.folder, this.#services.clock)
  }

  /** `bootMenu` opens the firmware's menu of what to start from. */
  start(options: { bootMenu: boolean } = { bootMenu: false }): Promise<void> {
    return this.#carryOutAlone('start', () => this.#power.start(options))
  }

  save(): Promise<void> {
    return this.#carryOutAlone('save', () => save(this.#machine))
  }

  deleteSavedState(): Promise<void> {
    return this.#carryOutAlone('deleteSavedState', () => deleteSavedState(this.#machine))
  }

  /** Resolves with the snapshot's id. `progress` is told of a running machine's state, from 0 to 1. */
  takeSnapshot(texts: SnapshotTexts, progress?: Progress): Promise<string> {
    return this.#carryOutAlone('takeSnapshot', () => takeSnapshot(this.#machine, texts, progress))
  }

  applySnapshot(snapshotId: string, despite?: Despite): Promise<void> {
    return this.#carryOutAlone('applySnapshot', () => this.#apply(() => snapshotId, despite))
  }

  revert(despite?: Despite): Promise<void> {
    return this.#carryOutAlone('revert', () => this.#apply(({ currentSnapshot }) => currentSnapshot ?? '', despite))
  }

  /** Renames a snapshot, or changes its notes. Throws SNAPSHOT_NOT_FOUND and STORAGE_FAILED. */
  changeSnapshot(snapshotId: string, texts: SnapshotTexts): Promise<void> {
    return this.#queue.take(
      () => this.#requirePresent(),
      () => this.#machine.files.commit(withTexts(this.configuration, snapshotId, texts)),
    )
  }

  deleteSnapshot(snapshotId: string, options: { subtree: boolean }): Promise<void> {
    return this.#carryOutAlone('deleteSnapshot', () => removeSnapshot(this.#machine, snapshotId, options))
  }

  /** Throws SNAPSHOT_NOT_FOUND and SNAPSHOT_WITHOUT_IMAGE. */
  async snapshotImage(snapshotId: string): Promise<ScreenImage> {
    const { name, state } = findSnapshot(this.configuration, snapshotId)
    const picture = state === null ? null : await readPicture(state)
    if (picture === null) throw new ViridianError('SNAPSHOT_WITHOUT_IMAGE', { name: this.name, snapshot: name })
    return picture
  }

  setUndoDisks(settings: UndoSettings): Promise<void> {
    return this.change('changeUndoDisks', () => Promise.resolve(withUndoSettings(this.#machine, settings)))
  }

  commitUndoDisks(): Promise<void> {
    return this.#carryOutAlone('commitUndoDisks', () => commitUndo(this.#machine))
  }

  discardUndoDisks(): Promise<void> {
    return this.#carryOutAlone('discardUndoDisks', () => discardUndo(this.#machine))
  }

  pause(): Promise<void> {
    return this.#carryOutAlone('pause', () => this.#power.pause())
  }

  resume(): Promise<void> {
    return this.#carryOutAlone('resume', () => {
      if (this.#machine.fault?.code === 'PAUSED_FOR_MEMORY') this.#services.requireMemoryToGoOn(this.id)
      return this.#power.resume()
    })
  }

  reset(): Promise<void> {
    return this.#carryOutAlone('reset', () => this.#power.reset())
  }

  async turnOff(): Promise<void> {
    const from = this.state
    await this.#breakIn()
    recordCommand(this.#services.events, this, 'turnOff', from)
  }

  /** Resolves when the machine is off. */
  get over(): Promise<void> {
    return this.#machine.session?.over ?? Promise.resolve()
  }

  /** Resolves when the commands that are under way have come to their end. */
  async settled(): Promise<void> {
    await Promise.all([this.#queue.settled(), this.#turningOff])
  }

  /** Turns the machine off because the host closes, whatever it is doing. */
  async turnOffWithHost(): Promise<void> {
    this.#closing = true
    try {
      await this.#turnOffWithHost()
    } finally {
      await Promise.all([this.#queue.settled(), this.#merger.stop()])
    }
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
    return this.#queue.take(check, async () => {
      const before = this.state
      this.#machine.setState(stateDuring(command, before) ?? before)
      try {
        await work()
      } finally {
        this.#machine.setState(before)
      }
    })
  }

  /** Changes the machine's settings. Throws STATE_CONFLICT, STORAGE_FAILED and what the change throws. */
  change(kind: MachineChange, change: SettingsChange): Promise<void> {
    const check = () => this.#require(kind)
    return this.#queue.take(check, async () => {
      const before = this.configuration
      const configuration = await change(before, this.#machine.session?.machine ?? null)
      await this.#machine.files.commit(configuration)
      recordChange(this.#services.events, this, kind, before, configuration)
    })
  }

  /**
   * Lets the guest stand still until its user resumes it, because the host is about to run out of something. Resolves with
   * whether it does now: not where it does not run.
   */
  async pauseFor(why: 'PAUSED_FOR_SPACE' | 'PAUSED_FOR_MEMORY', facts: HostEvent['facts']): Promise<boolean> {
    if (this.state !== 'Running') return false
    await this.#queue.take(
      () => this.#require('pause'),
      async () => {
        await this.#power.pause()
        this.#machine.fault = this.#services.events.add(why, this, facts)
        this.#machine.publish()
      },
    )
    return true
  }

  /** What is wrong with its files, looked for while no command is under way that changes them. */
  examine(): Promise<Finding[]> {
    return this.#queue.take(
      () => this.#requirePresent(),
      async () => [
        ...(await examineMachine(
          this.configuration,
          await this.#machine.files.leftOver(),
          this.#services.engine.states,
        )),
        ...(await examineSetAside(this.name, this.folder)),
      ],
    )
  }

  /** Does something with the guest: its screen, its keyboard, its ports. Throws STATE_CONFLICT or ENGINE_FAILED. */
  async connect<T>(use: (machine: PoweredOnMachine) => Promise<T>): Promise<T> {
    const { session } = this.#machine
    if (session === null) throw this.#machine.conflict('connect')
    await session.attempted
    const { machine } = session
    if (machine === null || session.isOver) throw this.#machine.conflict('connect')
    try {
      return await use(machine)
    } catch (error) {
      if (isViridianError(error)) throw error
      // Read anew: the machine may have gone off, or be about to, while we waited.
      if (this.#machine.session !== session || session.turningOff) throw this.#machine.conflict('connect', error)
      throw this.#machine.engineFailed(error)
    }
  }

  /** The screen; of a saved machine as it was. Throws as `connect` does. */
  async screenImage(): Promise<ScreenImage> {
    const { savedState } = this.configuration
    const picture = this.state === 'Saved' && savedState !== null ? await readPicture(savedState) : null
    return picture ?? this.connect((machine) => machine.screenImage())
  }

  /** The same for keys: a guest that stands still does not read its keyboard. */
  type(use: (machine: PoweredOnMachine) => Promise<void>): Promise<void> {
    return this.connect((machine) => {
      if (this.state === 'Paused' || this.state === 'Saving') throw this.#machine.conflict('type')
      return use(machine)
    })
  }

  async #apply(which: (now: MachineConfiguration) => string, despite: Despite | undefined): Promise<void> {
    const found = findSnapshot(this.configuration, which(this.configuration))
    const snapshot = await readyToApply(this.#machine, found, despite)
    if (this.#machine.session !== null) await this.turnOff()
    await applySnapshot(this.#machine, snapshot)
  }

  async #breakIn(): Promise<void> {
    this.#require('turnOff')
    const { session } = this.#machine
    if (session === null) throw this.#machine.conflict('turnOff')
    const work = this.#power.turnOff(session)
    this.#turningOff = work.catch(() => undefined)
    return work
  }

  async #turnOffWithHost(): Promise<void> {
    const { session } = this.#machine
    if (session === null) return
    // A reset cannot be broken in on, a save should not be, and the user may be turning it off already.
    if (!canRun('turnOff', this.state) || this.state === 'Saving') await this.settled()
    if (session.isOver) return
    await this.#breakIn()
    if (this.state === 'Off') this.#services.events.add('TURNED_OFF_WITH_HOST', this)
  }

  /** Behind the commands that wait already, and before those that come when the machine is off. */
  #rest(): void {
    void this.#queue.take(
      () => undefined,
      () => (this.#removed || this.#closing ? Promise.resolve() : settleUndo(this.#machine)),
    )
  }

  #carryOutAlone<T>(command: MachineCommand, work: () => Promise<T>): Promise<T> {
    return this.#queue.take(
      () => this.#require(command),
      async () => {
        const from = this.state
        const result = await work()
        recordCommand(this.#services.events, this, command, from)
        return result
      },
    )
  }

  /** Disks are merged between the turns. */
  #merge(): void {
    const { session, fault } = this.#machine
    if (this.#removed || this.#closing) return
    // Of one that is about to go off the disks are merged once it is, and where its guest waits for room none is taken.
    if (session !== null && (session.turningOff || fault !== null)) return
    if (session !== null && this.#services.engine.capabilities.abilities.mergesWhileOn !== null) return
    this.#merger.begin(session)
  }

  #require(asked: Asked): void {
    this.#requirePresent()
    const objection = objectionTo(this.#machine.subject, asked, this.#services.engine)
    if (objection !== null) throw objection
  }

  #requirePresent(): void {
    if (this.#removed) throw new ViridianError('MACHINE_NOT_FOUND', { name: this.name })
  }
}
