import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/**
 * A process beyond its number, which the system gives to another process in time. `started` is "boot id:ticks since
 * boot" on Linux (proc(5), field 22 of /proc/PID/stat) and milliseconds since the epoch elsewhere.
 */
export interface ProcessIdentity {
  readonly pid: number
  readonly started: string
}

/** Clocks outside Linux: `ps` tells whole seconds, and our own start is computed from the uptime. */
const startTolerance = 3000

async function startOnLinux(pid: number): Promise<string> {
  const [stat, bootId] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
  ])
  // The second field is the program's name in parentheses and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // Fields count from 3 here. A zombie has ended already; only its parent has not asked for its exit code yet.
  if (fields[0] === 'Z') throw new Error(`process ${pid} has ended`)
  return `${bootId.trim()}:${fields[19] ?? ''}`
}

function output(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { env: { ...process.env, LC_ALL: 'C' }, windowsHide: true }, (error, stdout) => {
      if (error) reject(new Error(error.message, { cause: error }))
      else resolve(stdout.trim())
    })
  })
}

async function startElsewhere(pid: number): Promise<string> {
  const text =
    process.platform === 'win32'
      ? await output('powershell.exe', [
          '-NoProfile',
          '-Command',
          `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`,
        ])
      : await output('ps', ['-o', 'lstart=', '-p', String(pid)])
  const started = Date.parse(text)
  if (Number.isNaN(started)) throw new Error(`unexpected start time of process ${pid}: ${text}`)
  return String(started)
}

/** Throws where the process does not exist or may not be asked. */
export async function identify(pid: number): Promise<ProcessIdentity> {
  if (process.platform === 'linux') return { pid, started: await startOnLinux(pid) }
  if (pid === process.pid) return identifyUs()
  return { pid, started: await startElsewhere(pid) }
}

let ours: Promise<ProcessIdentity> | null = null

/** This process, asked of the system once. */
export function identifyUs(): Promise<ProcessIdentity> {
  const { pid } = process
  ours ??=
    process.platform === 'linux'
      ? identify(pid)
      : Promise.resolve({ pid, started: String(Math.round(Date.now() - process.uptime() * 1000)) })
  return ours
}

/**
 * Whether two processes, by what is said of when they started, belong to one start of one computer, of which containers
 * are a part. Only Linux tells for certain; elsewhere they are taken to.
 */
export function isOfThisStart(one: string, other: string): boolean {
  return process.platform !== 'linux' || one.split(':')[0] === other.split(':')[0]
}

/** True where a process of that number is there, ours or not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** True while this very process lives; where the system does not tell, a living process of that number counts. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  if (!isRunning(identity.pid)) return false
  let now: ProcessIdentity
  try {
    now = await (identity.pid === process.pid ? identifyUs() : identify(identity.pid))
  } catch {
    // On Linux the answer "no such file" is certain; elsewhere a failed tool proves nothing.
    return process.platform !== 'linux' && isRunning(identity.pid)
  }
  if (process.platform === 'linux') return now.started === identity.started
  return Math.abs(Number(now.started) - Number(identity.started)) <= startTolerance
}
