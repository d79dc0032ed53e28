import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTestHost } from '#tests/fixtures/host.ts'

const empty = { dvd: { kind: 'none' }, disk: { kind: 'new', type: 'dynamic', capacity: 4 * 2 ** 20 } } as const

/** A host that finds a machine's folder with a configuration that cannot be read, and a disk. */
async function hostWithUnreadable() {
  const { host: first, home } = await openTestHost()
  const { folder } = await first.machines.create({ name: 'Broken', ...empty })
  await first.close()
  await writeFile(path.join(folder, 'machine.json'), '{ broken')
  const { host } = await openTestHost({ home })
  const [machine] = host.machines.list()
  if (machine === undefined) throw new Error('There is no machine.')
  return { host, folder, id: machine.id }
}

describe('a machine that cannot be read', () => {
  it('goes to the trash with all that is in its folder', async () => {
    const { host, folder, id } = await hostWithUnreadable()
    await host.machines.delete(id)
    expect(host.machines.list()).toEqual([])
    expect(existsSync(folder)).toBe(false)
    expect(host.trash.entries).toMatchObject([{ name: 'Broken' }])
    await host.trash.empty()
    expect(host.trash.entries).toEqual([])
  })

  it('is removed at once where its user wants that', async () => {
    const { host, folder, id } = await hostWithUnreadable()
    await host.machines.delete(id, { disks: 'delete', permanently: true })
    expect(existsSync(folder)).toBe(false)
    expect([host.machines.list(), host.trash.entries]).toEqual([[], []])
  })

  it('stays where its disks were to be kept: which these are is not known', async () => {
    const { host, folder, id } = await hostWithUnreadable()
    const keep = host.machines.delete(id, { disks: 'keep', permanently: false })
    await expect(keep).rejects.toMatchObject({ code: 'MACHINE_UNUSABLE' })
    expect(existsSync(folder)).toBe(true)
  })
})

it.each([false, true])('a machine whose folder is gone can be deleted (permanently: %s)', async (permanently) => {
  const { host } = await openTestHost()
  const { id, folder } = await host.machines.create({ name: 'Lost', ...empty })
  await rm(folder, { recursive: true })
  await host.machines.delete(id, { disks: 'delete', permanently })
  expect([host.machines.list(), host.trash.entries]).toEqual([[], []])
})

it('names the folders of machines that cannot be read without what acts on a terminal', async () => {
  const { host, home } = await openTestHost()
  await host.close()
  await mkdir(path.join(home, 'machines', 'e\u202evil\x1b[2J'))
  const { host: next } = await openTestHost({ home })
  expect(next.machines.list()).toMatchObject([{ name: 'evil\\x1b[2J' }])
})
