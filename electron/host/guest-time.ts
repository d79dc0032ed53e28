import { setTime } from '#electron/guest/time.ts'
import type { GuestTalks } from './guest-talks.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** An agent of a guest that goes on is there at once, or is not there. */
const talk = { grace: 0, patience: 30_000 }

/** Tells guests that stood still, paused or saved, what time it is: theirs stood still too. */
export class GuestTime {
  readonly #talks: GuestTalks

  constructor(talks: GuestTalks) {
    this.#talks = talks
  }

  /** To be called when a guest goes on. Never rejects. */
  async begin(machine: VirtualMachine): Promise<void> {
    try {
      await this.#talks.begin(machine, talk, setTime)
    } catch {
      // It has no agent, and sets its clock by itself or is wrong until it is started anew.
    }
  }
}
