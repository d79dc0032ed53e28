import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { buildStandIn, output } from './build.mjs'

const electronPackage = path.join(import.meta.dirname, '../../node_modules/electron')

/** True where Electron's own binary was downloaded. By files: asking the package would start a download. */
export function hasElectronBinary(): boolean {
  const pathFile = path.join(electronPackage, 'path.txt')
  return existsSync(pathFile) && existsSync(path.join(electronPackage, 'dist', readFileSync(pathFile, 'utf8')))
}

/**
 * Builds the stand-in (a fraction of a second) and returns the folder for `ELECTRON_OVERRIDE_DIST_PATH`, with which
 * Playwright's `_electron.launch` starts it as if it were Electron.
 */
export function electronStandIn(): string {
  buildStandIn()
  return output
}
