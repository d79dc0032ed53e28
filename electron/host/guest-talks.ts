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

type Say = (channel: Duplex, signal: AbortSignal) => Promise<void>
type Guest = Pick<VirtualMachine, 'over' | 'connect'>

/** What is said to one guest, and what is yet to be. */
interface Line {
  readonly turns: Turns
  readonly breakOff: Set<AbortController>
}

/** What the host has to say to the agents of guests, beside all else: one thing after the other to each. */
export class GuestTalks {
  readonly #closing = new AbortController()
  readonly #lines = new WeakMap<Guest, Line>()

  /** Rejects where it comes to nothing: many guests have no agent, and nothing is wrong with them. */
  async begin(machine: Guest, { grace, patience }: Talk, say: Say): Promise<void> {
    const { turns, breakOff } = this.#lineTo(machine)
    const over = new AbortController()
    breakOff.add(over)
    void machine.over.then(() => over.abort())
    const ending = AbortSignal.any([this.#closing.signal, over.signal])
    try {
      await delay(grace, undefined, { signal: ending })
      await turns.take(() => talk(machine, () => AbortSignal.any([AbortSignal.timeout(patience), ending]), say))
    } finally {
      breakOff.delete(over)
    }
  }

  /**
   * The last thing a guest is told, as the host closes too: all else is broken off, for which a guest that goes off has no
   * use. Rejects as `begin` does.
   * @param patience milliseconds its agent has to answer, once it is its turn
   */
  async finish(machine: Guest, patience: number, signal: AbortSignal, say: Say): Promise<void> {
    const { turns, breakOff } = this.#lineTo(machine)
    for (const each of breakOff) each.abort()
    await turns.take(() => talk(machine, () => AbortSignal.any([AbortSignal.timeout(patience), signal]), say))
  }

  /** Nothing more begins, and what is under way is broken off. */
  close(): void {
    this.#closing.abort()
  }

  #lineTo(machine: Guest): Line {
    const line = this.#lines.get(machine) ?? { turns: new Turns(1), breakOff: new Set() }
    this.#lines.set(machine, line)
    return line
  }
}

/** @param until made when the talk begins: what waits for its turn loses no time */
function talk(machine: Guest, until: () => AbortSignal, say: Say): Promise<void> {
  return machine.connect(async (on) => {
    const signal = until()
    signal.throwIfAborted()
    const channel = await on.openAgent()
    // It breaks off when the machine goes off, as it should.
    channel.on('error', () => undefined)
    try {
      await say(channel, signal)
      // What was written has to get there; what is said to it is of no interest.
      channel.resume().end()
    } catch (error) {
      channel.destroy()
      throw error
    }
  })
}
