import { chmod, chown, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTestHost } from '#tests/fixtures/host.ts'
import { smallVolume } from '#tests/fixtures/small-volume.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65_534

/** Runs as a user whom permissions apply to. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (!isRoot) return work()
  process.seteuid?.(nobody)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}

const dvd = { kind: 'none' } as const

async function everythingIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true })
  return [folder, ...entries.map((entry) => path.join(folder, entry))]
}

describe.skipIf(process.platform === 'win32')('a folder that may not be written to', () => {
  it('refuses to create and to delete, with the words of the system, and stays as it was', async () => {
    const { host, home } = await openTestHost()
    const { id, folder } = await host.machines.create({ name: 'lab', dvd })
    const machines = path.join(home, 'machines')
    if (isRoot) for (const each of [path.dirname(home), home, machines, folder]) await chown(each, nobody, nobody)
    await chmod(machines, 0o500)
    try {
      await unprivileged(async () => {
        const denied = expect.stringContaining('EACCES') as string
        await expect(host.machines.create({ name: 'new', dvd })).rejects.toMatchObject({
          code: 'STORAGE_FAILED',
          facts: { path: path.join(machines, 'new'), detail: denied },
        })
        await expect(host.machines.delete(id)).rejects.toMatchObject({
          code: 'STORAGE_FAILED',
          facts: { path: folder, detail: denied },
        })
      })
    } finally {
      await chmod(machines, 0o700)
    }
    expect(await readdir(machines)).toEqual(['lab'])
    expect(host.machines.list()).toMatchObject([{ id, state: 'Off' }])
    await host.machines.delete(id)
  })

  it('cannot be a data folder', async () => {
    const parent = await temporaryFolder()
    if (isRoot) await chown(parent, nobody, nobody)
    await chmod(parent, 0o500)
    const home = path.join(parent, 'home')
    await unprivileged(() => expect(openTestHost({ home })).rejects.toMatchObject({ code: 'STORAGE_FAILED' }))
  })

  it.each(['with its machines', 'without a folder for machines'])(
    'is shown as it is where it is one, %s',
    async (how) => {
      const { host, home } = await openTestHost()
      const { id } = await host.machines.create({ name: 'lab', dvd })
      await host.close()
      const isEmpty = how.startsWith('without')
      if (isEmpty) await rm(path.join(home, 'machines'), { recursive: true })
      const runtime = await temporaryFolder()
      process.env['XDG_RUNTIME_DIR'] = runtime
      onTestFinished(() => void delete process.env['XDG_RUNTIME_DIR'])
      if (isRoot)
        for (const each of [path.dirname(home), runtime, ...(await everythingIn(home))])
          await chown(each, nobody, nobody)
      await chmod(home, 0o500)
      await unprivileged(async () => {
        const again = await openTestHost({ home })
        const detail = expect.stringContaining('EACCES') as string
        expect(again.host.info.restriction).toEqual({ problem: 'readOnly', detail })
        expect(again.host.machines.list().map((machine) => machine.id)).toEqual(isEmpty ? [] : [id])
        await again.host.close()
      })
      await chmod(home, 0o700)
    },
  )

  it('makes an unreadable configuration a problem of that machine', async () => {
    const { host, home } = await openTestHost()
    const { folder } = await host.machines.create({ name: 'lab', dvd })
    await host.close()
    const file = path.join(folder, 'machine.json')
    if (isRoot) {
      // Only the configuration is not to be read.
      for (const each of [path.dirname(home), ...(await everythingIn(home))]) await chmod(each, 0o777)
    }
    await chmod(file, 0)
    await unprivileged(async () => {
      const again = await openTestHost({ home })
      expect(again.host.machines.list()).toMatchObject([
        { name: 'lab', problem: { file, detail: expect.stringContaining('EACCES') as string } },
      ])
    })
  })
})

it('a full volume refuses to create and to start, and nothing half-made stays', async (test) => {
  const volume = await smallVolume(64)
  if (volume === null) return test.skip('this user may not mount a volume')
  const home = path.join(volume.folder, 'home')
  const { host } = await openTestHost({ home })
  const { id, folder } = await host.machines.create({ name: 'lab', dvd })
  const before = await readFile(path.join(folder, 'machine.json'), 'utf8')
  const filler = path.join(volume.folder, 'filler')
  await expect(writeFile(filler, new Uint8Array(65_536))).rejects.toMatchObject({ code: 'ENOSPC' })

  const full = { code: 'STORAGE_FAILED', facts: { detail: expect.stringContaining('ENOSPC') as string } }
  await expect(host.machines.create({ name: 'new', dvd })).rejects.toMatchObject(full)
  await expect(host.machines.start(id)).rejects.toMatchObject(full)
  expect(host.machines.list()).toMatchObject([{ id, state: 'Off' }])
  expect(await readdir(path.join(home, 'machines'))).toEqual(['lab'])
  expect(await readdir(folder)).toEqual(['machine.json'])
  expect(await readFile(path.join(folder, 'machine.json'), 'utf8')).toBe(before)

  await writeFile(filler, '')
  await host.machines.start(id)
  await host.machines.create({ name: 'new', dvd })
})
