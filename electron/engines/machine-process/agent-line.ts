import type { Duplex } from 'node:stream'

/** A listener that lets so much lie is cut off: nothing may grow without bound. */
const unreadLimit = 1024 * 1024

/** The channel of the guest agent, as one that talks to it has it; several hear the same. */
export class AgentLine {
  readonly #send: (bytes: Uint8Array) => void
  readonly #talkers = new Set<Duplex>()

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send
  }

  attach(talker: Duplex): void {
    this.#talkers.add(talker)
    talker.on('data', (chunk: Uint8Array) => this.#send(chunk))
    talker.on('error', () => talker.destroy())
    talker.on('close', () => this.#talkers.delete(talker))
  }

  output(bytes: Uint8Array): void {
    for (const talker of this.#talkers) {
      talker.write(bytes)
      if (talker.writableLength > unreadLimit) talker.destroy()
    }
  }

  close(): void {
    for (const talker of this.#talkers) talker.end()
  }
}
