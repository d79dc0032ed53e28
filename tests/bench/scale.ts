import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connectHost, type HostClient, type HostConnection } from '#electron/server/client.ts'
import { CommandLine, firstLine } from '#tests/fixtures/command-line.ts'
import { emptyDisks, manyMachines } from '#tests/fixtures/many-machines.ts'
import { consoleScale } from './console/console-scale.ts'
import { processorTime } from './idle.ts'
import { round, type Result } from './result.ts'

const sizes = [1000, 5000, 10_000]
/** Machines that a command is tried with, of which the mean is told. */
const tried = 20

/** Milliseconds at most, however many machines there are; fewer where there are a thousand. */
const targets = { open: 5000, list: 1000, firstRow: 1000 }
const ofThousand = { open: 3000, list: 300 }
const perMachine = { create: 100, attach: 100, delete: 100 }

/**
 * A host of many machines, each with a hard disk, as its users meet it: until it listens, the list on the command line, what a
 * page hears first, and commands on single machines. The files of all machines are in the system's memory.
 */
export async function scale(): Promise<Result[]> {
  const results: Result[] = await consoleScale()
  for (const count of sizes) results.push(...(await measure(count)))
  return results
}

async function measure(count: number): Promise<Result[]> {
  const home = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
  try {
    await manyMachines(home, count)
    // As after every later start: the first one makes files of its own.
    await served(home, () => Promise.resolve({}))
    const { open, opened, ...used } = await served(home, () => use(home))
    const result = (what: string, value: number, atMost: number, parts: Result['parts'] = {}): Result => ({
      ...{ bench: `scale.${what}`, value: round(value), unit: 'ms', target: { atMost } },
      parts: { machines: count, ...parts },
    })
    const { open: openAtMost, list: listAtMost } = count <= 1000 ? ofThousand : targets
    return [
      result('open', open, openAtMost, opened),
      result('list', used.list, listAtMost),
      result('firstRow', used.firstRow, targets.firstRow),
      result('create', used.create, perMachine.create),
      result('attach', used.attach, perMachine.attach),
      result('delete', used.delete, perMachine.delete),
      result('deleteForGood', used.deleteForGood, perMachine.delete),
    ]
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** `opened`: what of the time until it listens the host's process was at work, where the system tells. */
async function served<T>(home: string, work: () => Promise<T>): Promise<T & { open: number; opened: Result['parts'] }> {
  const begin = performance.now()
  const host = new CommandLine(home).spawn('serve', '--json')
  host.stderr?.resume()
  try {
    await firstLine(host)
    const open = performance.now() - begin
    const isTold = process.platform === 'linux' && host.pid !== undefined
    const opened = isTold ? { processorMs: round(1000 * (await processorTime(host.pid))) } : {}
    return { ...(await work()), open, opened }
  } finally {
    host.kill('SIGTERM')
    if (host.exitCode === null && host.signalCode === null) await once(host, 'exit')
  }
}

async function use(home: string) {
  const list = await timed(() => new CommandLine(home).json('vm', 'list'))
  const connection = await connectHost(home)
  try {
    const firstRow = await timed(() => firstMachine(connection))
    return { list, firstRow, ...(await perMachineOf(connection.client, home)) }
  } finally {
    await connection.close()
  }
}

/** A page shows its first row when it hears of the first machine. */
async function firstMachine({ client }: HostConnection): Promise<void> {
  for await (const message of await client.host.watch()) {
    if (message.type === 'snapshot' && message.snapshot.machines.length > 0) return
  }
}

async function perMachineOf({ machines }: HostClient, home: string) {
  const ids: string[] = []
  const disks = await emptyDisks(path.join(home, 'disks'), tried)
  const each = async <T>(items: readonly T[], work: (item: T, index: number) => Promise<unknown>) => {
    const time = await timed(async () => {
      for (const [index, item] of items.entries()) await work(item, index)
    })
    return time / items.length
  }
  const create = await each(disks, async (_, index) => {
    const disk = { kind: 'new' as const, capacity: 2 ** 30 }
    ids.push((await machines.create({ name: `new ${index}`, disk, dvd: { kind: 'none' } })).id)
  })
  const attach = await each(disks, (file, index) =>
    machines.attachDrive({ id: ids[index] ?? '', drive: { kind: 'disk', path: file } }),
  )
  const [some, others] = [ids.slice(0, tried / 2), ids.slice(tried / 2)]
  return {
    create,
    attach,
    delete: await each(some, (id) => machines.delete({ id })),
    deleteForGood: await each(others, (id) => machines.delete({ id, permanently: true })),
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
