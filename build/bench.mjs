// @ts-check
import path from 'node:path'
import { parseArgs } from 'node:util'
import { installDependencies } from './install.mjs'
import { root, run } from './run.mjs'

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })

await installDependencies()
// Only now: building needs the dependencies.
const { buildStale } = await import('./stale.mjs')
await buildStale()
const { makeGuest } = await import('./guest/make-guest.mjs')
await makeGuest()
const { bundleProgram } = await import('./bundle.mjs')
await bundleProgram({ entry: 'tests/bench/main.ts', out: 'bench/bench.js', external: ['@playwright/test'] })
process.exitCode = await run(process.execPath, [path.join(root, 'dist/bench/bench.js'), ...(values.only ?? [])])
