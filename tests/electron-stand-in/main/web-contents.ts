import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type Electron from 'electron'
import type { ProtocolEvent } from '../chromium/chromium.ts'
import type { Protocol } from '../chromium/protocol.ts'
import { isolatedWorldName, upBinding } from '../wire/page-messages.ts'
import { app } from './app.ts'
import { PageLink } from './page-link.ts'
import { pageScripts } from './page-scripts.ts'
import type { MessagePortMain } from './ports.ts'
import { answer, fromPageUrl, handledSchemes, toPageUrl } from './protocol.ts'
import { listenToTargets, sessionOf } from './targets.ts'

const all = new Map<number, WebContents>()
let count = 0

type Used = 'id' | 'isDestroyed' | 'close' | 'getURL' | 'getTitle' | 'reload' | 'setWindowOpenHandler'

/** Size of a page, CSS pixels. */
export interface PageSize {
  readonly width: number
  readonly height: number
}

/** The window a page is in. */
export interface Owner {
  close(): void
  destroy(): void
}

/** One page: a target of Chromium, made with its first address and held until the preload script is in place. */
export class WebContents extends EventEmitter implements Pick<Electron.WebContents, Used> {
  readonly id = (count += 1)
  readonly mainFrame = { url: '', parent: null }
  readonly owner: Owner
  readonly #preload: string | null
  #size: PageSize
  #targetId: string | null = null
  #session: string | null = null
  #link: PageLink | null = null
  #title = ''
  #destroyed = false
  /** Address the application itself is loading; the page's own navigations ask `will-navigate` first. */
  #loading: string | null = null
  #openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null
  #popupDenied = false

  constructor(owner: Owner, size: PageSize, preload: string | undefined) {
    super()
    this.owner = owner
    this.#size = size
    this.#preload = preload === undefined ? null : readFileSync(preload, 'utf8')
    all.set(this.id, this)
  }

  static all(): WebContents[] {
    return [...all.values()]
  }

  static fromTarget(targetId: string): WebContents | undefined {
    return WebContents.all().find((contents) => contents.#targetId === targetId)
  }

  get popupDenied(): boolean {
    return this.#popupDenied
  }

  async loadURL(url: string): Promise<void> {
    this.#loading = toPageUrl(url)
    const loaded = new Promise<void>((resolve, reject) => {
      this.once('did-finish-load', resolve)
      this.once('destroyed', () => reject(new Error(`ERR_ABORTED (-3) loading '${url}'`)))
    })
    if (this.#session === null) await this.#create(this.#loading)
    else await this.#send('Page.navigate', { url: this.#loading })
    await loaded
  }

  /** As Electron's `postMessage`, which alone carries ports. */
  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[] = []): void {
    this.#link?.post(channel, [message], transfer)
  }

  send(channel: string, ...args: unknown[]): void {
    this.#link?.post(channel, args, [])
  }

  async resize(size: PageSize): Promise<void> {
    this.#size = size
    if (this.#session !== null) await this.#applySize()
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#openHandler = handler
  }

  getURL(): string {
    return this.mainFrame.url
  }

  getTitle(): string {
    return this.#title
  }

  reload(): void {
    void this.#send('Page.reload').catch(() => undefined)
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  close(): void {
    this.owner.close()
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    all.delete(this.id)
    this.#link?.setContext(null)
    if (this.#session !== null) app.chromium.offEvent(this.#session)
    if (this.#targetId !== null && !app.chromium.gone) {
      app.chromium.send('Target.closeTarget', { targetId: this.#targetId }).catch(() => undefined)
    }
    this.emit('destroyed')
  }

  async #create(url: string): Promise<void> {
    const { targetId } = await app.chromium.send('Target.createTarget', { url, newWindow: true, ...this.#size })
    this.#targetId = targetId
    const session = await sessionOf(targetId)
    if (this.#destroyed) return
    this.#session = session
    this.#link = new PageLink(session, { sender: this, senderFrame: this.mainFrame }, (title) => {
      this.#title = title
    })
    app.chromium.onEvent(session, (event) => this.#receive(event))
    const scripts = pageScripts({ nonce: randomUUID(), platform: process.platform }, this.#preload)
    await Promise.all([
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Runtime.addBinding', { name: upBinding, executionContextName: isolatedWorldName }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.isolated, worldName: isolatedWorldName }),
      this.#send('Fetch.enable', {
        patterns: [
          ...handledSchemes().map((scheme) => ({ urlPattern: `http://*.${scheme}.localhost/*` })),
          { urlPattern: '*', resourceType: 'Document' as const },
        ],
      }),
      this.#applySize(),
      this.#send('Runtime.runIfWaitingForDebugger'),
    ])
  }

  #send<Name extends keyof Protocol.CommandParameters>(method: Name, params?: Protocol.CommandParameters[Name]) {
    return app.chromium.send(method, params, this.#session ?? '')
  }

  #applySize() {
    return this.#send('Emulation.setDeviceMetricsOverride', { ...this.#size, deviceScaleFactor: 1, mobile: false })
  }

  #receive(event: ProtocolEvent): void {
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the protocol has hundreds of events
    switch (event.method) {
      case 'Runtime.executionContextCreated': {
        const { name, uniqueId, auxData } = event.params.context
        // The id of a page's main frame is its target's.
        const frame = (auxData as { frameId?: string } | undefined)?.frameId
        if (name === isolatedWorldName && frame === this.#targetId) this.#link?.setContext(uniqueId)
        break
      }
      case 'Runtime.executionContextsCleared':
        this.#link?.setContext(null)
        break
      case 'Runtime.bindingCalled':
        if (event.params.name === upBinding) this.#link?.receive(event.params.payload)
        break
      case 'Page.frameNavigated':
        if (event.params.frame.parentId === undefined) this.mainFrame.url = fromPageUrl(event.params.frame.url)
        break
      case 'Page.loadEventFired':
        this.#loading = null
        this.emit('did-finish-load')
        break
      case 'Page.windowOpen': {
        const details = { url: fromPageUrl(event.params.url), frameName: event.params.windowName }
        const response = this.#openHandler?.(details as Electron.HandlerDetails)
        this.#popupDenied = response?.action === 'deny'
        break
      }
      case 'Fetch.requestPaused':
        this.#serve(event.params).catch(() => undefined)
        break
      default:
    }
  }

  async #serve({ requestId, request, resourceType, frameId }: Protocol.Fetch.requestPausedPayload): Promise<void> {
    const url = fromPageUrl(request.url)
    const isMainFrame = frameId === this.#targetId
    if (resourceType === 'Document' && request.url !== this.#loading && this.#navigationPrevented(url, isMainFrame)) {
      await this.#send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    const response = await answer(url, { method: request.method, headers: request.headers })
    if (response === null) {
      await this.#send('Fetch.continueRequest', { requestId })
      return
    }
    await this.#send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  }

  #navigationPrevented(url: string, isMainFrame: boolean): boolean {
    let prevented = false
    const details = { url, isMainFrame, preventDefault: () => (prevented = true) }
    this.emit('will-frame-navigate', details)
    if (isMainFrame) this.emit('will-navigate', details)
    return prevented
  }
}

listenToTargets({
  popupDenied: (openerId) => WebContents.fromTarget(openerId)?.popupDenied === true,
  destroyed: (targetId) => WebContents.fromTarget(targetId)?.owner.destroy(),
  crashed: (targetId) => {
    WebContents.fromTarget(targetId)?.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
  },
})
