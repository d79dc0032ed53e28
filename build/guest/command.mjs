// @ts-check
import { spawn } from 'node:child_process'

/** A program ended with an error. `output` is what it said on standard error. */
export class CommandFailed extends Error {
  /**
   * @param {string} command
   * @param {string} outcome
   * @param {string} output
   */
  constructor(command, outcome, output) {
    super(`${command} ${outcome}${output ? `:\n${output}` : ''}`)
    this.name = 'CommandFailed'
    this.output = output
  }
}

/**
 * Runs a program, without a shell, and hands its standard output to a reader as it comes.
 * @template T
 * @param {string} command
 * @param {string[]} args
 * @param {(output: AsyncIterable<Buffer>) => Promise<T>} read must read to the end
 * @returns {Promise<T>}
 */
export async function pipe(command, args, read) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  /** @type {Promise<void>} */
  const ended = new Promise((resolve, reject) => {
    let errors = ''
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (errors += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (code === 0) return resolve()
      const outcome = signal === null ? `ended with code ${code}` : `was ended by ${signal}`
      reject(new CommandFailed(command, outcome, errors.trim()))
    })
  })
  const [output, outcome] = await Promise.allSettled([read(child.stdout), ended])
  // Where the program failed, its own message says more than a reader's that missed the rest.
  if (outcome.status === 'rejected') throw outcome.reason
  if (output.status === 'rejected') throw output.reason
  return output.value
}

/**
 * Runs a program, without a shell, and collects its standard output.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<Buffer>}
 */
export function capture(command, args) {
  return pipe(command, args, async (output) => {
    /** @type {Buffer[]} */
    const chunks = []
    for await (const chunk of output) chunks.push(chunk)
    return Buffer.concat(chunks)
  })
}

/**
 * Whether a program can be started on this computer.
 * @param {string} command one that knows `--version`
 */
export async function isInstalled(command) {
  try {
    await capture(command, ['--version'])
    return true
  } catch (error) {
    if (error instanceof CommandFailed) return true
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
