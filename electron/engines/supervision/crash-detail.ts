import type { ChildExit } from '../launcher.ts'

/** Signals a process earns by its own fault; any other was sent from outside. */
const faults: readonly string[] = ['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP']

/** True where a signal from outside ended the process. */
export function wasKilled(exit: ChildExit): exit is ChildExit & { signal: string } {
  return exit.signal !== null && !faults.includes(exit.signal)
}

/** One sentence about why a process ended by itself, from the end of its error output. */
export function crashDetail(exit: ChildExit): string {
  const lines = exit.errorOutput.split('\n').map((line) => line.trim())
  const fatal = lines.findLast((line) => line.startsWith('FATAL ERROR:'))
  const thrown = lines.findLast((line) => /^(Uncaught )?\w*(Error|Exception)( \[\w+\])?: /.test(line))
  const said = fatal ?? thrown
  const how = exit.signal === null ? `exit code ${exit.code ?? 'unknown'}` : `signal ${exit.signal}`
  return said === undefined ? `The machine's process ended with ${how}.` : `${said} (${how})`
}
