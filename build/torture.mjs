// @ts-check
import path from 'node:path'
import { installDependencies } from './install.mjs'
import { root, run } from './run.mjs'

await installDependencies()
// Only now: building needs the dependencies.
const { buildStale } = await import('./stale.mjs')
await buildStale()
const { bundleProgram } = await import('./bundle.mjs')
for (const name of ['main', 'holder']) {
  await bundleProgram({ entry: `tests/torture/${name}.ts`, out: `torture/${name}.js`, external: [] })
}
process.exitCode = await run(process.execPath, [path.join(root, 'dist/torture/main.js'), ...process.argv.slice(2)])
