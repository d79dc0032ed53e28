import { ViridianError } from '#shared/errors.ts'
import type { HostEvent } from '#shared/event.ts'
import type { MachineState } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import type { RefusableCommand } from '#shared/messages/messages.ts'
import type { Subject } from '#shared/objections.ts'
import { describeConfiguration, type MachineConfiguration } from '../machine-configuration.ts'
import { MachineFolder } from '../machine-folder.ts'
import type { StoredMachine } from '../stored-machine.ts'
import type { PowerSession } from '../power-session.ts'
import type { RunningMarker } from '../running-marker.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import type { MachineServices } from './machine-services.ts'

/**
 * What a machine is at this moment: its folder, its state and, while it is on, its session. What the commands of
 * `VirtualMachine` share; nobody else changes it. Every change is published.
 */
export class LiveMachine {
  readonly files: MachineFolder
  readonly marker: RunningMarker
  readonly services: MachineServices
  /** What keeps it from running, or did: told to its users until it runs again. */
  fault: HostEvent | null = null
  readonly #wentOff: () => void
  #state: MachineState = 'Off'
  #session: PowerSession | null = null

  /** `wentOff` hears whenever a session has ended. */
  constructor(stored: StoredMachine, marker: RunningMarker, services: MachineServices, wentOff: () => void) {
    this.files = new MachineFolder(stored, services.save, () => this.publish())
    this.marker = marker
    this.services = services
    this.#wentOff = wentOff
  }

  get id(): string {
    return this.configuration.id
  }

  get name(): string {
    return this.configuration.name
  }

  get folder(): string {
    return this.files.path
  }

  get configuration(): MachineConfiguration {
    return this.files.configuration
  }

  get state(): MachineState {
    return this.#state
  }

  /** Null while it is not on. */
  get session(): PowerSession | null {
    return this.#session
  }

  get value(): Machine {
    return {
      ...describeConfiguration(this.configuration),
      folder: this.folder,
      state: this.#state,
      waitingToStart: this.services.waitsToStart(this.id),
      problem: null,
      fault: this.fault,
    }
  }

  /** What speaks for or against a command. Of the snapshots those that are not complete count as well. */
  get subject(): Subject {
    const { configuration } = this
    const { snapshots } = configuration
    return { ...describeConfiguration(configuration), snapshots, state: this.#state, problem: null }
  }

  setState(state: MachineState): void {
    this.#state = state
    this.publish()
  }

  /** The state of a machine that is not on and at no command. */
  rest(): void {
    this.setState(this.configuration.savedState === null ? 'Off' : 'Saved')
  }

  begin(session: PowerSession): void {
    this.#session = session
    this.fault = null
  }

  goOff(session: PowerSession): void {
    if (session.isOver) return
    try {
      this.marker.powerOff()
    } catch (error) {
      // The machine is off all the same; the next host will report it as lost.
      console.error(`The file that says that ${this.name} is on could not be removed: ${errorText(error)}`)
    }
    this.#session = null
    this.services.metrics.clear(this.id)
    this.rest()
    session.end()
    this.#wentOff()
  }

  publish(): void {
    this.services.publish({ type: 'machine', machine: this.value })
  }

  conflict(command: RefusableCommand, cause?: unknown): ViridianError {
    return new ViridianError('STATE_CONFLICT', { name: this.name, command, state: this.#state }, { cause })
  }

  engineFailed(error: unknown): ViridianError {
    if (isViridianError(error)) return error
    return new ViridianError('ENGINE_FAILED', { name: this.name, detail: errorText(error) }, { cause: error })
  }
}
