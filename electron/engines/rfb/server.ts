import type { Duplex } from 'node:stream'
import type { Screen } from './screen.ts'
import type { RfbSecurity } from './handshake.ts'
import { Viewer, type GuestInput } from './viewer.ts'
import { FailureLimit } from './vnc-auth.ts'

export type { RfbSecurity } from './handshake.ts'
export type { PointerEvent, PointerStep } from './pointer.ts'
export type { GuestInput } from './viewer.ts'

/** Viewers at once; a bound, not a recommendation. */
const MAX_VIEWERS = 32

export interface RfbServerOptions {
  readonly screen: Screen
  readonly input: GuestInput
  /** The desktop's name, shown in a viewer's title bar. */
  readonly name: string
  /** Told why a viewer was refused or disconnected; not called for viewers that go by themselves. */
  readonly report?: (reason: string) => void
}

/**
 * Shows a screen to any number of RFB viewers (RFC 6143) and hands their keys and mice to the guest. Streams may come
 * from anywhere: a message port, a WebSocket, a TCP socket. All viewers share the screen, also with one that asks for it
 * alone (RFC 6143 section 7.3.1 lets the server decide): stock viewers ask so by default, and attaching one must not end
 * the console of another.
 */
export class RfbServer {
  readonly #options: RfbServerOptions
  readonly #failures = new FailureLimit()
  readonly #viewers = new Set<Viewer>()
  /** Viewers that proved themselves. */
  readonly #welcome = new Set<Viewer>()
  #closed = false

  constructor(options: RfbServerOptions) {
    this.#options = options
  }

  /** Viewers that see the screen now. */
  get watching(): number {
    return this.#welcome.size
  }

  /** Serves one viewer on a stream, which belongs to the server from now on. Never throws. */
  attach(stream: Duplex, security: RfbSecurity): void {
    if (this.#closed || this.#viewers.size >= MAX_VIEWERS) {
      stream.on('error', () => undefined)
      stream.destroy()
      this.#options.report?.(this.#closed ? 'the machine is off' : `there are ${MAX_VIEWERS} viewers already`)
      return
    }
    const { screen, input, name } = this.#options
    const viewer = new Viewer({
      stream,
      screen,
      input,
      name,
      security,
      failures: this.#failures,
      welcome: (self) => {
        this.#welcome.add(self)
      },
      closed: (self, reason) => {
        this.#viewers.delete(self)
        this.#welcome.delete(self)
        if (reason !== null) this.#options.report?.(reason)
      },
    })
    this.#viewers.add(viewer)
  }

  /** To be called when `GuestInput.takesPositions` may have changed. */
  pointerChanged(): void {
    for (const viewer of this.#welcome) viewer.pointerChanged()
  }

  /** Disconnects all viewers and takes no more. */
  close(): void {
    this.#closed = true
    for (const viewer of [...this.#viewers]) viewer.close('the machine is off')
  }
}
