// @ts-check
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { root } from '../run.mjs'

const packageFolder = path.join(root, 'node_modules/electron')
const failureFile = path.join(root, '.cache/electron-download.json')

/** How long a failed download is not tried again, so that starts without a network stay quick. */
const retryAfter = 12 * 60 * 60_000
const connectWithin = 5_000
const downloadWithin = 10 * 60_000

/**
 * Electron's executable, found by files: asking the package for it would start a download.
 * @returns {string | null}
 */
export function findElectron() {
  const pathFile = path.join(packageFolder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const file = override ? path.join(override, name ?? 'electron') : name && path.join(packageFolder, 'dist', name)
  return file && existsSync(file) ? file : null
}

/** @returns {string} the version of Electron this checkout uses */
function electronVersion() {
  return JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')).version
}

/** @returns {boolean} true where a download of this version failed lately */
export function failedLately() {
  if (!existsSync(failureFile)) return false
  const { version, time } = JSON.parse(readFileSync(failureFile, 'utf8'))
  return version === electronVersion() && Date.now() - time < retryAfter
}

function rememberFailure() {
  mkdirSync(path.dirname(failureFile), { recursive: true })
  writeFileSync(failureFile, JSON.stringify({ version: electronVersion(), time: Date.now() }))
}

/** Rejects at once where there is no network; a download would wait for its own, much longer, time limits. */
function reachServer() {
  const { ELECTRON_MIRROR, npm_config_electron_mirror, ELECTRON_GET_USE_PROXY } = process.env
  if (ELECTRON_GET_USE_PROXY) return Promise.resolve()
  const { hostname, port, protocol } = new URL(ELECTRON_MIRROR ?? npm_config_electron_mirror ?? 'https://github.com/')
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const socket = connect({ host: hostname, port: Number(port) || (protocol === 'http:' ? 80 : 443) })
      const timer = setTimeout(() => socket.destroy(new Error(`${hostname} does not answer`)), connectWithin)
      socket.once('connect', () => {
        socket.destroy()
        resolve()
      })
      socket.once('error', reject)
      socket.once('close', () => clearTimeout(timer))
    })
  )
}

/** Runs the package's own installer, which checks what it downloaded. */
function runInstaller() {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const installer = spawn(process.execPath, [path.join(packageFolder, 'install.js')], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const timer = setTimeout(() => installer.kill('SIGKILL'), downloadWithin)
      let output = ''
      installer.stderr.on('data', (chunk) => (output += chunk))
      installer.once('error', reject)
      installer.once('close', (code) => {
        clearTimeout(timer)
        if (code === 0) resolve()
        else reject(new Error(output.trim().split('\n')[0] || 'the download took too long'))
      })
    })
  )
}

/**
 * Downloads Electron's executable. Rejects with what prevented it, and remembers that for some hours.
 * @param {(text: string) => void} progress
 * @returns {Promise<void>}
 */
export async function downloadElectron(progress) {
  try {
    await reachServer()
    progress(`Downloading Electron ${electronVersion()} …`)
    await runInstaller()
    rmSync(failureFile, { force: true })
  } catch (error) {
    rememberFailure()
    throw error
  }
}

/** @param {string} file @returns {string} its text, '' where it is not there */
function readSetting(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}

/**
 * Why Chromium cannot make its sandbox here, or null. Some systems allow that to privileged programs only; the sandbox
 * is not given up for it.
 * @param {string} electron path of the executable
 */
export function sandboxProblem(electron) {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return null
  const refused =
    readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0'
  const helper = path.join(path.dirname(electron), 'chrome-sandbox')
  if (!refused || !existsSync(helper)) return null
  const { uid, mode } = statSync(helper)
  if (uid === 0 && (mode & 0o4000) !== 0) return null
  return `This system refuses the browser sandbox to ordinary programs. To allow it for Electron: sudo chown root ${helper} && sudo chmod 4755 ${helper}`
}
