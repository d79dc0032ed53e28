import { WorldBridge } from './world-bridge.ts'

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.values(value).forEach(freeze)
  return Object.freeze(value)
}

/** Runs in the page's own world before its scripts: receives what the preload script exposes. */
export function startMainWorld(nonce: string): void {
  new WorldBridge(`${nonce}-main`, `${nonce}-isolated`, (name, api) => {
    if (name in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
    Object.defineProperty(window, name, { value: freeze(api), enumerable: true })
  })
}
