import type { Duplex } from 'node:stream'
import type { Rect } from './rect.ts'
import type { Screen } from './screen.ts'
import { clientMessages, type ClientMessages } from './client-messages.ts'
import { handshake, type RfbSecurity } from './handshake.ts'
import { Keyboard } from './keyboard.ts'
import { MessageReader, type Conversation } from './message-reader.ts'
import type { PixelFormat } from './pixel-format.ts'
import { Pointer, type PointerOutput } from './pointer.ts'
import { RfbError } from './rfb-error.ts'
import * as message from './server-messages.ts'
import { UpdateSender } from './update-sender.ts'
import type { FailureLimit } from './vnc-auth.ts'

/** Time a viewer has to prove itself, in milliseconds. */
const HANDSHAKE_TIME = 30_000
/** Time a stream has to take a last message, in milliseconds. */
const PARTING_TIME = 1_000
/** Answers kept for a viewer that does not read, in bytes. */
const MAX_UNREAD_ANSWERS = 64 * 1024

/** Where viewers' keys and mice go. */
export interface GuestInput extends PointerOutput {
  /** Scan codes of set 1, as a PC's keyboard sends them. */
  scancodes(bytes: number[]): void
  /** The guest takes positions on its screen; else it knows only how far its mouse was moved. */
  readonly takesPositions: boolean
}

export interface ViewerOptions {
  readonly stream: Duplex
  readonly screen: Screen
  readonly input: GuestInput
  readonly name: string
  readonly security: RfbSecurity
  readonly failures: FailureLimit
  /** The viewer is in. */
  welcome(viewer: Viewer): void
  /** Called once. Null: the viewer went by itself. */
  closed(viewer: Viewer, reason: string | null): void
}

/** One connection of a viewer, from the greeting to the end. Whatever it sends, nothing is thrown out of here. */
export class Viewer implements ClientMessages {
  readonly #options: ViewerOptions
  readonly #reader: MessageReader
  readonly #keyboard: Keyboard
  readonly #pointer: Pointer
  readonly #handshakeTimer: NodeJS.Timeout
  #updates: UpdateSender | null = null
  #unreadAnswers = 0
  #closed = false

  constructor(options: ViewerOptions) {
    this.#options = options
    const { stream, input } = options
    this.#keyboard = new Keyboard((bytes) => input.scancodes(bytes))
    this.#pointer = new Pointer(input)
    this.#handshakeTimer = setTimeout(() => this.close('the viewer took too long to connect'), HANDSHAKE_TIME)
    this.#handshakeTimer.unref()
    stream.on('error', (error: Error) => this.#end(error.message))
    stream.on('close', () => this.#end(null))
    stream.on('end', () => this.#end(null))
    stream.on('drain', () => this.#drained())
    this.#reader = new MessageReader(this.#converse())
    stream.on('data', (chunk: Buffer) => this.#receive(chunk))
  }

  /** Disconnects the viewer; what was written before still reaches one that reads. */
  close(reason: string): void {
    this.#end(reason)
  }

  /** The guest may take positions now, or no longer. */
  pointerChanged(): void {
    this.#updates?.resume()
  }

  setPixelFormat(format: PixelFormat): void {
    this.#updates?.setPixelFormat(format)
  }

  setEncodings(encodings: readonly number[]): void {
    this.#pointer.sendsSteps = encodings.includes(message.pseudo.pointerMotion)
    this.#updates?.setEncodings(encodings)
  }

  requestUpdate(incremental: boolean, rect: Rect): void {
    this.#updates?.requestUpdate(incremental, rect)
  }

  keyEvent(keysym: number, down: boolean): void {
    this.#keyboard.keysym(keysym, down)
  }

  extendedKeyEvent(keysym: number, keycode: number, down: boolean): void {
    if (keycode === 0) this.#keyboard.keysym(keysym, down)
    else this.#keyboard.keycode(keycode, down)
  }

  pointerEvent(mask: number, x: number, y: number): void {
    this.#pointer.event(mask, x, y, this.#options.screen)
  }

  enableContinuousUpdates(enable: boolean, rect: Rect): void {
    this.#updates?.enableContinuousUpdates(enable, rect)
  }

  fence(flags: number, payload: Buffer): void {
    if ((flags & message.FENCE_REQUEST) === 0) this.#updates?.confirm()
    else this.#answer(message.fence(flags & message.FENCE_FLAGS, payload))
  }

  setDesktopSize(): void {
    this.#updates?.refuseDesktopSize()
  }

  *#converse(): Conversation {
    const { security, failures, name, screen } = this.#options
    yield* handshake({
      security,
      failures,
      name,
      screen,
      send: (bytes) => this.#write(bytes),
      welcome: (viewer) => this.#welcome(viewer),
    })
    yield* clientMessages(this)
  }

  #welcome(viewer: { readonly width: number; readonly height: number }): void {
    clearTimeout(this.#handshakeTimer)
    const { stream, screen, input } = this.#options
    const output = {
      get writable() {
        return !stream.writableNeedDrain
      },
      write: (bytes: Buffer) => this.#write(bytes),
      answer: (bytes: Buffer) => this.#answer(bytes),
      close: (reason: string) => this.close(reason),
    }
    this.#updates = new UpdateSender(screen, output, viewer, () => input.takesPositions)
    this.#options.welcome(this)
  }

  #receive(chunk: Buffer): void {
    if (this.#closed) return
    try {
      this.#reader.push(chunk)
    } catch (error) {
      this.close(
        error instanceof RfbError ? error.message : `the viewer's message could not be handled: ${String(error)}`,
      )
    }
  }

  #write(bytes: Buffer): void {
    const { stream } = this.#options
    if (!this.#closed && !stream.destroyed && !stream.writableEnded) stream.write(bytes)
  }

  #answer(bytes: Buffer): void {
    if (this.#options.stream.writableNeedDrain) {
      this.#unreadAnswers += bytes.length
      if (this.#unreadAnswers > MAX_UNREAD_ANSWERS) throw new RfbError('the viewer sends but does not read')
    }
    this.#write(bytes)
  }

  #drained(): void {
    this.#unreadAnswers = 0
    this.#updates?.resume()
  }

  #end(reason: string | null): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#handshakeTimer)
    this.#reader.stop()
    this.#updates?.stop()
    this.#keyboard.releaseAll()
    this.#pointer.releaseAll()
    const { stream } = this.#options
    if (!stream.destroyed) {
      stream.end()
      setTimeout(() => stream.destroy(), PARTING_TIME).unref()
    }
    this.#options.closed(this, reason)
  }
}
