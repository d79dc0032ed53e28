import { GlobalWindow } from 'happy-dom'
import { populateGlobal } from 'vitest/runtime'

/**
 * A page's globals for noVNC, in Node's own environment: the server beside it needs Node's modules, which vitest hands to
 * page environments as a bundler does, and not always.
 */
populateGlobal(globalThis, new GlobalWindow(), { bindFunctions: true })
