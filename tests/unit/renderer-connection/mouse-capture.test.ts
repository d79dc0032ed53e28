// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MouseUse } from '#renderer/connection/display/mouse-capture.ts'
import { openViewer, type Viewer } from '#renderer/connection/display/viewer.ts'
import { eventually } from '#tests/fixtures/patience.ts'
import { FakeChannel } from './fake-channel.ts'
import { serveRfb, tellPointerMotion } from './fake-rfb-server.ts'

/** A drawing context that takes every call: the DOM of these tests has no canvas. */
const drawing = new Proxy(
  { createImageData: (width: number, height: number) => ({ data: new Uint8Array(4 * width * height), width, height }) },
  { get: (target, name): unknown => Reflect.get(target, name) ?? (() => undefined), set: () => true },
)

describe('the mouse of a guest', () => {
  let target: HTMLElement
  let viewer: Viewer
  let channel: FakeChannel
  let uses: MouseUse[]
  let locked: Element | null
  /** What the browser answers who asks for the mouse. */
  let refusal: Error | null

  function lock(element: Element | null): void {
    locked = element
    document.dispatchEvent(new Event('pointerlockchange'))
  }

  beforeEach(() => {
    Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true })
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(drawing as unknown as RenderingContext & null)
    ;[locked, refusal, uses] = [null, null, []]
    Object.defineProperty(document, 'pointerLockElement', { get: () => locked, configurable: true })
    document.exitPointerLock = () => lock(null)
    // The DOM of these tests has no Pointer Lock: a browser's own answers in the specs.
    HTMLElement.prototype.requestPointerLock = function (this: HTMLElement) {
      if (refusal !== null) return Promise.reject(refusal)
      lock(this)
      return Promise.resolve()
    }
    target = document.body.appendChild(document.createElement('div'))
    channel = new FakeChannel()
    const options = { label: 'Screen', describedBy: 'hint', scale: false, viewOnly: false }
    const report = { up: vi.fn(), down: vi.fn() }
    viewer = openViewer(target, channel, { ...options, mouse: (use) => uses.push(use) }, report)
  })
  afterEach(() => {
    viewer.close()
    target.remove()
    vi.restoreAllMocks()
    Reflect.deleteProperty(HTMLElement.prototype, 'requestPointerLock')
  })

  function serve(): void {
    serveRfb(channel, { width: 720, height: 400 })
    expect(encodingsOf(channel.sent)).toContain(-257)
    channel.sent.length = 0
  }

  function screen(): HTMLCanvasElement {
    const canvas = target.querySelector('canvas')
    if (canvas === null) throw new Error('There is no screen.')
    return canvas
  }

  function mouse(type: string, { buttons = 0, x = 0, y = 0 } = {}): void {
    const event = new MouseEvent(type, { buttons, clientX: 300, clientY: 200, bubbles: true, cancelable: true })
    Object.defineProperties(event, { movementX: { value: x }, movementY: { value: y } })
    screen().dispatchEvent(event)
  }

  function wheel(deltaY: number, deltaMode = 0): void {
    screen().dispatchEvent(new WheelEvent('wheel', { deltaY, deltaMode, bubbles: true, cancelable: true }))
  }

  it('is its positions until the server says otherwise, and again when it does', () => {
    serve()
    mouse('mousedown', { buttons: 1 })
    expect(locked).toBeNull()
    expect(pointerEvents(channel.sent)).toHaveLength(1)
    channel.sent.length = 0
    tellPointerMotion(channel, false)
    mouse('mousemove', { x: 5 })
    expect(pointerEvents(channel.sent)).toEqual([])
    tellPointerMotion(channel, true)
    mouse('mouseup')
    expect(pointerEvents(channel.sent)).toHaveLength(1)
    expect(uses).toEqual(['released', 'positions'])
  })

  it('is captured by a click, which the guest does not get, and then tells steps, buttons and the wheel', () => {
    serve()
    tellPointerMotion(channel, false)
    mouse('mousedown', { buttons: 1 })
    expect(locked).toBe(screen())
    expect(document.activeElement).toBe(screen())
    mouse('mouseup')
    mouse('mousemove', { x: 7, y: -3 })
    // A screen with fractions of CSS pixels.
    mouse('mousemove', { x: 0.5, y: -0.5 })
    mouse('mousemove', { x: 0.75, y: -0.5 })
    mouse('mousedown', { buttons: 2 })
    mouse('mousemove', { buttons: 6, x: 1 })
    wheel(-60)
    wheel(1, 1)
    wheel(2, 1)
    expect(pointerEvents(channel.sent)).toEqual([
      [0, 0, 0],
      [0, 7, -3],
      [0, 1, -1],
      [4, 0, 0],
      [6, 1, 0],
      [6 | 8, 0, 0],
      [6, 0, 0],
      [6 | 16, 0, 0],
      [6, 0, 0],
    ])
    expect(uses).toEqual(['released', 'captured'])
  })

  it('lets go of the buttons when it is lost, by whatever way, and is captured by the next click', () => {
    serve()
    tellPointerMotion(channel, false)
    mouse('mousedown', { buttons: 1 })
    mouse('mousedown', { buttons: 1 })
    channel.sent.length = 0
    lock(null)
    mouse('mousemove', { x: 5 })
    expect(pointerEvents(channel.sent)).toEqual([[0, 0, 0]])
    mouse('mousedown', { buttons: 1 })
    screen().blur()
    expect(locked).toBeNull()
    mouse('mousedown', { buttons: 1 })
    tellPointerMotion(channel, true)
    expect(locked).toBeNull()
    expect(uses).toEqual(['released', 'captured', 'released', 'captured', 'released', 'captured', 'positions'])
  })

  it('goes with the viewer', () => {
    serve()
    tellPointerMotion(channel, false)
    mouse('mousedown', { buttons: 1 })
    viewer.close()
    expect(locked).toBeNull()
    expect(uses.at(-1)).toBe('positions')
  })

  it('is not captured by a screen that is only shown', () => {
    serve()
    tellPointerMotion(channel, false)
    viewer.setViewOnly(true)
    mouse('mousedown', { buttons: 1 })
    expect(locked).toBeNull()
    expect(pointerEvents(channel.sent)).toEqual([])
  })

  it('is its positions where the browser refuses to have it captured', async () => {
    serve()
    tellPointerMotion(channel, false)
    refusal = new Error('not in a frame like this')
    mouse('mousedown', { buttons: 1 })
    await eventually(() => expect(uses).toEqual(['released', 'positions']))
    mouse('mousedown', { buttons: 1 })
    expect(pointerEvents(channel.sent)).toHaveLength(1)
  })

  it('stays released where the browser refuses after it was left', async () => {
    serve()
    tellPointerMotion(channel, false)
    mouse('mousedown', { buttons: 1 })
    lock(null)
    refusal = new Error('too soon')
    mouse('mousedown', { buttons: 1 })
    await Promise.resolve()
    await Promise.resolve()
    channel.sent.length = 0
    mouse('mousemove', { x: 5 })
    expect(pointerEvents(channel.sent)).toEqual([])
    expect(uses).toEqual(['released', 'captured', 'released'])
  })
})

it('asks for no steps on a page that cannot capture a mouse', () => {
  Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true })
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(drawing as unknown as RenderingContext & null)
  const channel = new FakeChannel()
  const options = { label: 'Screen', describedBy: 'hint', scale: false, viewOnly: false, mouse: vi.fn() }
  const viewer = openViewer(document.createElement('div'), channel, options, { up: vi.fn(), down: vi.fn() })
  serveRfb(channel, { width: 720, height: 400 })
  expect(encodingsOf(channel.sent)).not.toContain(-257)
  expect(encodingsOf(channel.sent)).toContain(-258)
  viewer.close()
  vi.restoreAllMocks()
})

/** The list of the one SetEncodings message (type 2) in what was sent after the handshake and SetPixelFormat. */
function encodingsOf(sent: readonly number[]): number[] {
  const bytes = Buffer.from(sent)
  // ProtocolVersion, the security type, ClientInit, SetPixelFormat.
  const at = 12 + 1 + 1 + 20
  expect(bytes[at]).toBe(2)
  return Array.from({ length: bytes.readUInt16BE(at + 2) }, (_, index) => bytes.readInt32BE(at + 4 + index * 4))
}

/** PointerEvent messages in what was sent: mask, and how far from a mouse that stands still. Others are passed over. */
function pointerEvents(sent: readonly number[]): [mask: number, dx: number, dy: number][] {
  const bytes = Buffer.from(sent)
  const events: [number, number, number][] = []
  for (let at = 0; at < bytes.length; at += lengthOf(bytes, at)) {
    if (bytes[at] === 5)
      events.push([bytes[at + 1] ?? 0, bytes.readUInt16BE(at + 2) - 0x7fff, bytes.readUInt16BE(at + 4) - 0x7fff])
  }
  return events
}

function lengthOf(bytes: Buffer, at: number): number {
  // PointerEvent and FramebufferUpdateRequest.
  const length = { 5: 6, 3: 10 }[bytes[at] ?? -1]
  if (length === undefined) throw new Error(`Message of type ${bytes[at]}`)
  return length
}
