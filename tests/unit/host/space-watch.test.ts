import { truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { spaceUsers } from '#electron/host/resource-users.ts'
import { SpaceWatch, type SpaceUser } from '#electron/host/space-watch.ts'
import { volumeOf, type Volume } from '#electron/host/volumes.ts'
import type { EventCode } from '#shared/event.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { smallVolume } from '#tests/fixtures/small-volume.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const megabyte = 2 ** 20

/** Machines on volumes `/home` and `/disks` of which a test says how much is free, megabytes. */
function watched() {
  const free: Record<string, number> = { '/home': 5000, '/disks': 5000 }
  const told: [EventCode, unknown][] = []
  const paused: string[] = []
  const running = new Set(['one', 'two'])
  const machine = (id: string, ...files: string[]): SpaceUser => ({
    id,
    files,
    pause: () => {
      if (!running.delete(id)) return Promise.resolve(false)
      paused.push(id)
      return Promise.resolve(true)
    },
  })
  let machines = [machine('one', '/home/machines/one'), machine('two', '/home/machines/two', '/disks/two.vhd')]
  const watch = new SpaceWatch({
    home: '/home',
    events: { add: (code, _, facts) => told.push([code, facts]) as never },
    machinesOn: () => machines,
    volumeOf: (file): Promise<Volume | null> => {
      const name = `/${file.split('/')[1] ?? ''}`
      return Promise.resolve(free[name] === undefined ? null : { name, free: free[name] * megabyte })
    },
  })
  return { free, told, paused, running, watch, turnAllOff: () => (machines = []) }
}

describe('the watch over room on disks', () => {
  it('warns once below 100 MB, and again only after there was enough', async () => {
    const { free, told, watch } = watched()
    for (const now of [100, 99, 90, 110, 99, 121, 99]) {
      free['/disks'] = now
      await watch.check()
    }
    expect(told).toEqual([
      ['DISK_SPACE_LOW', { volume: '/disks', free: 99 }],
      ['DISK_SPACE_RECOVERED', { volume: '/disks', free: 121 }],
      ['DISK_SPACE_LOW', { volume: '/disks', free: 99 }],
    ])
  })

  it('pauses the machines of a volume below 20 MB, once: whoever resumes one means it', async () => {
    const { free, told, paused, running, watch } = watched()
    free['/disks'] = 19
    await watch.check()
    expect(told).toEqual([['DISK_SPACE_CRITICAL', { volume: '/disks', free: 19 }]])
    expect(paused).toEqual(['two'])
    running.add('two')
    free['/disks'] = 21
    await watch.check()
    free['/disks'] = 18
    await watch.check()
    expect(paused).toEqual(['two'])
    free['/disks'] = 60
    await watch.check()
    free['/disks'] = 10
    await watch.check()
    expect(paused).toEqual(['two', 'two'])
    expect(told.map(([code]) => code)).toEqual(['DISK_SPACE_CRITICAL', 'DISK_SPACE_CRITICAL'])
  })

  it('pauses one that runs only later, too', async () => {
    const { free, paused, running, watch } = watched()
    running.delete('one')
    free['/home'] = 5
    await watch.check()
    expect(paused).toEqual(['two'])
    running.add('one')
    await watch.check()
    expect(paused).toEqual(['two', 'one'])
  })

  it('looks at nothing while no machine is on, nor at what it cannot tell', async () => {
    const { free, told, watch, turnAllOff } = watched()
    delete free['/home']
    free['/disks'] = 50
    await watch.check()
    expect(told).toHaveLength(1)
    turnAllOff()
    free['/disks'] = 5
    await watch.check()
    expect(told).toHaveLength(1)
  })
})

describe('a volume', () => {
  it('is where a file is, or would be', async () => {
    const folder = await temporaryFolder()
    const volume = await volumeOf(path.join(folder, 'not', 'there'))
    expect(volume?.free).toBeGreaterThan(0)
    expect(path.relative(volume?.name ?? '?', folder)).not.toMatch(/^\.\./)
  })

  it('is told from the one around it, with what is free on it', async ({ skip }) => {
    const small = await smallVolume(8192)
    if (small === null) return skip()
    expect(await volumeOf(path.join(small.folder, 'a.vhd'))).toEqual({ name: small.folder, free: 8 * megabyte })
    const file = path.join(small.folder, 'ballast')
    await writeFile(file, Buffer.alloc(3 * megabyte))
    expect((await volumeOf(file))?.free).toBe(5 * megabyte)
    await truncate(file, 0)
    expect((await volumeOf(file))?.free).toBe(8 * megabyte)
  })
})

describe('a host', () => {
  it('pauses a machine whose volume is nearly full, says so, and leaves it to its user to resume it', async () => {
    const { host } = await openTestHost()
    const { id } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
    expect(spaceUsers(host.machines.registry.machines)).toEqual([])
    await host.machines.start(id)
    const follower = await follow(host)
    const [user] = spaceUsers(host.machines.registry.machines)
    const facts = { volume: '/home', free: 12 }
    expect(await user?.pause(facts)).toBe(true)
    await follower.until(() => follower.changes.some(({ type }) => type === 'event'))
    expect(host.machines.list()).toMatchObject([
      { state: 'Paused', fault: { code: 'PAUSED_FOR_SPACE', level: 'Critical', facts } },
    ])
    expect(await user?.pause(facts)).toBe(false)
    await host.machines.resume(id)
    expect(host.machines.list()).toMatchObject([{ state: 'Running', fault: null }])
  })
})
