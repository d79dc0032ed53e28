// @ts-check
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { root, run } from './run.mjs'

/** npm writes it last of all: its age is the installation's. */
const installedLock = path.join(root, 'node_modules/.package-lock.json')

/** @returns {boolean} true where the packages are missing or older than the lockfile */
export function dependenciesStale() {
  return (
    !existsSync(installedLock) ||
    statSync(installedLock).mtimeMs < statSync(path.join(root, 'package-lock.json')).mtimeMs
  )
}

/**
 * Installs the locked packages where they are missing or outdated. Throws with what to do when npm fails.
 * @param {{ progress?: (text: string) => void }} [options]
 */
export async function installDependencies({ progress = (text) => console.log(text) } = {}) {
  if (!dependenciesStale()) return
  progress('Installing dependencies …')
  // npm is a script on Windows, which only a shell can start.
  const npm = process.env['npm_execpath']
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args])
    : await run('npm', args, { shell: true })
  if (code !== 0) throw new Error(`npm ci failed (exit code ${code}); its own message stands above.`)
}
