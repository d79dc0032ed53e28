/**
 * The part of noVNC 1.7 (docs/API.md of the package) that the viewer uses, and of its inside what rfb-client.ts extends: the
 * version is pinned, and the tests of that file tell when it moves.
 */
declare module '@novnc/novnc' {
  import type { RawChannel } from '#renderer/transport/transport.ts'

  interface RfbEvents {
    /** The first handshake is done; the guest's screen follows. */
    connect: CustomEvent<Record<string, never>>
    /** The last event of an RFB object; `clean` is false where the connection was lost. */
    disconnect: CustomEvent<{ clean: boolean }>
  }

  export default class RFB {
    constructor(target: HTMLElement, channel: RawChannel, options?: { shared?: boolean })
    /** True: nothing the user types or clicks is sent. */
    viewOnly: boolean
    focusOnClick: boolean
    /** True: the picture is fitted into the target. False: one guest pixel is one CSS pixel, with scroll bars. */
    scaleViewport: boolean
    /** Shows a dot where the guest has no pointer of its own. */
    showDotCursor: boolean
    /** CSS background around the picture. */
    background: string
    addEventListener<Name extends keyof RfbEvents>(name: Name, listener: (event: RfbEvents[Name]) => void): void
    focus(options?: FocusOptions): void
    disconnect(): void

    static messages: {
      clientEncodings: (this: void, socket: object, encodings: readonly number[]) => void
      pointerEvent(socket: object, x: number, y: number, mask: number): void
    }
    protected readonly _sock: object
    /** Head of the rectangle that is being received. */
    protected readonly _FBU: { readonly encoding: number; readonly x: number }
    /** False where more of the rectangle has to come. */
    protected _handleRect(): boolean
  }
}
