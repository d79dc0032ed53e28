import { constants } from 'node:os'
import { utilityProcess, type UtilityProcess } from 'electron'
import type { ChildExit, ChildProcess, ProcessLauncher } from '#electron/engines/launcher.ts'

const errorTailLength = 4096

/**
 * What Electron reports at exit, told apart: a program's own exit code arrives as it is; where a signal ended it, POSIX
 * gives the number waitpid(2) returned, which for a signal is the signal's number.
 */
export function exitOf(code: number, platform: NodeJS.Platform): Pick<ChildExit, 'code' | 'signal'> {
  // A program of ours that fails exits with 1; SIGHUP has that number and ends no process that has no terminal.
  if (platform === 'win32' || code <= 1) return { code, signal: null }
  const signal = Object.entries(constants.signals).find(([, number]) => number === (code & 0x7f))
  return signal === undefined ? { code, signal: null } : { code: null, signal: signal[0] }
}

class UtilityChild implements ChildProcess {
  readonly pid: number
  readonly #child: UtilityProcess
  #errorOutput = ''
  #exit: ChildExit | null = null
  readonly #exitListeners: ((exit: ChildExit) => void)[] = []

  constructor(child: UtilityProcess, pid: number) {
    this.pid = pid
    this.#child = child
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#errorOutput = (this.#errorOutput + chunk.toString()).slice(-errorTailLength)
    })
    child.once('exit', (code) => this.#afterExit(code))
  }

  post(message: unknown): void {
    this.#child.postMessage(message)
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#child.on('message', listener)
  }

  onExit(listener: (exit: ChildExit) => void): void {
    if (this.#exit === null) this.#exitListeners.push(listener)
    else listener(this.#exit)
  }

  kill(): void {
    if (this.#exit !== null) return
    try {
      // Electron's own kill() asks politely first, and a hung guest does not hear it.
      process.kill(this.pid, 'SIGKILL')
    } catch {
      // It ended a moment ago; its exit event is on its way.
    }
  }

  /** The last words may still be in the pipe when the exit is reported. */
  #afterExit(code: number): void {
    const report = () => {
      if (this.#exit !== null) return
      this.#exit = { ...exitOf(code, process.platform), errorOutput: this.#errorOutput }
      for (const listener of this.#exitListeners) listener(this.#exit)
    }
    const stderr = this.#child.stderr
    if (stderr === null || (stderr as NodeJS.ReadableStream & { readableEnded?: boolean }).readableEnded === true) {
      report()
      return
    }
    stderr.once('end', report)
    stderr.once('close', report)
    // A grandchild could keep the pipe open.
    setTimeout(report, 500).unref()
  }
}

/** Starts child processes as Electron's utility processes; they end with the application. */
export class UtilityLauncher implements ProcessLauncher {
  launch(modulePath: string, options: { readonly title: string }): Promise<ChildProcess> {
    const child = utilityProcess.fork(modulePath, [], {
      serviceName: options.title,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    return new Promise((resolve, reject) => {
      const failed = (code: number) => reject(new Error(`The process "${options.title}" ended at once (code ${code}).`))
      child.once('exit', failed)
      child.once('spawn', () => {
        child.off('exit', failed)
        if (child.pid === undefined) failed(-1)
        else resolve(new UtilityChild(child, child.pid))
      })
    })
  }
}
