import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { acknowledged } from './recorder.ts'
import type { Call, Said } from './protocol.ts'

/** What a host that was killed leaves unanswered. */
export class HostGone extends Error {
  override readonly name = 'HostGone'
}

/** A host in a process of its own, as whoever kills it sees it. */
export class Victim {
  /** Processes it has launched, the latest last. */
  readonly pids: number[] = []
  /** The last record each machine has acknowledged. */
  readonly acknowledged = new Map<string, number>()
  readonly #child: ChildProcess
  readonly #pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  readonly #halfLines = new Map<string, string>()
  readonly #over: Promise<void>
  #opened: () => void = () => undefined
  #calls = 0
  #isOver = false

  private constructor(script: string, home: string, resources: object) {
    this.#child = spawn(process.execPath, [script, home, JSON.stringify(resources)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdin?.on('error', () => undefined)
    this.#over = this.#listen()
  }

  /** Rejects where the host cannot be opened. */
  static async open(script: string, home: string, resources: object): Promise<Victim> {
    const victim = new Victim(script, home, resources)
    const opened = new Promise<void>((resolve) => (victim.#opened = resolve))
    const gone = victim.#over.then(() => Promise.reject(new HostGone('The host does not open.')))
    await Promise.race([opened, gone])
    return victim
  }

  /** Rejects with the host's words where it refuses, and with `HostGone` where it was killed, or has ended by itself. */
  call<Result>(part: Call['part'], method: string, ...args: unknown[]): Promise<Result> {
    if (this.#isOver) return Promise.reject(new HostGone('The host has ended.'))
    const id = this.#calls++
    const call: Call = { id, part, method, args }
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (result: unknown) => void, reject })
      this.#child.stdin?.write(`${JSON.stringify(call)}\n`)
    })
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#over
  }

  async #listen(): Promise<void> {
    const { stdout } = this.#child
    if (stdout === null) throw new Error('The host has no output.')
    const exited = once(this.#child, 'exit')
    for await (const line of createInterface(stdout)) this.#hear(line)
    await exited
    this.#isOver = true
    for (const { reject } of this.#pending.values()) reject(new HostGone('The host was killed.'))
    this.#pending.clear()
  }

  #hear(line: string): void {
    let said: Said
    try {
      said = JSON.parse(line) as Said
    } catch {
      // The end of a host that was killed while it spoke.
      return
    }
    if (said.kind === 'opened') this.#opened()
    if (said.kind === 'launched') this.pids.push(said.pid)
    if (said.kind === 'serial') this.#hearSerial(said.id, said.output)
    if (said.kind === 'answer') {
      const pending = this.#pending.get(said.id)
      this.#pending.delete(said.id)
      if (said.failure === null) pending?.resolve(said.result)
      else pending?.reject(new Error(said.failure))
    }
  }

  #hearSerial(id: string, output: string): void {
    const text = (this.#halfLines.get(id) ?? '') + output
    const end = text.lastIndexOf('\n') + 1
    this.#halfLines.set(id, text.slice(end))
    const numbers = acknowledged(text.slice(0, end))
    this.acknowledged.set(id, Math.max(this.acknowledged.get(id) ?? 0, ...numbers))
  }
}
