import { hostNameFor, setHostName } from '#electron/guest/host-name.ts'
import type { EventLog } from './event-log.ts'
import { callAsHost } from './caller.ts'
import type { GuestTalks } from './guest-talks.ts'
import type { VirtualMachine } from './virtual-machine.ts'

const talk = { grace: 2000, patience: 180_000 }

/**
 * Tells guests their machines' names that go on as other machines: a clone's guest takes itself for the original. It is
 * done beside all else, and where no agent answers it is tried again when the machine is next started.
 */
export class GuestNaming {
  readonly #events: EventLog
  readonly #talks: GuestTalks

  constructor(events: EventLog, talks: GuestTalks) {
    this.#events = events
    this.#talks = talks
  }

  /** To be called when a machine has been started. Never rejects. */
  async begin(machine: VirtualMachine): Promise<void> {
    const { id, guestToBeNamed } = machine.configuration
    if (!guestToBeNamed) return
    const hostName = hostNameFor(machine.name, `vm-${id.slice(0, 8)}`)
    try {
      await this.#talks.begin(machine, talk, (channel, signal) => setHostName(channel, signal, hostName))
      await machine.change('configure', (now) => Promise.resolve({ ...now, guestToBeNamed: false }))
      callAsHost(() => this.#events.add('GUEST_NAMED', machine, { hostName }))
    } catch {
      // Many guests have no agent, and nothing is wrong with them.
    }
  }
}
