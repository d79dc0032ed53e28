import { spawn } from 'node:child_process'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { storing } from '#electron/host/storage-failure.ts'
import { connectHost, type HostConnection } from '#electron/server/client.ts'
import { ServerError } from '#electron/server/errors.ts'
import { CliError } from './errors.ts'

/** Exit code of `serve --background` where another host owns the folder: whoever started us connects to that one. */
export const alreadyRunningExitCode = 75

/** Milliseconds the owner of a folder that is not ours is given to answer. */
const ownerPatience = 30_000
/** Milliseconds between words to whoever waits. */
const tellEvery = 5000
const retryEvery = 25
/** A host that owns the folder and does not answer, because it starts or ends, is given so long before the next try. */
const relaunchAfter = 500

function logFile(home: string): string {
  return path.join(home, 'logs', 'host.log')
}

async function tryConnect(home: string): Promise<HostConnection | null> {
  try {
    return await connectHost(home)
  } catch (error) {
    if (error instanceof ServerError && error.code === 'HOST_NOT_RUNNING') return null
    throw error
  }
}

interface Launch {
  /** When, by `performance.now()`. */
  readonly time: number
  /** Null while it runs. */
  exitCode(): number | null
  /** Where its output begins in the log. */
  readonly logStart: number
}

/** Starts `serve` as a process of its own that outlives ours. */
async function launch(home: string): Promise<Launch> {
  const log = logFile(home)
  const file = await storing(home, async () => {
    await mkdir(path.dirname(log), { recursive: true, mode: 0o700 })
    return open(log, 'a', 0o600)
  })
  try {
    const logStart = (await file.stat()).size
    const program = path.join(import.meta.dirname, 'viridian.js')
    const child = spawn(process.execPath, [program, 'serve', '--background', '--home', home], {
      // Not the user's folder, which could not be removed meanwhile on Windows.
      cwd: home,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', file.fd, file.fd],
    })
    let exitCode: number | null = null
    child.once('exit', (code) => (exitCode = code ?? 1))
    child.once('error', () => (exitCode = 1))
    child.unref()
    return { time: performance.now(), exitCode: () => exitCode, logStart }
  } finally {
    await file.close()
  }
}

/** What the host that did not start said last. */
async function lastWords(home: string, logStart: number): Promise<string> {
  const { size } = await stat(logFile(home))
  const text = size > logStart ? (await readFile(logFile(home))).subarray(logStart).toString() : ''
  return text.trim().split('\n').at(-1)?.replace(/\.$/, '') ?? ''
}

/**
 * Connects to the host of a data folder; starts one in the background where none runs. One that starts may take its time
 * with many machines: it is waited for while its process lives, and `waiting` is told now and then for how long. Of two that start one at the
 * same time, one gets the folder and both are connected to it. Throws `ServerError`, HOST_START_FAILED.
 */
export async function connectOrStart(home: string, waiting: (seconds: number) => void): Promise<HostConnection> {
  const running = await tryConnect(home)
  if (running !== null) return running

  let started = await launch(home)
  const begun = performance.now()
  let told = begun
  for (;;) {
    // Asked before connecting: a host that answered and ended since is not a failed start.
    const code = started.exitCode()
    const connection = await tryConnect(home)
    if (connection !== null) return connection
    const failed = code !== null && code !== alreadyRunningExitCode
    if (failed || (code !== null && performance.now() - begun > ownerPatience)) {
      const detail = (failed ? await lastWords(home, started.logStart) : '') || `no answer (exit code ${code})`
      throw new CliError('HOST_START_FAILED', { log: logFile(home), detail })
    }
    if (performance.now() - told > tellEvery) {
      told = performance.now()
      waiting(Math.round((told - begun) / 1000))
    }
    await delay(retryEvery)
    if (code !== null && performance.now() - started.time > relaunchAfter) started = await launch(home)
  }
}
