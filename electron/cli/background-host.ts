import { spawn } from 'node:child_process'
import { mkdir, open, readFile, stat, statfs, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ensureFolder } from '#electron/host/home.ts'
import { prepareRuntimeFolder } from '#electron/host/runtime-folder.ts'
import { isUnwritable } from '#electron/host/unwritable.ts'
import { storing } from '#electron/host/storage-failure.ts'
import { connectHost, type OwnHostConnection } from '#electron/server/client.ts'
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

/** Bytes that are free where a log is kept: a host that cannot write what it says ends. */
const leastRoom = 1024 * 1024

/** Opens the log in the data folder, or where it cannot be written there in the runtime folder. Throws STORAGE_FAILED. */
async function openLog(home: string): Promise<{ log: string; file: FileHandle }> {
  const openIn = (folder: string) =>
    storing(home, async () => {
      const log = path.join(folder, 'logs', 'host.log')
      await ensureFolder(path.dirname(log))
      return { log, file: await open(log, 'a', 0o600) }
    })
  await storing(home, () => mkdir(home, { recursive: true, mode: 0o700 }))
  const room = await statfs(home).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Infinity,
  )
  try {
    if (room >= leastRoom) return await openIn(home)
  } catch (error) {
    if (!isUnwritable(error)) throw error
  }
  return openIn(await prepareRuntimeFolder(home))
}

async function tryConnect(home: string): Promise<OwnHostConnection | null> {
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
  readonly log: string
  /** Where its output begins in the log. */
  readonly logStart: number
}

/** Starts `serve` as a process of its own that outlives ours. */
async function launch(home: string): Promise<Launch> {
  const { log, file } = await openLog(home)
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
    return { time: performance.now(), exitCode: () => exitCode, log, logStart }
  } finally {
    await file.close()
  }
}

/** What the host that did not start said last. */
async function lastWords({ log, logStart }: Launch): Promise<string> {
  const { size } = await stat(log)
  const text = size > logStart ? (await readFile(log)).subarray(logStart).toString() : ''
  return text.trim().split('\n').at(-1)?.replace(/\.$/, '') ?? ''
}

/**
 * Connects to the host of a data folder; starts one in the background where none runs. One that starts may take its time
 * with many machines: it is waited for while its process lives, and `waiting` is told now and then for how long. Of two that start one at the
 * same time, one gets the folder and both are connected to it. Throws `ServerError`, HOST_START_FAILED.
 */
export async function connectOrStart(home: string, waiting: (seconds: number) => void): Promise<OwnHostConnection> {
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
      const detail = (failed ? await lastWords(started) : '') || `no answer (exit code ${code})`
      throw new CliError('HOST_START_FAILED', { log: started.log, detail })
    }
    if (performance.now() - told > tellEvery) {
      told = performance.now()
      waiting(Math.round((told - begun) / 1000))
    }
    await delay(retryEvery)
    if (code !== null && performance.now() - started.time > relaunchAfter) started = await launch(home)
  }
}
