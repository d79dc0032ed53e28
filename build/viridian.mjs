#!/usr/bin/env node
// @ts-check
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The `viridian` command. In a checkout it sees to it that what it runs is built; elsewhere it runs what came with it. */
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Standard output is the command's own. @param {string} text */
const progress = (text) => console.error(text)

async function prepareCheckout() {
  const { installDependencies } = await import('./install.mjs')
  await installDependencies({ progress })
  // Only now: building needs the dependencies.
  const { buildStale } = await import('./stale.mjs')
  await buildStale({ progress })
}

try {
  if (existsSync(path.join(root, 'electron/cli/viridian.ts'))) await prepareCheckout()
} catch (error) {
  console.error(`Viridian cannot be built: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}
// By its address: to the compiler a built file is not a source.
await import(pathToFileURL(path.join(root, 'dist/cli/viridian.js')).href)
