import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { PageConfiguration } from '../wire/page-messages.ts'

const bundled = (name: string) => readFileSync(path.join(import.meta.dirname, name), 'utf8')

/** What runs in each document before its own scripts: one text for the page's world, one for the preload's. */
export function pageScripts(
  configuration: PageConfiguration,
  preload: string | null,
): { main: string; isolated: string } {
  const wrapped =
    preload === null
      ? 'null'
      : `function (require, process) { const module = { exports: {} }, exports = module.exports; ${preload}\n}`
  return {
    main: `(() => { ${bundled('main-world.js')}\n mainWorld.startMainWorld(${JSON.stringify(configuration.nonce)}) })()`,
    isolated: `(() => { ${bundled('isolated-world.js')}\n isolatedWorld.startIsolatedWorld(${JSON.stringify(configuration)}, ${wrapped}) })()`,
  }
}
