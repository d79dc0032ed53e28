// @ts-check
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../run.mjs'

const commandLine = path.join(root, 'dist/cli/viridian.js')

/** @returns {boolean} true where a window can be shown */
export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}

/**
 * Waits for a program that runs in the foreground. Ctrl+C reaches it directly, since it shares our terminal; a request to
 * end that reaches us alone is handed on.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code; 0 where Ctrl+C ended it
 */
function foreground(child) {
  let interrupted = false
  const interrupt = () => {
    interrupted = true
  }
  const terminate = () => child.kill('SIGTERM')
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', terminate)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', interrupt)
      process.off('SIGTERM', terminate)
      const ended = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)
      resolve(interrupted ? 0 : ended)
    })
  })
}

/** @param {string} electron path of the executable @param {string[]} args */
export function openDesktop(electron, args) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  // Chromium refuses to run as root with its sandbox.
  const switches = asRoot ? ['--no-sandbox'] : []
  return foreground(spawn(electron, [...switches, root, ...args], { stdio: 'inherit' }))
}

/** @param {string} url */
function openBrowser(url) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]]
  // Without a browser the printed address still serves.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

/** @param {string} url */
function announce(url) {
  console.log(`\n  Viridian’s console: ${url}\n`)
  console.log('The address holds a token that opens it once, in one browser. Ctrl+C ends Viridian.')
  if (hasDisplay()) openBrowser(url)
}

/**
 * Serves the console to the browser until Ctrl+C.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export function serveConsole(args) {
  const child = spawn(process.execPath, [commandLine, 'serve', '--json', '--first-machine', ...args], {
    stdio: ['inherit', 'pipe', 'inherit'],
  })
  createInterface({ input: child.stdout }).on('line', (line) => announce(JSON.parse(line).url))
  return foreground(child)
}
