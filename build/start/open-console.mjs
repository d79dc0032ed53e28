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
function announce(url) {
  console.log(`\n  Viridian’s console: ${url}\n`)
  console.log('The address holds a token that opens it once, in one browser.')
}

/** The command line opens the browser: arguments of programs, and so an address with a token, are seen by every user. */
const open = hasDisplay() ? ['--open'] : []

/**
 * Runs the command line; it answers programs with one line of JSON.
 * @param {string[]} args
 * @param {(answer: any) => void} onAnswer
 * @returns {Promise<number>} the exit code
 */
function runCommandLine(args, onAnswer) {
  const child = spawn(process.execPath, [commandLine, ...args, '--json'], { stdio: ['inherit', 'pipe', 'inherit'] })
  createInterface({ input: child.stdout }).on('line', (line) => onAnswer(JSON.parse(line)))
  return foreground(child)
}

/**
 * Serves the console to the browser until Ctrl+C; where a host runs on the data folder already, shows that one's.
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function serveConsole(args) {
  /** @type {{ code: string, message: string } | null} */
  let error = null
  const code = await runCommandLine(['serve', '--first-machine', ...open, ...args], (answer) => {
    error = answer.error ?? null
    if (error !== null) return
    announce(answer.url)
    console.log('Ctrl+C ends Viridian.')
  })
  if (error === null) return code
  const { code: reason, message } = /** @type {{ code: string, message: string }} */ (error)
  if (reason !== 'HOST_ALREADY_RUNNING') {
    console.error(message)
    return code
  }
  console.log('A host runs on this data folder already.')
  return runCommandLine(['host', 'show', ...open], (answer) => {
    if (answer.error === undefined) announce(answer.url)
    else console.error(answer.error.message)
  })
}
