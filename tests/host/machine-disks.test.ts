import { once } from 'node:events'
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import type { Host } from '#electron/host/host.ts'
import { digestOf, judge, readExt4, toRaw } from '#tests/fixtures/judge.ts'
import { labPrompt, SerialReader } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const none = { kind: 'none' } as const

describe('the disks of machines that are on', () => {
  /** Machines with nothing but a disk each, which start nothing. */
  async function machinesWith(disks: Record<string, string>) {
    const { host, pids, follower } = await realHost(path.join(await temporaryFolder(), 'home'))
    const ids: Record<string, string> = {}
    for (const [name, disk] of Object.entries(disks)) {
      const options = { name, dvd: none, memory: 16, disk: { kind: 'existing', path: disk } } as const
      ids[name] = (await host.machines.create(options)).id
    }
    const id = (name: string) => ids[name] ?? ''
    const stateOf = (name: string) => host.machines.list().find((machine) => machine.id === id(name))?.state
    return { host, pids, follower, id, stateOf }
  }

  async function job(host: Host, task: Parameters<Host['disks']['run']>[0]) {
    return host.jobs.wait(await host.disks.run(task))
  }

  it('are for one machine at a time, which the other is told', async () => {
    const disk = path.join(await temporaryFolder(), 'disk.vhd')
    await createDynamic(files, disk, 8 * 2 ** 20)
    const { host, pids, id, stateOf } = await machinesWith({ first: disk, second: disk })
    const { machines } = host
    await machines.start(id('first'))
    const inUse = { code: 'DISK_FAILED', facts: { problem: 'IN_USE', path: disk, pid: pids[0] } }
    await expect(machines.start(id('second'))).rejects.toMatchObject(inUse)
    expect([stateOf('first'), stateOf('second')]).toEqual(['Running', 'Off'])
    await machines.turnOff(id('first'))
    await machines.start(id('second'))
    expect(await readdir(path.dirname(disk))).toHaveLength(2)
    await machines.turnOff(id('second'))
    expect(await readdir(path.dirname(disk))).toEqual(['disk.vhd'])
  })

  it('have parents that nobody writes to, and children of them that others use', async () => {
    const folder = await temporaryFolder()
    const at = (name: string) => path.join(folder, `${name}.vhd`)
    await createDynamic(files, at('parent'), 8 * 2 ** 20)
    for (const name of ['one', 'two']) await createDifferencing(files, at(name), at('parent'))
    const { host, pids, id } = await machinesWith({ one: at('one'), two: at('two') })
    await host.machines.start(id('one'))
    await host.machines.start(id('two'))
    const compact = { kind: 'compactDisk', path: at('parent') } as const
    const refused = await job(host, compact)
    expect(refused).toMatchObject({ state: 'Failed', error: { facts: { problem: 'IN_USE', path: at('parent') } } })
    expect(pids).toContain((refused.error?.facts as { pid: number }).pid)
    await host.machines.turnOff(id('one'))
    expect(await job(host, compact)).toMatchObject({ state: 'Failed' })
    await host.machines.turnOff(id('two'))
    expect(await job(host, compact)).toMatchObject({ state: 'Completed' })
  })

  it.skipIf(process.platform === 'win32')('are free again when their machine was killed', async () => {
    const disk = path.join(await temporaryFolder(), 'disk.vhd')
    await createDynamic(files, disk, 8 * 2 ** 20)
    const { host, pids, follower, id, stateOf } = await machinesWith({ first: disk, second: disk })
    await host.machines.start(id('first'))
    process.kill(pids[0] ?? 0, 'SIGKILL')
    await follower.until(() => follower.states(id('first')).at(-1) === 'Off')
    expect(await readdir(path.dirname(disk))).toHaveLength(2)
    await host.machines.start(id('second'))
    expect(stateOf('second')).toBe('Running')
    const claims = (await readdir(path.dirname(disk))).filter((name) => name !== 'disk.vhd')
    expect(claims).toEqual([expect.stringContaining(String(pids[1])) as string])
  })
})

/** How e2fsprogs are told where on a disk of the lab guest its files are. */
async function rootFileSystem(raw: string): Promise<string> {
  const { partitiontable } = JSON.parse(await judge('sfdisk', '--json', raw)) as {
    partitiontable: { partitions: { start: number }[] }
  }
  return `${raw}?offset=${(partitiontable.partitions[1]?.start ?? 0) * 512}`
}

it('a machine made from a template keeps what it writes, for itself', async () => {
  const folder = await temporaryFolder()
  // As after an installation: what it has may be replaced by another.
  const guests = path.join(folder, 'guests')
  await mkdir(guests)
  for (const name of ['lab-linux-disk.json', 'lab-linux-disk.vhd']) {
    await copyFile(path.join(builtResources.guests, name), path.join(guests, name))
  }
  const home = path.join(folder, 'home')
  const { host, follower } = await realHost(home, { resources: { ...builtResources, guests } })
  const { machines } = host
  const disk = { kind: 'template', template: 'lab-linux-disk' } as const
  const one = await machines.create({ name: 'one', dvd: none, disk })
  const two = await machines.create({ name: 'two', dvd: none, disk })
  const [kept = ''] = await readdir(path.join(home, 'templates'))
  const template = path.join(home, 'templates', kept)
  const original = await digestOf('sha256', template)
  expect(original).toBe(await digestOf('sha256', path.join(builtResources.guests, 'lab-linux-disk.vhd')))
  await rm(guests, { recursive: true })

  const shell = async (id: string) => {
    await machines.start(id)
    const com1 = new SerialReader(await machines.openChannel(id, 'serial'))
    await com1.read(labPrompt)
    return com1
  }
  let com1 = await shell(one.id)
  await com1.run('echo of one > /root/mine')
  const ended = once(com1.stream, 'close')
  com1.stream.write('poweroff\n')
  await Promise.all([follower.until(() => follower.states(one.id).at(-1) === 'Off'), ended])
  com1 = await shell(one.id)
  expect(await com1.run('cat /root/mine')).toContain('of one\n')
  expect(await com1.run('dmesg | grep EXT4')).not.toMatch(/recovery|error/)
  await machines.turnOff(one.id)

  for (const { name, folder: machine } of [one, two]) {
    const whole = path.join(folder, `${name}.vhd`)
    const merge = { kind: 'mergeDisk', path: path.join(machine, `${name}.vhd`), into: whole } as const
    expect(await host.jobs.wait(await host.disks.run(merge))).toMatchObject({ state: 'Completed' })
    const raw = await toRaw(whole, path.join(folder, `${name}.img`))
    const found = await readExt4(await rootFileSystem(raw), '/root/mine')
    expect(found).toBe(name === 'one' ? 'of one\n' : '')
  }
  expect(await digestOf('sha256', template)).toBe(original)
})
