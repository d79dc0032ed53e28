// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openViewer, type Viewer } from '#renderer/connection/display/viewer.ts'
import { FakeChannel } from './fake-channel.ts'
import { qemuKeyEvents, serveRfb } from './fake-rfb-server.ts'

/** A drawing context that takes every call: the DOM of these tests has no canvas. */
const drawing = new Proxy(
  { createImageData: (width: number, height: number) => ({ data: new Uint8Array(4 * width * height), width, height }) },
  { get: (target, name): unknown => Reflect.get(target, name) ?? (() => undefined), set: () => true },
)

describe('openViewer', () => {
  let target: HTMLElement
  let viewer: Viewer
  let channel: FakeChannel
  const report = { up: vi.fn(), down: vi.fn() }

  beforeEach(() => {
    // As on a loopback address.
    Object.defineProperty(window, 'isSecureContext', { value: true, configurable: true })
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(drawing as unknown as RenderingContext & null)
    report.up.mockClear()
    report.down.mockClear()
    target = document.body.appendChild(document.createElement('div'))
    channel = new FakeChannel()
    const options = { label: 'Screen of Lab 1', describedBy: 'hint', scale: true, viewOnly: false, mouse: vi.fn() }
    viewer = openViewer(target, channel, options, report)
  })
  afterEach(() => {
    viewer.close()
    target.remove()
    vi.restoreAllMocks()
  })

  function screen(): HTMLCanvasElement {
    const canvas = target.querySelector('canvas')
    if (canvas === null) throw new Error('There is no screen.')
    return canvas
  }
  const key = (type: 'keydown' | 'keyup', code: string, value: string) =>
    screen().dispatchEvent(new KeyboardEvent(type, { code, key: value, bubbles: true, cancelable: true }))

  it('connects over the channel and reports it', () => {
    expect(report.up).not.toHaveBeenCalled()
    serveRfb(channel, { width: 720, height: 400 })
    expect(report.up).toHaveBeenCalledOnce()
    expect(channel.binaryType).toBe('arraybuffer')
    expect(screen().width).toBe(720)
    expect(screen().height).toBe(400)
  })

  it('can be reached by Tab and has a name and a description', () => {
    expect(screen().tabIndex).toBe(0)
    expect(screen().getAttribute('aria-label')).toBe('Screen of Lab 1')
    expect(screen().getAttribute('aria-describedby')).toBe('hint')
  })

  it('sends keys by their place on the keyboard, whatever they write', () => {
    serveRfb(channel, { width: 720, height: 400 })
    channel.sent.length = 0
    // On a German keyboard the key that is Z on a US one writes y.
    key('keydown', 'KeyZ', 'y')
    key('keyup', 'KeyZ', 'y')
    key('keydown', 'ArrowLeft', 'ArrowLeft')
    key('keyup', 'ArrowLeft', 'ArrowLeft')
    expect(qemuKeyEvents(channel.sent)).toEqual([
      [0x2c, true],
      [0x2c, false],
      [0xcb, true],
      [0xcb, false],
    ])
  })

  it('lets held keys go when the screen loses the focus', () => {
    serveRfb(channel, { width: 720, height: 400 })
    viewer.focus()
    channel.sent.length = 0
    key('keydown', 'ControlRight', 'Control')
    key('keydown', 'KeyC', 'c')
    key('keyup', 'KeyC', 'c')
    screen().blur()
    expect(qemuKeyEvents(channel.sent)).toEqual([
      [0x9d, true],
      [0x2e, true],
      [0x2e, false],
      [0x9d, false],
    ])
    // And not once more.
    channel.sent.length = 0
    key('keyup', 'ControlRight', 'Control')
    expect(channel.sent).toEqual([])
  })

  it('sends nothing while it only shows, and lets held keys go before', () => {
    serveRfb(channel, { width: 720, height: 400 })
    viewer.focus()
    channel.sent.length = 0
    key('keydown', 'KeyA', 'a')
    viewer.setViewOnly(true)
    key('keydown', 'KeyB', 'b')
    expect(qemuKeyEvents(channel.sent)).toEqual([
      [0x1e, true],
      [0x1e, false],
    ])
  })

  it('reports a lost channel once and takes its screen off the page', () => {
    serveRfb(channel, { width: 720, height: 400 })
    channel.endedByHost()
    expect(report.down).toHaveBeenCalledOnce()
    expect(target.querySelector('canvas')).toBeNull()
  })

  it('reports a channel that ends before the handshake', () => {
    channel.opens()
    channel.endedByHost()
    expect(report.up).not.toHaveBeenCalled()
    expect(report.down).toHaveBeenCalledOnce()
  })

  it('closes the channel when it is closed', async () => {
    serveRfb(channel, { width: 720, height: 400 })
    viewer.close()
    await Promise.resolve()
    expect(channel.readyState).toBe('closed')
    expect(target.querySelector('canvas')).toBeNull()
  })
})
