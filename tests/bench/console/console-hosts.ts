import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseAccessKey } from '#shared/access-key.ts'
import type { Machine, NewSample } from '#shared/machine.ts'
import { startServer, type RunningServer } from '#electron/server/server.ts'
import { FakeHost, fakeMachine } from '#tests/fixtures/fake-host.ts'
import { builtPages } from '#tests/fixtures/resources.ts'

/** Of so many machines one is on. */
const onEvery = 20

/** It forgets how pages are laid out, which makes no difference here. */
class ConsoleHost extends FakeHost {
  override readonly preferences = { keep: () => Promise.resolve() }
}

interface Running {
  readonly host: FakeHost
  readonly server: RunningServer
  readonly machines: Machine[]
}

function machinesOf(count: number): Machine[] {
  return Array.from({ length: count }, (_, index) => {
    const isOn = index % onEvery === 1
    return {
      ...fakeMachine(`machine ${String(index).padStart(5, '0')}`, isOn ? 'Running' : 'Off'),
      ...withDrives(index),
    }
  })
}

/** As most machines have them, so that a machine takes the room that it takes. */
function withDrives(index: number): Pick<Machine, 'id' | 'drives' | 'notes'> {
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    notes: 'Made for a measurement.',
    drives: [
      { kind: 'disk', at: 'ide0:0', path: `/home/machines/machine ${index}/disk.vhd` },
      { kind: 'dvd', at: 'ide1:0', media: { kind: 'template', template: 'lab-linux' } },
    ],
  }
}

/**
 * Hosts that power nothing on, behind real servers: the own one of a console, which relays to the others as every host does.
 * All that is sent and how is real; what machines do is made up.
 */
export class ConsoleHosts {
  readonly #folder: string
  readonly #own: Running
  readonly #all: readonly Running[]

  private constructor(folder: string, own: Running, all: readonly Running[]) {
    this.#folder = folder
    this.#own = own
    this.#all = all
  }

  /** Of `others` remote hosts with `each` machines, or where there are none of the own host with so many. */
  static async start({ others, each }: { others: number; each: number }): Promise<ConsoleHosts> {
    const folder = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
    const start = async (name: string, count: number): Promise<Running> => {
      const machines = machinesOf(count)
      const home = path.join(folder, name)
      await mkdir(home)
      const host = new ConsoleHost(home, machines)
      const server = await startServer({ host, listen: { address: '127.0.0.1', port: 0 }, pages: builtPages })
      return { host, server, machines }
    }
    const own = await start('own', others === 0 ? each : 0)
    const all: Running[] = others === 0 ? [own] : []
    for (let index = 0; index < others; index += 1) {
      const other = await start(`other ${index}`, each)
      const { key } = await other.host.access.keys.create('bench')
      const accessKey = parseAccessKey(key)
      if (accessKey === null) throw new Error('An access key could not be read.')
      const address = `127.0.0.1:${other.server.port}`
      const name = `host ${String(index).padStart(3, '0')}`
      own.host.know(
        { id: other.host.info.id, name, address, addedAt: new Date().toISOString() },
        { address, accessKey },
      )
      all.push(other)
    }
    return new ConsoleHosts(folder, own, all)
  }

  /** Where the console is opened; it works once. */
  get url(): string {
    return `${this.#own.server.url}/?token=${this.#own.host.access.createToken()}`
  }

  get machinesOn(): number {
    return this.#all.reduce((sum, { machines }) => sum + machines.filter(({ state }) => state !== 'Off').length, 0)
  }

  /** Another state of a machine of the first host, by its place in the order of names. */
  change(index: number, state: Machine['state']): void {
    const { host, machines } = this.#first
    const machine = machines[index]
    if (machine !== undefined) host.publish({ type: 'machine', machine: { ...machine, state } })
  }

  /** What every host tells in a second. */
  tellSamples(second: number): void {
    for (const { host, machines } of this.#all) {
      const on = machines.filter(({ state }) => state !== 'Off')
      const samples = on.map(({ id }, index): NewSample => {
        const cpu = (second * 7 + index * 13) % 100
        const disk = { diskRead: second * 4096, diskWritten: second * 512 }
        return {
          machineId: id,
          sample: { time: second * 1000, cpu, process: cpu, resident: 2 ** 28, uptime: second, ...disk },
        }
      })
      if (samples.length > 0) host.publish({ type: 'samples', samples })
    }
  }

  async close(): Promise<void> {
    for (const { host, server } of new Set([this.#own, ...this.#all])) {
      await host.close()
      await server.close()
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  get #first(): Running {
    return this.#all[0] ?? this.#own
  }
}
