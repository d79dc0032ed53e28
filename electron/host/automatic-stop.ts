import { isPoweredOn } from '#shared/machine-state.ts'
import { noteWasOn } from './automatic-start.ts'
import type { EventLog } from './event-log.ts'
import { shutDownGuest, type ShutDownMeans } from './guest-shutdown.ts'
import type { GuestTalks } from './guest-talks.ts'
import { Turns } from './turns.ts'
import { errorText, knownFacts } from './unexpected.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** How many states are written at once: more would only make the disk seek. */
const savesAtOnce = 2

/** How long a guest may take to shut down, seconds. */
const longestShutDown = 30

/** Brings machines to their end with their host, each as its settings say, and notes that they were on. */
export class AutomaticStop {
  readonly #events: EventLog
  readonly #talks: GuestTalks
  readonly #saves = new Turns(savesAtOnce)

  constructor(events: EventLog, talks: GuestTalks) {
    this.#events = events
    this.#talks = talks
  }

  /** Rejects with an AggregateError of what could not even be turned off. */
  async stop(machines: readonly VirtualMachine[]): Promise<void> {
    const results = await Promise.allSettled(machines.map((machine) => this.#stop(machine)))
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
    if (failures.length > 0) throw new AggregateError(failures, 'Machines could not be turned off.')
  }

  async #stop(machine: VirtualMachine): Promise<void> {
    if (machine.state === 'Starting' || machine.state === 'Restoring') {
      // There is nothing to save yet, or it is saved still.
      await machine.turnOffWithHost()
      await this.#note(machine)
      return
    }
    await machine.settled()
    if (!isPoweredOn(machine.state)) return
    await this.#note(machine)
    const { automaticStop } = machine.configuration.settings
    if (automaticStop === 'shutDown') await this.#shutDown(machine)
    if (automaticStop !== 'turnOff') await this.#saves.take(() => this.#save(machine))
    await machine.turnOffWithHost()
  }

  /** Of a guest that hears nobody, or takes too long, the state is saved instead, as Virtual Server did. */
  async #shutDown(machine: VirtualMachine): Promise<void> {
    if (machine.state !== 'Running') return
    const asked = (means: ShutDownMeans) => this.#events.add('GUEST_ASKED_TO_SHUT_DOWN', machine, { means })
    try {
      const { signal } = new AbortController()
      await shutDownGuest(machine, { talks: this.#talks, seconds: longestShutDown, signal, asked })
    } catch (error) {
      if (isPoweredOn(machine.state)) console.error(`${machine.name} could not be shut down: ${errorText(error)}`)
    }
  }

  async #save(machine: VirtualMachine): Promise<void> {
    if (!isPoweredOn(machine.state)) return
    try {
      await machine.save()
      this.#events.add('SAVED_WITH_HOST', machine)
    } catch (error) {
      // One that went off by itself meanwhile has told of it.
      if (isPoweredOn(machine.state)) this.#events.add('NOT_SAVED_WITH_HOST', machine, knownFacts(error))
    }
  }

  async #note(machine: VirtualMachine): Promise<void> {
    try {
      await noteWasOn(machine, true)
    } catch (error) {
      console.error(`That ${machine.name} was on could not be noted: ${errorText(error)}`)
    }
  }
}
