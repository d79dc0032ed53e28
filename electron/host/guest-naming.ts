import { setTimeout as delay } from 'node:timers/promises'
import { hostNameFor, setHostName } from '#electron/guest/host-name.ts'
import type { EventLog } from './event-log.ts'
import { callAsHost } from './caller.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** How long an agent may take to answer and to do what is asked, from a start on; milliseconds. */
const patience = 180_000
/** Milliseconds a guest that goes on is left to its user first: they may be waiting for it. */
const grace = 2000

/**
 * Tells guests their machines' names that go on as other machines: a clone's guest takes itself for the original. It is
 * done beside all else, and where no agent answers it is tried again when the machine is next started.
 */
export class GuestNaming {
  readonly #events: EventLog
  readonly #closing = new AbortController()

  constructor(events: EventLog) {
    this.#events = events
  }

  /** To be called when a machine has been started. Never rejects. */
  async begin(machine: VirtualMachine): Promise<void> {
    const { id, guestToBeNamed } = machine.configuration
    if (!guestToBeNamed || this.#closing.signal.aborted) return
    const over = new AbortController()
    void machine.over.then(() => over.abort())
    const signal = AbortSignal.any([AbortSignal.timeout(patience), this.#closing.signal, over.signal])
    const hostName = hostNameFor(machine.name, `vm-${id.slice(0, 8)}`)
    try {
      await delay(grace, undefined, { signal })
      await machine.connect(async (on) => {
        const channel = await on.openAgent()
        // It breaks off when the machine goes off, as it should.
        channel.on('error', () => undefined)
        try {
          await setHostName(channel, signal, hostName)
        } finally {
          channel.destroy()
        }
      })
      await machine.change('configure', (now) => Promise.resolve({ ...now, guestToBeNamed: false }))
      callAsHost(() => this.#events.add('GUEST_NAMED', machine, { hostName }))
    } catch {
      // Many guests have no agent, and nothing is wrong with them.
    }
  }

  /** Whoever shuts guests down as the host closes talks to their agents alone. */
  close(): void {
    this.#closing.abort()
  }
}
