import { Framebuffer } from './framebuffer.ts'
import { intersect, type Rect } from './rect.ts'
import type { Screen, ScreenWatch } from './screen.ts'
import { DeflateStream } from './deflate-stream.ts'
import type { Encoder, PackedRect } from './encoder.ts'
import { serverPixelFormat, type PixelFormat } from './pixel-format.ts'
import { encodeRaw, RAW } from './raw.ts'
import * as message from './server-messages.ts'
import { encodeTight, TIGHT } from './tight.ts'
import { encodeZrle, ZRLE } from './zrle.ts'

/** Shortest time between two updates to one viewer, in milliseconds; what changes meanwhile is sent together. */
const SHORTEST_PAUSE = 12
/** Longest, however long packing takes. */
const LONGEST_PAUSE = 100

/** Updates a viewer may have before it, unconfirmed, when it lets the server send unasked. */
const MAX_UNCONFIRMED = 3

/** Compression of viewers that do not say: quick, and text is small with any. */
const DEFAULT_LEVEL = 1

const encoders = new Map<number, Encoder>([
  [TIGHT, encodeTight],
  [ZRLE, encodeZrle],
  [RAW, encodeRaw],
])

export interface UpdateOutput {
  /** False while the stream asks to wait; `UpdateSender.resume` is called afterwards. */
  readonly writable: boolean
  /** Writes an update; only one at a time is on its way. */
  write(bytes: Buffer): void
  /** Writes an answer; disconnects a viewer that makes the server answer and does not read. */
  answer(bytes: Buffer): void
  /** Disconnects the viewer. */
  close(reason: string): void
}

/**
 * Sends one viewer what changed on the screen, when the viewer asked for it (RFC 6143 section 7.5.3) or unasked where
 * both sides know continuous updates. Never more than one update is on its way into the stream: what a slow viewer
 * misses meanwhile is sent together, so nothing piles up.
 */
export class UpdateSender {
  readonly #screen: Screen
  readonly #output: UpdateOutput
  readonly #watch: ScreenWatch
  readonly #deflate = new DeflateStream()
  #format: PixelFormat = serverPixelFormat
  #encoder: Encoder = encodeRaw
  #level = DEFAULT_LEVEL
  #supported: ReadonlySet<number> = new Set()
  /** The size the viewer was told. */
  #width: number
  #height: number
  /** The size of a screen around which a viewer that cannot be told of it has been sent black. */
  #surrounded: { readonly width: number; readonly height: number } | null = null
  /** Part of the screen the viewer asked for; null: it did not ask. */
  #requested: Rect | null = null
  #continuous: Rect | null = null
  readonly #takesPositions: () => boolean
  /** What the viewer was told of how the guest takes its mouse; null: nothing. */
  #toldPositions: boolean | null = null
  #unconfirmed = 0
  /** Pseudo rectangles to send before the next picture. */
  #announcements: (() => Buffer)[] = []
  #cancelTimer: (() => void) | null = null
  #sending = false
  #lastSent = -Infinity
  #pause = SHORTEST_PAUSE
  #stopped = false

  constructor(
    screen: Screen,
    output: UpdateOutput,
    told: { readonly width: number; readonly height: number },
    takesPositions: () => boolean,
  ) {
    this.#screen = screen
    this.#output = output
    this.#width = told.width
    this.#height = told.height
    this.#takesPositions = takesPositions
    this.#watch = screen.watch(() => this.resume())
  }

  setPixelFormat(format: PixelFormat): void {
    this.#format = format
  }

  setEncodings(encodings: readonly number[]): void {
    const before = this.#supported
    this.#supported = new Set(encodings)
    const isNew = (encoding: number) => this.#supported.has(encoding) && !before.has(encoding)
    this.#encoder = encoders.get(encodings.find((encoding) => encoders.has(encoding)) ?? RAW) ?? encodeRaw
    const level = encodings.find((it) => it >= message.pseudo.compressLevel0 && it <= message.pseudo.compressLevel9)
    this.#level = level === undefined ? DEFAULT_LEVEL : level - message.pseudo.compressLevel0
    if (isNew(message.pseudo.cursor)) this.#announce(() => message.cursorRect(this.#format))
    if (isNew(message.pseudo.extendedKeyEvent)) this.#announce(message.extendedKeyEventRect)
    if (isNew(message.pseudo.pointerMotion)) this.#toldPositions = null
    if (isNew(message.pseudo.extendedDesktopSize)) this.#announce(() => this.#sizeRect(message.sizeReason.server))
    // Continuous updates need fences to see how far a viewer has got.
    if (isNew(message.pseudo.continuousUpdates) && this.#supported.has(message.pseudo.fence)) {
      this.#output.answer(message.endOfContinuousUpdates())
    }
    this.resume()
  }

  requestUpdate(incremental: boolean, rect: Rect): void {
    const visible = intersect(rect, this.#wholeScreen)
    if (!incremental && visible !== null) this.#watch.touch(visible)
    if (!incremental) this.#surrounded = null
    // While updates come unasked, only a request for all of a part means anything.
    if (incremental && this.#continuous !== null) return
    this.#requested = this.#requested === null ? rect : bound(this.#requested, rect)
    this.resume()
  }

  enableContinuousUpdates(enable: boolean, rect: Rect): void {
    if (enable && this.#supported.has(message.pseudo.fence)) {
      this.#continuous = rect
    } else {
      this.#continuous = null
      this.#unconfirmed = 0
      this.#output.answer(message.endOfContinuousUpdates())
    }
    this.resume()
  }

  /** The viewer has handled an update that was sent unasked. */
  confirm(): void {
    this.#unconfirmed = Math.max(0, this.#unconfirmed - 1)
    this.resume()
  }

  /** Answers a viewer that wants the guest's screen in another size. */
  refuseDesktopSize(): void {
    if (!this.#supported.has(message.pseudo.extendedDesktopSize)) return
    // One answer to any number of wishes: the list must not grow with what a viewer sends.
    if (this.#announcements.length > 8) return
    this.#announce(() => this.#sizeRect(message.sizeReason.prohibited))
    this.resume()
  }

  /** Something changed that may let the next update go. */
  resume(): void {
    const ready = this.#ready
    this.#watch.wanted = ready
    if (!ready || this.#cancelTimer !== null) return
    if (!this.#watch.changed && !this.#hasNews) return
    const wait = this.#lastSent + this.#pause - performance.now()
    if (wait <= 0) {
      const immediate = setImmediate(() => this.#update())
      this.#cancelTimer = () => clearImmediate(immediate)
    } else {
      const timer = setTimeout(() => this.#update(), wait)
      this.#cancelTimer = () => clearTimeout(timer)
    }
  }

  stop(): void {
    this.#stopped = true
    this.#cancelTimer?.()
    this.#watch.close()
  }

  get #ready(): boolean {
    if (this.#stopped || this.#sending || !this.#output.writable) return false
    return this.#requested !== null || (this.#continuous !== null && this.#unconfirmed < MAX_UNCONFIRMED)
  }

  get #wholeScreen(): Rect {
    return { x: 0, y: 0, width: this.#screen.width, height: this.#screen.height }
  }

  #announce(rect: () => Buffer): void {
    this.#announcements.push(rect)
  }

  #sizeRect(why: { readonly reason: number; readonly status: number }): Buffer {
    return message.extendedDesktopSizeRect(this.#width, this.#height, why)
  }

  #update(): void {
    this.#cancelTimer = null
    if (!this.#ready) return
    this.#screen.refresh()
    const resized = this.#isResized
    const told = resized && this.#followsSize
    if (told) this.#tellSize()
    this.#tellPointer()
    if (!resized) this.#surrounded = null
    const area = this.#continuous ?? this.#requested ?? this.#wholeScreen
    const asked = this.#requested === null ? area : bound(area, this.#requested)
    // A new size is the last thing in an update (rfbproto, DesktopSize); the picture follows with the next one.
    const rects = told ? [] : this.#watch.take(asked).flatMap((rect) => intersect(rect, this.#viewersScreen) ?? [])
    const around = resized && !told ? this.#surroundings() : []
    const announced = this.#announcements.map((rect) => rect())
    if (rects.length === 0 && around.length === 0 && announced.length === 0) return
    this.#announcements = []
    this.#requested = null
    this.#sending = true
    this.#watch.wanted = false
    const packed = [...around, ...rects.flatMap((rect) => this.#encoder(this.#screen.frame, rect, this.#format))]
    this.#send(announced, packed).catch((error: unknown) => {
      this.#output.close(`an update could not be packed: ${String(error)}`)
    })
  }

  /** There is more to tell than the picture. */
  get #hasNews(): boolean {
    return this.#announcements.length > 0 || (this.#isResized && this.#followsSize) || this.#isPointerNews
  }

  get #isPointerNews(): boolean {
    return this.#supported.has(message.pseudo.pointerMotion) && this.#toldPositions !== this.#takesPositions()
  }

  #tellPointer(): void {
    if (!this.#isPointerNews) return
    const positions = this.#takesPositions()
    this.#toldPositions = positions
    // Before a new size, which is the last thing in an update.
    this.#announcements.unshift(() => message.pointerMotionRect(positions))
  }

  get #viewersScreen(): Rect {
    return { x: 0, y: 0, width: this.#width, height: this.#height }
  }

  get #isResized(): boolean {
    return this.#screen.width !== this.#width || this.#screen.height !== this.#height
  }

  /** Whether the viewer can be told of a new size. One that cannot sees what has room in the size it knows. */
  get #followsSize(): boolean {
    return this.#supported.has(message.pseudo.extendedDesktopSize) || this.#supported.has(message.pseudo.desktopSize)
  }

  #tellSize(): void {
    this.#width = this.#screen.width
    this.#height = this.#screen.height
    this.#announce(() =>
      this.#supported.has(message.pseudo.extendedDesktopSize)
        ? this.#sizeRect(message.sizeReason.server)
        : message.desktopSizeRect(this.#width, this.#height),
    )
  }

  /** Black, once, where the viewer has more room than the screen. */
  #surroundings(): PackedRect[] {
    const { width, height } = this.#screen
    if (this.#surrounded?.width === width && this.#surrounded.height === height) return []
    this.#surrounded = { width, height }
    const black = new Framebuffer(this.#width, this.#height, () => undefined)
    return [
      { x: width, y: 0, width: this.#width - width, height: Math.min(height, this.#height) },
      { x: 0, y: height, width: this.#width, height: this.#height - height },
    ]
      .filter((rect) => rect.width > 0 && rect.height > 0)
      .flatMap((rect) => this.#encoder(black, rect, this.#format))
  }

  async #send(announced: readonly Buffer[], packed: readonly PackedRect[]): Promise<void> {
    const begun = performance.now()
    const parts = [message.updateHeader(announced.length + packed.length), ...announced]
    for (const { rect, encoding, head, body } of packed) {
      parts.push(message.rectHeader(rect, encoding), head)
      if (body.kind === 'none') continue
      const data = await this.#deflate.write(body.data, this.#level)
      parts.push(body.length === 4 ? length32(data.length) : compactLength(data.length), data)
    }
    if (this.#stopped) return
    if (this.#continuous !== null) {
      parts.push(message.fence(message.FENCE_REQUEST, Buffer.alloc(0)))
      this.#unconfirmed++
    }
    this.#output.write(Buffer.concat(parts))
    this.#sending = false
    this.#lastSent = performance.now()
    this.#pause = Math.min(Math.max(SHORTEST_PAUSE, this.#lastSent - begun), LONGEST_PAUSE)
    this.resume()
  }
}

/** The smallest rectangle around two. */
function bound(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  const width = Math.max(a.x + a.width, b.x + b.width) - x
  const height = Math.max(a.y + a.height, b.y + b.height) - y
  return { x, y, width, height }
}

function length32(length: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  return bytes
}

/** Tight's length: seven bits a byte, low ones first, a set high bit saying that more follow. */
function compactLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  if (length < 0x4000) return Buffer.from([(length & 0x7f) | 0x80, length >> 7])
  return Buffer.from([(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14])
}
