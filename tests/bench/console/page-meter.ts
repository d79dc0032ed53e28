import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test'
import { findChromium } from '#tests/electron-stand-in/chromium/find-chromium.ts'

/** What a page did for something, milliseconds of its main thread. */
export interface Effort {
  readonly script: number
  readonly layout: number
  /** All, with drawing and reading messages. */
  readonly all: number
}

/** Between two looks at what a page's scripts do, microseconds. */
const sampling = 100

/** The console has nothing left to do when it has done nothing for so long, milliseconds. */
const rest = 300

/** Runs in the page before its scripts: when the last message came, and when the rows it led to were painted. */
function watchPage(): void {
  const seen = { messages: 0, first: 0, last: 0, painted: 0 }
  Object.assign(window, { seen })
  const look = () => {
    if (document.querySelector('.grid-line') === null) return
    const channel = new MessageChannel()
    channel.port1.onmessage = () => (seen.painted = performance.now())
    requestAnimationFrame(() => channel.port2.postMessage(null))
  }
  const Native = window.WebSocket
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        // Other answers than snapshots are short while nothing happens.
        if (typeof data !== 'string' || data.length < 2000) return
        seen.messages += 1
        seen.last = performance.now()
        seen.first ||= seen.last
        setTimeout(look)
      })
    }
  }
}

interface Seen {
  readonly messages: number
  readonly first: number
  readonly last: number
  readonly painted: number
}

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[]
  readonly samples?: readonly number[]
  readonly timeDeltas?: readonly number[]
}

/** Milliseconds in which scripts ran, promises' continuations and the collection of garbage included. */
function scriptTime({ nodes, samples = [], timeDeltas = [] }: Profile): number {
  const others = new Set(['(idle)', '(program)', '(root)'])
  const isScript = new Map(nodes.map(({ id, callFrame }) => [id, !others.has(callFrame.functionName)]))
  const times = samples.map((id, index) => (isScript.get(id) === true ? (timeDeltas[index] ?? 0) : 0))
  return times.reduce((sum, time) => sum + time, 0) / 1000
}

/** The built console in a headless Chromium, and what it costs there. */
export class PageMeter {
  readonly page: Page
  readonly #browser: Browser
  readonly #cdp: CDPSession

  private constructor(browser: Browser, page: Page, cdp: CDPSession) {
    this.#browser = browser
    this.page = page
    this.#cdp = cdp
  }

  static async open(): Promise<PageMeter> {
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const browser = await chromium.launch({ executablePath: findChromium(), args })
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' })
    await page.addInitScript(watchPage)
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable')
    await cdp.send('Profiler.enable')
    await cdp.send('Profiler.setSamplingInterval', { interval: sampling })
    return new PageMeter(browser, page, cdp)
  }

  /** What the page has heard and shown; milliseconds since it was opened. */
  seen(): Promise<Seen> {
    return this.page.evaluate(() => (window as unknown as { seen: Seen }).seen)
  }

  /** Resolves when the page is at rest. */
  async settle(): Promise<void> {
    let before = await this.#effort()
    for (;;) {
      await delay(rest)
      const now = await this.#effort()
      // Timers and the question itself take a little.
      if (now.all - before.all < 0.01 * rest) return
      before = now
    }
  }

  /** What the page does for something. */
  async effortOf(act: () => unknown): Promise<Effort> {
    await this.settle()
    const before = await this.#effort()
    await this.#cdp.send('Profiler.start')
    await act()
    await delay(rest)
    await this.settle()
    const { profile } = await this.#cdp.send('Profiler.stop')
    const { layout, all } = await this.#effort()
    return { script: scriptTime(profile), layout: layout - before.layout, all: all - before.all }
  }

  /** Megabytes: of its objects after all that is garbage was collected, and of its process alone, where the system tells. */
  async memory(): Promise<{ heap: number; ofProcess: number | null }> {
    await this.#cdp.send('HeapProfiler.collectGarbage')
    const { JSHeapUsedSize: heap = 0 } = await this.#metrics()
    return { heap: heap / 2 ** 20, ofProcess: await this.#privateMemory() }
  }

  close(): Promise<void> {
    return this.#browser.close()
  }

  async #privateMemory(): Promise<number | null> {
    if (process.platform !== 'linux') return null
    const session = await this.#browser.newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const sizes = await Promise.all(
      processInfo
        .filter(({ type }) => type === 'renderer')
        .map(async ({ id }) => {
          const text = await readFile(`/proc/${id}/smaps_rollup`, 'utf8')
          const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)].map(([, size]) => Number(size))
          return kilobytes.reduce((sum, size) => sum + size, 0) / 1024
        }),
    )
    return Math.max(...sizes)
  }

  async #effort(): Promise<Omit<Effort, 'script'>> {
    const { LayoutDuration = 0, RecalcStyleDuration = 0, TaskDuration = 0 } = await this.#metrics()
    return {
      layout: 1000 * (LayoutDuration + RecalcStyleDuration),
      all: 1000 * TaskDuration,
    }
  }

  async #metrics(): Promise<Record<string, number>> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics')
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
  }
}
