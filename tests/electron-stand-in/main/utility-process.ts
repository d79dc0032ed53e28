import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import path from 'node:path'
import type Electron from 'electron'

const children = new Set<ChildProcess>()
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')))

type Used = 'pid' | 'stdout' | 'stderr' | 'postMessage' | 'kill'

/** A plain Node process in place of Chromium's utility process. */
class UtilityProcess extends EventEmitter implements Pick<Electron.UtilityProcess, Used> {
  pid: number | undefined
  readonly stdout: NodeJS.ReadableStream | null
  readonly stderr: NodeJS.ReadableStream | null
  readonly #child: ChildProcess

  constructor(modulePath: string, args: string[], options: Electron.ForkOptions) {
    super()
    const kind = (index: number) => {
      const wanted: unknown = Array.isArray(options.stdio) ? options.stdio[index] : 'inherit'
      return wanted === 'pipe' || wanted === 'ignore' ? wanted : 'inherit'
    }
    const child = fork(modulePath, args, {
      execArgv: ['--require', path.join(import.meta.dirname, 'utility.cjs'), ...(options.execArgv ?? [])],
      serialization: 'advanced',
      stdio: ['ignore', kind(1), kind(2), 'ipc'],
    })
    this.#child = child
    this.stdout = child.stdout
    this.stderr = child.stderr
    children.add(child)
    child.once('spawn', () => {
      this.pid = child.pid
      this.emit('spawn')
    })
    child.once('exit', (code, signal) => {
      children.delete(child)
      this.pid = undefined
      // Like waitpid(2): a signal's number where one ended the process.
      this.emit('exit', signal === null ? (code ?? 0) : constants.signals[signal])
    })
    child.on('message', (message) => this.emit('message', message))
    child.on('error', () => undefined)
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object)
  }

  kill(): boolean {
    return this.#child.kill()
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}) =>
    new UtilityProcess(modulePath, args, options),
}
