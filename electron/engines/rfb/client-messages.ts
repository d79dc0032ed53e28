import type { Rect } from './rect.ts'
import { skip, type Conversation } from './message-reader.ts'
import { parsePixelFormat, PIXEL_FORMAT_BYTES, type PixelFormat } from './pixel-format.ts'
import { RfbError } from './rfb-error.ts'

/** Longest text a viewer may put on the clipboard. */
const MAX_CUT_TEXT = 256 * 1024
/** Longest block a fence may carry (rfbproto, ClientFence). */
const MAX_FENCE = 64
/** Encodings looked at; of a longer list the rest is read past. */
const MAX_ENCODINGS = 256

/** What a viewer says after the handshake. */
export interface ClientMessages {
  setPixelFormat(format: PixelFormat): void
  /** In the order the viewer prefers them. */
  setEncodings(encodings: readonly number[]): void
  requestUpdate(incremental: boolean, rect: Rect): void
  keyEvent(keysym: number, down: boolean): void
  extendedKeyEvent(keysym: number, keycode: number, down: boolean): void
  pointerEvent(mask: number, x: number, y: number): void
  enableContinuousUpdates(enable: boolean, rect: Rect): void
  fence(flags: number, payload: Buffer): void
  setDesktopSize(): void
}

const messageType = {
  setPixelFormat: 0,
  setEncodings: 2,
  updateRequest: 3,
  keyEvent: 4,
  pointerEvent: 5,
  cutText: 6,
  continuousUpdates: 150,
  fence: 248,
  setDesktopSize: 251,
  qemu: 255,
} as const

/** RFC 6143 section 7.5 and the extensions of rfbproto, without end. Throws `RfbError` for what is none of these. */
export function* clientMessages(viewer: ClientMessages): Conversation {
  for (;;) {
    const type = (yield 1).readUInt8(0)
    switch (type) {
      case messageType.setPixelFormat:
        viewer.setPixelFormat(parsePixelFormat((yield 3 + PIXEL_FORMAT_BYTES).subarray(3)))
        break
      case messageType.setEncodings:
        viewer.setEncodings(yield* readEncodings())
        break
      case messageType.updateRequest: {
        const bytes = yield 9
        viewer.requestUpdate(bytes.readUInt8(0) !== 0, readRect(bytes, 1))
        break
      }
      case messageType.keyEvent: {
        const bytes = yield 7
        viewer.keyEvent(bytes.readUInt32BE(3), bytes.readUInt8(0) !== 0)
        break
      }
      case messageType.pointerEvent: {
        const bytes = yield 5
        viewer.pointerEvent(bytes.readUInt8(0), bytes.readUInt16BE(1), bytes.readUInt16BE(3))
        break
      }
      case messageType.cutText:
        yield* skipCutText()
        break
      case messageType.continuousUpdates: {
        const bytes = yield 9
        viewer.enableContinuousUpdates(bytes.readUInt8(0) !== 0, readRect(bytes, 1))
        break
      }
      case messageType.fence: {
        const head = yield 8
        const length = head.readUInt8(7)
        if (length > MAX_FENCE)
          throw new RfbError(`the viewer sent a fence of ${length} bytes; ${MAX_FENCE} are allowed`)
        const flags = head.readUInt32BE(3)
        viewer.fence(flags, length === 0 ? Buffer.alloc(0) : Buffer.from(yield length))
        break
      }
      case messageType.setDesktopSize: {
        const screens = (yield 7).readUInt8(5)
        yield* skip(screens * 16)
        viewer.setDesktopSize()
        break
      }
      case messageType.qemu:
        yield* readQemuMessage(viewer)
        break
      default:
        throw new RfbError(`the viewer sent a message of the unknown type ${type}`)
    }
  }
}

function readRect(bytes: Buffer, offset: number): Rect {
  return {
    x: bytes.readUInt16BE(offset),
    y: bytes.readUInt16BE(offset + 2),
    width: bytes.readUInt16BE(offset + 4),
    height: bytes.readUInt16BE(offset + 6),
  }
}

function* readEncodings(): Conversation<number[]> {
  const count = (yield 3).readUInt16BE(1)
  const encodings: number[] = []
  for (let i = 0; i < Math.min(count, MAX_ENCODINGS); i++) encodings.push((yield 4).readInt32BE(0))
  yield* skip((count - encodings.length) * 4)
  return encodings
}

/** The guest has no clipboard the host could reach, so the text goes nowhere. */
function* skipCutText(): Conversation {
  const length = (yield 7).readUInt32BE(3)
  if (length > MAX_CUT_TEXT) {
    throw new RfbError(`the viewer sent a clipboard text of ${length} bytes; ${MAX_CUT_TEXT} are allowed`)
  }
  yield* skip(length)
}

function* readQemuMessage(viewer: ClientMessages): Conversation {
  const subtype = (yield 1).readUInt8(0)
  if (subtype !== 0) throw new RfbError(`the viewer sent a QEMU message of the unknown type ${subtype}`)
  const bytes = yield 10
  viewer.extendedKeyEvent(bytes.readUInt32BE(2), bytes.readUInt32BE(6), bytes.readUInt16BE(0) !== 0)
}
