// @ts-check
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { installDependencies } from './install.mjs'
import { root, run } from './run.mjs'

await installDependencies()
// Only now: bundling needs the dependencies.
const { bundleProgram } = await import('./bundle.mjs')
for (const name of ['main', 'worker']) {
  await bundleProgram({ entry: `tests/fuzz/${name}.ts`, out: `fuzz/${name}.js`, external: [] })
}
// The discs are looked for beside the program.
await cp(path.join(root, 'tests/fixtures/iso'), path.join(root, 'dist/fuzz/iso'), { recursive: true })
process.exitCode = await run(process.execPath, [path.join(root, 'dist/fuzz/main.js'), ...process.argv.slice(2)])
