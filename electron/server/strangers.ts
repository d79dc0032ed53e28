import type { Socket } from 'node:net'

/**
 * Connections of nobody known: a browser that fetches pages, a program that has not said its secret yet, or one that means
 * to take all the places. They have few, for a short time; where there is no place left, the one that has been there longest
 * goes, so that whoever signs in at once always gets in.
 */
export class Strangers {
  readonly #places: number
  readonly #patience: number
  readonly #waiting = new Map<Socket, NodeJS.Timeout>()

  /** `patience` in milliseconds. */
  constructor(places: number, patience: number) {
    this.#places = places
    this.#patience = patience
  }

  get size(): number {
    return this.#waiting.size
  }

  arrive(socket: Socket): void {
    const [longest] = this.#waiting.keys()
    if (this.#waiting.size >= this.#places) longest?.destroy()
    const timer = setTimeout(() => socket.destroy(), this.#patience).unref()
    this.#waiting.set(socket, timer)
    socket.once('close', () => this.leave(socket))
  }

  /** It is known now, or gone. */
  leave(socket: Socket): void {
    clearTimeout(this.#waiting.get(socket))
    this.#waiting.delete(socket)
  }
}
