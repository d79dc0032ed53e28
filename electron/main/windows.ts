import { BrowserWindow, dialog, screen, type BrowserWindowConstructorOptions } from 'electron'
import { bridgeChannels } from '#shared/desktop-channels.ts'
import { appOrigin } from './app-scheme.ts'
import type { DesktopMessages } from './messages.ts'
import type { WindowBounds } from './window-bounds.ts'

type WindowKind = 'manager' | 'connection'

const defaultSizes: Readonly<Record<WindowKind, { width: number; height: number }>> = {
  manager: { width: 1180, height: 760 },
  connection: { width: 820, height: 660 },
}

export interface WindowsOptions {
  readonly preload: string
  readonly bounds: WindowBounds
  readonly messages: DesktopMessages
  /** Asked when the last window is about to close; true keeps it open for now. */
  readonly keepLastWindow: () => boolean
}

/** The windows of the application: one manager, and one connection a machine, brought forward when asked for again. */
export class Windows {
  readonly #options: WindowsOptions
  #manager: BrowserWindow | null = null
  readonly #connections = new Map<string, BrowserWindow>()

  constructor(options: WindowsOptions) {
    this.#options = options
  }

  showManager(): void {
    if (this.#manager !== null) {
      bringForward(this.#manager)
      return
    }
    const window = this.#open('manager', `${appOrigin}/index.html`)
    this.#manager = window
    window.once('closed', () => {
      this.#manager = null
    })
  }

  showConnection(connection: string): void {
    const open = this.#connections.get(connection)
    if (open !== undefined) {
      bringForward(open)
      open.webContents.send(bridgeChannels.visit)
      return
    }
    const window = this.#open('connection', `${appOrigin}/index.html?connection=${encodeURIComponent(connection)}`)
    this.#connections.set(connection, window)
    window.once('closed', () => this.#connections.delete(connection))
  }

  /** Second start of the application: the manager where it is open, else any window, else a new manager. */
  focus(): void {
    const window = this.#manager ?? [...this.#connections.values()][0]
    if (window === undefined) this.showManager()
    else bringForward(window)
  }

  #open(kind: WindowKind, url: string): BrowserWindow {
    const displays = screen.getAllDisplays().map((display) => display.workArea)
    const saved = this.#options.bounds.restore(kind, displays)
    const options: BrowserWindowConstructorOptions = {
      ...defaultSizes[kind],
      ...(saved === null ? {} : { x: saved.x, y: saved.y, width: saved.width, height: saved.height }),
      minWidth: 480,
      minHeight: 360,
      show: false,
      title: 'Viridian',
      webPreferences: {
        preload: this.#options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
      },
    }
    const window = new BrowserWindow(options)
    if (saved?.maximized === true) window.maximize()
    window.once('ready-to-show', () => window.show())
    window.on('close', (event) => {
      this.#options.bounds.save(kind, { ...window.getNormalBounds(), maximized: window.isMaximized() })
      if (BrowserWindow.getAllWindows().length === 1 && this.#options.keepLastWindow()) event.preventDefault()
    })
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit') void this.#offerReload(window, details.reason)
    })
    window.loadURL(url).catch((error: unknown) => {
      if (!window.isDestroyed()) dialog.showErrorBox(this.#options.messages.startFailed, String(error))
    })
    return window
  }

  async #offerReload(window: BrowserWindow, reason: string): Promise<void> {
    const { messages } = this.#options
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      message: messages.pageGone,
      detail: messages.pageGoneDetail(reason),
      buttons: [messages.reload, messages.close],
      defaultId: 0,
      cancelId: 1,
    })
    if (window.isDestroyed()) return
    if (response === 0) window.webContents.reload()
    else window.destroy()
  }
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
