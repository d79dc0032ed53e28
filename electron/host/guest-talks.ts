import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { Turns } from './turns.ts'
import type { VirtualMachine } from './virtual-machine.ts'

interface Talk {
  /** Milliseconds the guest is left to its user first: they may be waiting for it. */
  readonly grace: number
  /** Milliseconds its agent has to answer and to do what is asked. */
  readonly patience: number
}

/** What the host has to say to the agents of guests, beside all else: one thing after the other to each. */
export class GuestTalks {
  readonly #closing = new AbortController()
  readonly #turns = new WeakMap<VirtualMachine, Turns>()

  /** Rejects where it comes to nothing: many guests have no agent, and nothing is wrong with them. */
  async begin(
    machine: VirtualMachine,
    { grace, patience }: Talk,
    say: (channel: Duplex, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const over = new AbortController()
    void machine.over.then(() => over.abort())
    const ending = AbortSignal.any([this.#closing.signal, over.signal])
    await delay(grace, undefined, { signal: ending })
    await this.#turnsOf(machine).take(() =>
      machine.connect(async (on) => {
        const signal = AbortSignal.any([AbortSignal.timeout(patience), ending])
        const channel = await on.openAgent()
        // It breaks off when the machine goes off, as it should.
        channel.on('error', () => undefined)
        try {
          await say(channel, signal)
        } finally {
          channel.destroy()
        }
      }),
    )
  }

  /** Whoever shuts guests down as the host closes talks to their agents alone. */
  close(): void {
    this.#closing.abort()
  }

  #turnsOf(machine: VirtualMachine): Turns {
    const turns = this.#turns.get(machine) ?? new Turns(1)
    this.#turns.set(machine, turns)
    return turns
  }
}
