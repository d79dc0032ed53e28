import type { Stroke } from './strokes.ts'

/** The guest's side of the keyboard cable. */
export interface KeyboardPort {
  /** True when the guest has read everything sent so far and listens. */
  ready(): boolean
  send(codes: Stroke): void
}

/**
 * Milliseconds between strokes of typed text. A BIOS buffers only 15 keys, so what reads them must get the time to;
 * 10 ms is a fast typist's tenth, and boot loaders that poll the buffer follow it.
 */
const typingInterval = 10
/** How often to look whether the guest has read the last stroke, in milliseconds. */
const pollInterval = 2
/** How long a guest may leave the keyboard unread before what waits is given up, in milliseconds. */
const patience = 15_000
/** Strokes of live keys kept for a guest that is busy; more are dropped, as a full keyboard buffer drops them. */
const liveLimit = 1024

/**
 * Puts strokes on the guest's keyboard one after the other, each after the guest has read the one before: its
 * controller discards what is unread whenever the guest sends the keyboard a command.
 */
export class Keyboard {
  readonly #port: KeyboardPort
  readonly #live: Stroke[] = []
  #turn: Promise<void> = Promise.resolve()
  #draining = false

  constructor(port: KeyboardPort) {
    this.#port = port
  }

  /** A key of a console's keyboard went down or up. */
  press(stroke: Stroke): void {
    if (this.#live.length >= liveLimit) return
    this.#live.push(stroke)
    if (!this.#draining) void this.#drainLive()
  }

  /**
   * Types strokes in order, after what is being typed already.
   * @throws Error when the guest does not read its keyboard
   */
  type(strokes: readonly Stroke[]): Promise<void> {
    const typed = this.#turn.then(() => this.#typeAll(strokes))
    this.#turn = typed.catch(() => undefined)
    return typed
  }

  async #typeAll(strokes: readonly Stroke[]): Promise<void> {
    for (const stroke of strokes) {
      await this.#send(stroke)
      await pause(typingInterval)
    }
  }

  async #drainLive(): Promise<void> {
    this.#draining = true
    for (let stroke = this.#live[0]; stroke !== undefined; stroke = this.#live[0]) {
      try {
        await this.#send(stroke)
        this.#live.shift()
      } catch {
        this.#live.length = 0
      }
    }
    this.#draining = false
  }

  async #send(stroke: Stroke): Promise<void> {
    for (let waited = 0; !this.#port.ready(); waited += pollInterval) {
      if (waited >= patience) throw new Error('The guest does not read its keyboard.')
      await pause(pollInterval)
    }
    this.#port.send(stroke)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
