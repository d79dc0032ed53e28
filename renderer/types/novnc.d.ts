/** The part of noVNC 1.7 (docs/API.md of the package) that the viewer uses. */
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
  }
}
