import { EventEmitter } from 'node:events'
import type Electron from 'electron'
import { app } from './app.ts'
import { WebContents } from './web-contents.ts'

const windows = new Set<BrowserWindow>()
let focused: BrowserWindow | null = null

type Used =
  | 'show'
  | 'focus'
  | 'isFocused'
  | 'isVisible'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'isDestroyed'
  | 'maximize'
  | 'minimize'
  | 'restore'
  | 'setFullScreen'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'getTitle'
  | 'loadURL'
  | 'close'
  | 'destroy'

/** A window: its state is kept here, only the size reaches the page. */
export class BrowserWindow extends EventEmitter implements Pick<Electron.BrowserWindow, Used> {
  readonly webContents: WebContents
  #bounds: Electron.Rectangle
  #visible: boolean
  #state: 'normal' | 'maximized' | 'minimized' = 'normal'
  #fullScreen = false
  readonly #title: string

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready')
    const { x = 0, y = 0, width = 800, height = 600, show = true, title } = options
    this.#bounds = { x, y, width, height }
    this.#visible = show
    this.#title = title ?? app.getName()
    this.webContents = new WebContents(this, { width, height }, options.webPreferences?.preload)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show', {}))
    windows.add(this)
    if (show) this.focus()
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  static fromWebContents(contents: WebContents | null): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.#visible = true
    this.emit('show')
    this.focus()
  }

  focus(): void {
    if (focused !== this) changeFocus(this)
  }

  isFocused(): boolean {
    return focused === this
  }

  isVisible(): boolean {
    return this.#visible
  }

  isMinimized(): boolean {
    return this.#state === 'minimized'
  }

  isMaximized(): boolean {
    return this.#state === 'maximized'
  }

  isFullScreen(): boolean {
    return this.#fullScreen
  }

  isDestroyed(): boolean {
    return !windows.has(this)
  }

  maximize(): void {
    this.#state = 'maximized'
    this.emit('maximize')
  }

  minimize(): void {
    this.#state = 'minimized'
    this.emit('minimize')
  }

  restore(): void {
    this.#state = 'normal'
    this.emit('restore')
  }

  setFullScreen(on: boolean): void {
    this.#fullScreen = on
    this.emit(on ? 'enter-full-screen' : 'leave-full-screen')
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    const { width, height } = this.#bounds
    void this.webContents.resize({ width, height }).catch(() => undefined)
    this.emit('resize')
  }

  getTitle(): string {
    return this.webContents.getTitle() || this.#title
  }

  close(): void {
    this.tryClose()
  }

  /** False where a listener prevented it. */
  tryClose(): boolean {
    if (this.isDestroyed()) return true
    let prevented = false
    this.emit('close', { preventDefault: () => (prevented = true) })
    if (!prevented) this.destroy()
    return !prevented
  }

  destroy(): void {
    if (!windows.delete(this)) return
    if (focused === this) focused = null
    this.webContents.destroy()
    this.emit('closed')
    if (windows.size > 0 || app.isQuitting) return
    setImmediate(() => {
      if (windows.size === 0 && !app.isQuitting && !app.emit('window-all-closed')) app.quit()
    })
  }
}

function changeFocus(window: BrowserWindow): void {
  focused?.emit('blur', {})
  focused = window
  window.emit('focus', {})
}

app.windows = () => [...windows]
