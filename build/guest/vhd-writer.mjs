// @ts-check
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../run.mjs'

const out = 'build/write-vhd.js'

/**
 * Viridian's own disk library, bundled for the build. Imported only here: making the CD needs no installed packages.
 * @returns {Promise<typeof import('./write-vhd.ts')>}
 */
export async function loadVhdWriter() {
  const { bundleProgram } = await import('../bundle.mjs')
  await bundleProgram({ entry: 'build/guest/write-vhd.ts', out, external: [] })
  return import(pathToFileURL(path.join(root, 'dist', out)).href)
}
