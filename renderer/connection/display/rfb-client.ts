// noVNC brings no types, and an ambient declaration cannot be imported: with the reference, whichever project imports
// this file (the tests do) finds ours.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="../../types/novnc.d.ts" />
import RFB from '@novnc/novnc'

/** QEMU Pointer Motion Change (rfbproto). */
const POINTER_MOTION = -257
/** Coordinates of a mouse that did not move. */
const STILL = 0x7fff

const { clientEncodings } = RFB.messages
RFB.messages.clientEncodings = (socket, encodings) => {
  // Where a page cannot capture the mouse, positions are all there is.
  const canCapture = 'requestPointerLock' in HTMLElement.prototype
  clientEncodings(socket, canCapture ? [...encodings, POINTER_MOTION] : encodings)
}

/** noVNC's client, and whether the guest takes positions of the mouse: `onPositions`, told by the server. */
export class RfbClient extends RFB {
  onPositions: (positions: boolean) => void = () => undefined

  /** Tells a guest that takes no positions how far the mouse was moved. `mask` as in RFC 6143 section 7.5.5. */
  sendStep(dx: number, dy: number, mask: number): void {
    RFB.messages.pointerEvent(this._sock, STILL + dx, STILL + dy, mask)
  }

  override _handleRect(): boolean {
    const { encoding, x } = this._FBU
    if (encoding !== POINTER_MOTION) return super._handleRect()
    this.onPositions(x !== 0)
    return true
  }
}
