import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable, Writable } from 'node:stream'
import type { Protocol } from './protocol.ts'

type Command = keyof Protocol.CommandParameters
export type ProtocolEvent = {
  [Name in keyof Protocol.Events]: { readonly method: Name; readonly params: Protocol.Events[Name] }
}[keyof Protocol.Events]

interface Answer {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly method: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * A Chromium driven over its debugging pipe. Its debugging port is open as well: that one is Playwright's, which waits
 * for the line "DevTools listening on ws://…" on our standard error.
 */
export class Chromium {
  readonly exited: Promise<void>
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, (event: ProtocolEvent) => void>()
  #count = 0
  #gone = false

  constructor(executable: string, switches: readonly string[]) {
    const profile = mkdtempSync(path.join(tmpdir(), 'electron-stand-in-'))
    const args = [
      '--headless',
      '--no-sandbox',
      '--remote-debugging-pipe',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      '--no-startup-window',
      '--disable-gpu',
      // Electron has the event always.
      '--enable-blink-features=MessagePortCloseEvent',
      ...switches,
    ]
    this.#process = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
    process.on('exit', () => rmSync(profile, { recursive: true, force: true, maxRetries: 3 }))
    this.exited = new Promise((resolve) => {
      const end = () => {
        this.#gone = true
        for (const { reject } of this.#waiting.values()) reject(new Error('Chromium is gone.'))
        this.#waiting.clear()
        resolve()
      }
      this.#process.once('exit', end)
      this.#process.once('error', end)
    })
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      const line = /^DevTools listening on .*$/m.exec(chunk.toString())
      if (line !== null) process.stderr.write(`${line[0]}\n`)
    })
    this.#input.on('error', () => undefined)
    this.#read(this.#process.stdio[4] as Readable)
  }

  get gone(): boolean {
    return this.#gone
  }

  /** Events of one session; '' is the browser's own. */
  onEvent(sessionId: string, listener: (event: ProtocolEvent) => void): void {
    this.#listeners.set(sessionId, listener)
  }

  offEvent(sessionId: string): void {
    this.#listeners.delete(sessionId)
  }

  send<Name extends Command>(
    method: Name,
    params?: Protocol.CommandParameters[Name],
    sessionId?: string,
  ): Promise<Protocol.CommandReturnValues[Name]> {
    if (this.#gone) return Promise.reject(new Error('Chromium is gone.'))
    const id = (this.#count += 1)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        method,
        resolve: (result) => resolve(result as Protocol.CommandReturnValues[Name]),
        reject,
      })
      this.#input.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`)
    })
  }

  kill(): void {
    this.#process.kill('SIGKILL')
  }

  get #input(): Writable {
    return this.#process.stdio[3] as Writable
  }

  /** Messages end with a NUL byte and come in any pieces. */
  #read(output: Readable): void {
    let pieces: Buffer[] = []
    output.on('data', (chunk: Buffer) => {
      let rest = chunk
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        const text = Buffer.concat([...pieces, rest.subarray(0, end)]).toString()
        pieces = []
        rest = rest.subarray(end + 1)
        this.#receive(JSON.parse(text) as Answer)
      }
      if (rest.length > 0) pieces.push(rest)
    })
  }

  #receive(message: Answer): void {
    if (message.id === undefined) {
      this.#listeners.get(message.sessionId ?? '')?.({
        method: message.method,
        params: message.params,
      } as ProtocolEvent)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.error === undefined) waiting?.resolve(message.result)
    else waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`))
  }
}
