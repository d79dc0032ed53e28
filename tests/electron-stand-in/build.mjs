// @ts-check
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'

const here = import.meta.dirname
const root = path.join(here, '../..')
export const output = path.join(root, '.cache/electron-stand-in')

/** The executable Electron's package and Playwright start; Node's inspector is on because Playwright drives it by that. */
const launcher = `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
inspect=
for arg in "$@"; do
  case "$arg" in --inspect=*) inspect=$arg ;; esac
done
ELECTRON_STAND_IN="$here/electron" exec node $inspect "$here/boot.mjs" "$@"
`

/** Bundles the stand-in into a folder that `ELECTRON_OVERRIDE_DIST_PATH` can name. */
export function buildStandIn() {
  mkdirSync(output, { recursive: true })
  const common = /** @type {const} */ ({ bundle: true, absWorkingDir: here, logLevel: 'warning', target: 'node20' })
  buildSync({
    ...common,
    entryPoints: ['main/boot.ts'],
    outfile: path.join(output, 'boot.mjs'),
    format: 'esm',
    platform: 'node',
  })
  buildSync({
    ...common,
    entryPoints: ['utility/parent-port.ts'],
    outfile: path.join(output, 'utility.cjs'),
    format: 'cjs',
    platform: 'node',
  })
  for (const [entry, name] of Object.entries({ 'main-world': 'mainWorld', 'isolated-world': 'isolatedWorld' })) {
    buildSync({
      ...common,
      target: 'es2022',
      entryPoints: [`page/${entry}.ts`],
      outfile: path.join(output, `${entry}.js`),
      format: 'iife',
      globalName: name,
      platform: 'browser',
    })
  }
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8'))
  writeFileSync(path.join(output, 'electron.json'), JSON.stringify({ version }))
  writeFileSync(path.join(output, 'electron'), launcher)
  chmodSync(path.join(output, 'electron'), 0o755)
}
