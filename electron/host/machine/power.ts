import { usingDisks } from '#electron/disks/disk-failure.ts'
import type { PoweredOffReason, PoweredOnMachine, SavedStateSource } from '#electron/engines/engine.ts'
import type { DrivePosition } from '#shared/drive.ts'
import { hardwareOf } from '#shared/hardware.ts'
import { stateDuring, transitions } from '#shared/machine-state.ts'
import { callAsHost } from '../caller.ts'
import { withMedia } from '../drives.ts'
import { PowerSession } from '../power-session.ts'
import { describeReason, eventOfReason } from '../powered-off-reason.ts'
import { beginUndo } from '../snapshots/undo-disks.ts'
import { errorText, isViridianError, knownFacts } from '../unexpected.ts'
import type { LiveMachine } from './live-machine.ts'

/** Powers a machine on and off, and follows what its engine says meanwhile. */
export class Power {
  readonly #machine: LiveMachine
  readonly #later: (what: string, work: () => Promise<void>) => void

  /** `later` does something when the commands under way have come to their end. */
  constructor(machine: LiveMachine, later: (what: string, work: () => Promise<void>) => void) {
    this.#machine = machine
    this.#later = later
  }

  async start({ bootMenu }: { bootMenu: boolean }): Promise<void> {
    const machine = this.#machine
    const { services } = machine
    const session = new PowerSession({
      sample: (sample) => services.metrics.add(machine.id, sample),
      guestFault: (detail) => services.events.add('GUEST_RESET_BY_FAULT', machine, { detail }),
      outOfSpace: (path) => this.#outOfSpace(session, path),
      diskFailed: (facts) => services.events.add('DISK_ACCESS_FAILED', machine, { ...facts, error: 'DISK_FAILED' }),
      mediaEjected: (at) => this.#mediaEjected(at),
      ended: (reason) => this.#ended(session, reason),
    })
    machine.begin(session)
    const { savedState: file, startsWarm } = machine.configuration
    const savedState = file === null ? null : this.#savedStateFor(session, file)
    machine.setState(stateDuring('start', machine.state) ?? machine.state)
    let goesOn: boolean
    try {
      goesOn = await this.#powerOn(session, savedState, bootMenu)
      if (machine.configuration.startsWarm) await machine.files.commit({ ...machine.configuration, startsWarm: false })
    } catch (error) {
      await session.machine?.turnOff().catch(() => undefined)
      const conflict = machine.conflict('start')
      machine.goOff(session)
      if (session.turningOff) throw conflict
      if (startsWarm && file === null && isViridianError(error) && error.code === 'STATE_UNUSABLE') {
        console.error(`${machine.name} boots, since the state it was to go on from is unusable: ${errorText(error)}`)
        await machine.files.commit({ ...machine.configuration, startsWarm: false })
        return this.start({ bootMenu })
      }
      services.events.add('START_FAILED', machine, knownFacts(error))
      throw error
    }
    session.endAttempt()
    if (session.turningOff || session.isOver) throw machine.conflict('start')
    machine.setState(session.settled)
    services.started()
    if (goesOn) services.wentOn()
  }

  pause(): Promise<void> {
    return this.#carryOut('pause', (on) => on.pause())
  }

  async resume(): Promise<void> {
    await this.#carryOut('resume', (on) => on.resume())
    this.#machine.services.wentOn()
  }

  reset(): Promise<void> {
    const paused = this.#machine.state === 'Paused'
    return this.#carryOut('reset', async (on) => {
      await on.reset()
      if (paused) await on.resume()
    })
  }

  async turnOff(session: PowerSession): Promise<void> {
    const machine = this.#machine
    session.turningOff = true
    machine.setState('Stopping')
    await session.attempted
    try {
      if (!session.isOver) await session.machine?.turnOff()
    } catch (error) {
      if (!session.isOver) {
        session.turningOff = false
        machine.setState(session.settled)
        throw machine.engineFailed(error)
      }
    }
    await session.over
  }

  /** Resolves with whether the guest goes on from a state. */
  async #powerOn(session: PowerSession, saved: SavedStateSource | null, bootMenu: boolean): Promise<boolean> {
    const machine = this.#machine
    const { engine, prepare, findWarmState } = machine.services
    await beginUndo(machine.files)
    const drives = await prepare(machine.configuration)
    if (session.turningOff) throw machine.conflict('start')
    await machine.marker.powerOn()
    const { id: machineId, name, floppy, settings } = machine.configuration
    const hardware = { ...hardwareOf(machine.configuration), drives }
    const { order, menu } = settings.startup
    const mayBeWarm = saved === null && !bootMenu && !menu
    const warm = mayBeWarm ? await findWarmState(machine.configuration, drives) : null
    const savedState = warm === null ? saved : this.#warmStateFor(session, warm)
    const examined = (path: string) => usingDisks(() => engine.states.examine(name, path, hardware))
    const changed = savedState === null ? [] : await examined(savedState.path)
    const startup = { order, menu: bootMenu ? 'open' : menu ? 'offer' : 'none' } as const
    const options = { machineId, name, ...hardware, startup, savedState }
    const powered = callAsHost(() => engine.powerOn(options, session))
    let on: PoweredOnMachine
    try {
      const lost = session.lost.then((reason) => Promise.reject(new Error(describeReason(reason))))
      on = await Promise.race([powered, lost])
    } catch (error) {
      throw machine.engineFailed(error)
    }
    session.begin(on)
    for (const at of changed) {
      const path = at === 'floppy' ? floppy : drives.find((drive) => drive.at === at)?.path
      machine.services.events.add('MEDIA_CHANGED', machine, { at, path: path ?? '' })
    }
    await machine.marker.noteProcess(on.pid)
    return savedState !== null
  }

  #savedStateFor(session: PowerSession, file: string): SavedStateSource {
    const { files } = this.#machine
    return this.#stateFor(session, file, async () => {
      await files.commit({ ...files.configuration, savedState: null })
      await files.sweep()
    })
  }

  /** The state is all machines': this one only remembers that it has gone on from it, under another name. */
  #warmStateFor(session: PowerSession, file: string): SavedStateSource {
    const { files } = this.#machine
    return this.#stateFor(session, file, () =>
      files.commit({ ...files.configuration, startsWarm: false, guestToBeNamed: true }),
    )
  }

  #stateFor(session: PowerSession, path: string, consume: () => Promise<void>): SavedStateSource {
    return {
      path,
      consume: async () => {
        // Whoever turns a machine off while it is restored has its state again.
        if (session.turningOff) throw this.#machine.conflict('start')
        await consume()
      },
    }
  }

  async #carryOut(command: 'pause' | 'resume' | 'reset', work: (on: PoweredOnMachine) => Promise<void>): Promise<void> {
    const machine = this.#machine
    const { via, to } = transitions[command]
    const { session } = machine
    const on = session?.machine ?? null
    if (session === null || on === null || via === undefined || to === undefined) throw machine.conflict(command)
    machine.fault = null
    machine.setState(via)
    try {
      await work(on)
    } catch (error) {
      if (session.isOver || session.turningOff) throw machine.conflict(command, error)
      machine.setState(session.settled)
      throw machine.engineFailed(error)
    }
    session.settled = to
    if (session.isOver || session.turningOff) throw machine.conflict(command)
    // Of want of room that is heard of before the engine answers, the guest was relieved by the answer.
    if (to === 'Running') machine.fault = null
    machine.setState(to)
  }

  /** What the guest writes waits until it is resumed, so that nothing is lost. */
  #outOfSpace(session: PowerSession, path: string): void {
    const machine = this.#machine
    machine.fault = machine.services.events.add('DISK_FULL', machine, { path })
    session.settled = 'Paused'
    // A command under way comes to its own end.
    machine.setState(machine.state === 'Running' ? 'Paused' : machine.state)
  }

  /** The drive is empty already, whatever else is under way; what that puts into the drive is not taken out again. */
  #mediaEjected(at: DrivePosition): void {
    const { files, name } = this.#machine
    const driveNow = () => files.configuration.drives.find((drive) => drive.at === at)
    const emptied = driveNow()
    this.#later(`That ${name} has an empty drive could not be stored`, async () => {
      if (driveNow() === emptied) await files.commit(withMedia(files.configuration, at, { kind: 'none' }))
    })
  }

  #ended(session: PowerSession, reason: PoweredOffReason): void {
    // How the process of a guest that is saved already ends is of no interest.
    if (session.guestEnded) return
    const machine = this.#machine
    const event = eventOfReason(reason)
    const logged = event === null ? null : machine.services.events.add(event.code, machine, event.facts)
    const isFault = logged?.level === 'Critical'
    if (isFault) machine.fault = logged
    const { turningOff } = session
    machine.goOff(session)
    if (isFault && !turningOff) machine.services.faulted()
  }
}
