import { EventEmitter } from 'node:events'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import type Electron from 'electron'
import { Chromium } from '../chromium/chromium.ts'
import { findChromium } from '../chromium/find-chromium.ts'

/** What `boot.ts` found out about the application it is to run. */
export interface Application {
  readonly folder: string
  readonly name: string
  readonly version: string
}

type Used =
  | 'whenReady'
  | 'isReady'
  | 'quit'
  | 'exit'
  | 'getPath'
  | 'setPath'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getPreferredSystemLanguages'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'isPackaged'

/** Windows as the application's end sees them; `browser-window.ts` registers itself. */
export interface ClosableWindow {
  /** False where the application prevented it. */
  tryClose(): boolean
}

class App extends EventEmitter implements Pick<Electron.App, Used> {
  readonly isPackaged = false
  readonly commandLine: Pick<Electron.CommandLine, 'appendSwitch'> = {
    appendSwitch: (name, value) => {
      // Playwright's own list; features it wants on need not exist in the system's Chromium.
      if (!/^(enable|disable)-features$/.test(name)) this.#switches.push(value ? `--${name}=${value}` : `--${name}`)
    },
  }
  readonly #switches: string[] = []
  readonly #paths: Record<string, string> = {}
  #resolveReady: () => void = () => undefined
  readonly #ready = new Promise<void>((resolve) => (this.#resolveReady = resolve))
  #application: Application = { folder: '', name: 'Electron', version: '0.0.0' }
  #chromium: Chromium | null = null
  #isReady = false
  #quitting = false
  windows: () => ClosableWindow[] = () => []
  onBrowser: (chromium: Chromium) => Promise<void> = () => Promise.resolve()

  get chromium(): Chromium {
    if (this.#chromium === null) throw new Error('Electron is not ready.')
    return this.#chromium
  }

  get isQuitting(): boolean {
    return this.#quitting
  }

  configure(application: Application): void {
    this.#application = application
  }

  /** Called after the application's main script has run once, as Electron does. */
  async start(): Promise<void> {
    const chromium = new Chromium(findChromium(), this.#switches)
    this.#chromium = chromium
    void chromium.exited.then(() => {
      if (!this.#quitting) {
        process.stderr.write('Chromium ended by itself.\n')
        process.exit(1)
      }
    })
    await this.onBrowser(chromium)
    this.#isReady = true
    this.emit('ready', {}, {})
    this.#resolveReady()
  }

  whenReady(): Promise<void> {
    return this.#ready
  }

  isReady(): boolean {
    return this.#isReady
  }

  quit(): void {
    if (this.#quitting || this.#prevented('before-quit')) return
    this.#quitting = true
    if (this.windows().some((window) => !window.tryClose()) || this.#prevented('will-quit')) {
      this.#quitting = false
      return
    }
    this.emit('quit', {}, 0)
    this.exit(0)
  }

  exit(code = 0): void {
    this.#quitting = true
    const chromium = this.#chromium
    if (chromium === null || chromium.gone) process.exit(code)
    void chromium.exited.then(() => process.exit(code))
    chromium.send('Browser.close').catch(() => undefined)
    setTimeout(() => chromium.kill(), 2000)
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const known: Readonly<Record<string, string>> = {
      home: homedir(),
      temp: tmpdir(),
      appData: path.join(homedir(), '.config'),
      userData: path.join(homedir(), '.config', this.getName()),
      exe: process.execPath,
      ...this.#paths,
    }
    const found = known[name]
    if (found === undefined) throw new Error(`Failed to get '${name}' path`)
    return found
  }

  setPath(name: string, value: string): void {
    this.#paths[name] = value
  }

  getName(): string {
    return this.#application.name
  }

  setName(name: string): void {
    this.#application = { ...this.#application, name }
  }

  getVersion(): string {
    return this.#application.version
  }

  getAppPath(): string {
    return this.#application.folder
  }

  getLocale(): string {
    return process.env['VIRIDIAN_TEST_LOCALE'] ?? 'en-US'
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()]
  }

  /** Always granted: the stand-in runs no second instance of the same data folder. */
  requestSingleInstanceLock(): boolean {
    return true
  }

  setAppUserModelId(): void {
    // The taskbar's matter.
  }

  #prevented(event: 'before-quit' | 'will-quit'): boolean {
    let prevented = false
    this.emit(event, { preventDefault: () => (prevented = true) })
    return prevented
  }
}

export const app = new App()
