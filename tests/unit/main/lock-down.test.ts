import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { isPermissionGranted, isTrustedFrame, lockDown } from '#electron/main/lock-down.ts'

const electron = vi.hoisted(() => ({
  app: { on: vi.fn<(event: string, listener: (event: unknown, contents: unknown) => void) => void>() },
  protocol: {},
  session: {
    defaultSession: {
      setPermissionRequestHandler: vi.fn(),
      setPermissionCheckHandler: vi.fn(),
      setDevicePermissionHandler: vi.fn(),
    },
  },
}))
vi.mock('electron', () => electron)

class FakeContents extends EventEmitter {
  opened: (() => { action: string }) | null = null

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.opened = handler
  }

  prevented(event: string, details: object = {}): boolean {
    const preventDefault = vi.fn()
    this.emit(event, { ...details, preventDefault })
    return preventDefault.mock.calls.length > 0
  }
}

let contents: FakeContents

beforeEach(() => {
  electron.app.on.mockClear()
  lockDown()
  contents = new FakeContents()
  electron.app.on.mock.calls[0]?.[1]({}, contents)
})

describe('a page', () => {
  it.each(['https://example.com/', 'file:///etc/passwd', 'app://other/index.html', 'data:text/html,x', 'javascript:1'])(
    'may not leave for %s',
    (url) => {
      expect(contents.prevented('will-navigate', { url })).toBe(true)
      expect(contents.prevented('will-frame-navigate', { url, isMainFrame: true })).toBe(true)
    },
  )

  it('may reload itself', () => {
    expect(contents.prevented('will-navigate', { url: 'app://bundle/index.html' })).toBe(false)
  })

  it('may have no frames, webviews or popups', () => {
    expect(contents.prevented('will-frame-navigate', { url: 'app://bundle/index.html', isMainFrame: false })).toBe(true)
    expect(contents.prevented('will-attach-webview')).toBe(true)
    expect(contents.opened?.()).toEqual({ action: 'deny' })
  })
})

describe('permissions', () => {
  it('are granted to our own pages, and only what filling the screen and capturing the mouse need', () => {
    expect(isPermissionGranted('fullscreen', 'app://bundle/index.html')).toBe(true)
    expect(isPermissionGranted('keyboardLock', 'app://bundle')).toBe(true)
    expect(isPermissionGranted('pointerLock', 'app://bundle')).toBe(true)
    expect(isPermissionGranted('fullscreen', 'https://example.com/')).toBe(false)
    expect(isPermissionGranted('pointerLock', 'https://example.com/')).toBe(false)
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'usb', 'notifications']) {
      expect(isPermissionGranted(permission, 'app://bundle/index.html')).toBe(false)
    }
  })
})

describe('the sender of a message', () => {
  const url = 'app://bundle/index.html'

  it('is trusted as the main frame of our own page alone', () => {
    expect(isTrustedFrame({ url, parent: null })).toBe(true)
    expect(isTrustedFrame({ url, parent: {} })).toBe(false)
    expect(isTrustedFrame({ url: 'https://example.com/', parent: null })).toBe(false)
    expect(isTrustedFrame({ url: 'app://bundle.evil/', parent: null })).toBe(false)
    expect(isTrustedFrame({ url: '', parent: null })).toBe(false)
    expect(isTrustedFrame(null)).toBe(false)
  })
})
