import { readFileSync } from 'node:fs'

/** What the system has given a process. */
export interface ProcessTime {
  /** Seconds its main thread has executed. */
  readonly executed: number
  /** It is asleep or stopped: it waits for neither a processor nor a disk, so nobody keeps it. */
  readonly idle: boolean
}

/** Of times in /proc, a second; the same on every Linux (proc(5), sysconf(3)). */
const ticks = 100
/** Asleep, stopped, stopped by a debugger. */
const idleStates: readonly string[] = ['S', 'T', 't']

/** Null where the system does not tell, or there is no such process. (proc(5): /proc/pid/task/tid/stat.) */
export function processTime(pid: number): ProcessTime | null {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'latin1')
    // The name before it may hold anything, parentheses too.
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const executed = (Number(fields[10]) + Number(fields[11])) / ticks
    return Number.isFinite(executed) ? { executed, idle: idleStates.includes(state) } : null
  } catch {
    return null
  }
}
