import type { Chromium } from '../chromium/chromium.ts'
import { app } from './app.ts'

/** What the browser tells of its pages; `web-contents.ts` listens. */
export interface TargetListener {
  /** True where the page may not open this popup. */
  popupDenied(openerId: string): boolean
  destroyed(targetId: string): void
  crashed(targetId: string): void
}

const waiting = new Map<string, (sessionId: string) => void>()
const early = new Map<string, string>()
let listener: TargetListener | null = null

export function listenToTargets(to: TargetListener): void {
  listener = to
}

/** The session attached to a target, once the browser says so. */
export function sessionOf(targetId: string): Promise<string> {
  const known = early.get(targetId)
  early.delete(targetId)
  return known === undefined ? new Promise((resolve) => waiting.set(targetId, resolve)) : Promise.resolve(known)
}

/** New pages are held before their first document until their preload script is in place. */
app.onBrowser = async (chromium: Chromium) => {
  chromium.onEvent('', (event) => {
    if (event.method === 'Target.attachedToTarget') {
      const { targetInfo, sessionId } = event.params
      const { targetId, openerId, type } = targetInfo
      if (openerId !== undefined || type !== 'page') {
        // Held as well; a denied popup must run before it can be closed, else its opener hangs.
        const run = chromium.send('Runtime.runIfWaitingForDebugger', {}, sessionId)
        const denied = openerId !== undefined && listener?.popupDenied(openerId) === true
        void run
          .then(() => (denied ? chromium.send('Target.closeTarget', { targetId }) : undefined))
          .catch(() => undefined)
        return
      }
      const resolve = waiting.get(targetId)
      waiting.delete(targetId)
      if (resolve === undefined) early.set(targetId, sessionId)
      else resolve(sessionId)
    } else if (event.method === 'Target.targetDestroyed') {
      listener?.destroyed(event.params.targetId)
    } else if (event.method === 'Target.targetCrashed') {
      listener?.crashed(event.params.targetId)
    }
  })
  await chromium.send('Target.setDiscoverTargets', { discover: true })
  await chromium.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true })
}
