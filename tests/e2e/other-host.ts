import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { CommandLine } from './command-line.ts'

const program = path.join(import.meta.dirname, '../../dist/cli/viridian.js')

/** What another console needs to connect to a host. */
export interface Invitation {
  /** `127.0.0.1:8006` */
  readonly address: string
  readonly accessKey: string
}

/** A second host, on a data folder of its own. It keeps its address when it is started again. */
export class OtherHost {
  readonly commandLine: CommandLine
  #process: ChildProcess | null = null

  private constructor(home: string) {
    this.commandLine = new CommandLine(home)
  }

  static async start(): Promise<OtherHost> {
    const host = new OtherHost(await mkdtemp(path.join(os.tmpdir(), 'viridian-e2e-other-')))
    await host.start()
    return host
  }

  async start(): Promise<void> {
    const host = spawn(process.execPath, [program, 'serve', '--json'], {
      env: { ...process.env, VIRIDIAN_HOME: this.commandLine.home },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    // The one line says that it listens.
    await once(createInterface(host.stdout), 'line')
    this.#process = host
  }

  /** As a power failure ends it. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** `name` is for whom the access key is. */
  async invite(name: string): Promise<Invitation> {
    const shown = await this.commandLine.expect('host', 'show', '--access-key', '--name', name, '--json')
    const { address, accessKey } = JSON.parse(shown) as { address: string; accessKey: { key: string } }
    return { address: address.replace('http://', ''), accessKey: accessKey.key }
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM')
    await rm(this.commandLine.home, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const host = this.#process
    this.#process = null
    if (host === null) return
    host.kill(signal)
    await once(host, 'exit')
  }
}
