import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import { branchDisk } from '#electron/disks/tools/branch.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { storesNothing } from '#electron/disks/tools/inspect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { base, child, codeOf, smallChain, stampsOf } from '#tests/fixtures/disks/small-chain.ts'
import { readStamps, writeStamp } from '#tests/fixtures/disks/stamps.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
const branch = '/d/branch.vhd'
const options = { commitDelay: 0 }

/** A disk open for writing, with something written to it since. */
async function writing(type: 'fixed' | 'dynamic', file: string, random = new Random(seed)) {
  const files = await smallChain(type, random)
  const parent = await openVhd(files, file, { ...options, writable: true })
  await writeStamp(parent, 20, 2020)
  await parent.flush()
  return { files, parent, before: await readStamps(parent) }
}

describe.each([
  ['fixed', base],
  ['dynamic', base],
  ['dynamic', child],
] as const)('a branch of a disk that is in use (%s, %s)', (type, file) => {
  it('takes its place: what is written goes there, and the disk stays as it was', async () => {
    const { files, parent, before } = await writing(type, file)
    const frozen = files.files
      .get(file)
      ?.content.view(0, files.files.get(file)?.content.size ?? 0)
      .slice()
    const taken = await branchDisk(files, parent, branch, options)
    expect(await storesNothing(files, branch)).toBe(true)
    await parent.close()
    files.before = (operation, path) => {
      if (operation === 'write') expect(path).toBe(branch)
    }
    expect(await readStamps(taken)).toEqual(before)
    await writeStamp(taken, 9, 7)
    await taken.flush()
    // Others may read the disk now, and nobody may write to it.
    expect(await stampsOf(files, file)).toEqual(before)
    expect(await codeOf(openVhd(files, file, { writable: true }))).toBe('IN_USE')
    await taken.close()
    expect(files.held).toEqual([])
    expect(await stampsOf(files, branch)).toEqual(before.with(9, 7))
    expect(await storesNothing(files, branch)).toBe(false)
    expect(files.files.get(file)?.content.view(0, frozen?.length ?? 0)).toEqual(frozen)
    expect((await checkDisk(files, branch, { repair: false })).findings).toEqual([])
  })

  it('is given up: the disk is written as before', async () => {
    const { files, parent, before } = await writing(type, file)
    const given = await branchDisk(files, parent, branch, options)
    await given.close()
    await files.remove(branch)
    await writeStamp(parent, 9, 7)
    await parent.close()
    expect(files.held).toEqual([])
    expect(await stampsOf(files, file)).toEqual(before.with(9, 7))
  })

  it('that cannot be made leaves nothing behind, whatever fails', async () => {
    let failures = 0
    for (let at = 0; ; at++) {
      const { files, parent, before } = await writing(type, file, new Random(seed + at))
      let count = 0
      files.before = (operation, path) => {
        if (operation !== 'remove' && count++ === at) throw new DiskError('NO_SPACE', { path })
      }
      const made = await branchDisk(files, parent, branch, options).catch((error: unknown) => error)
      files.before = () => undefined
      if (!(made instanceof DiskError)) break
      failures++
      expect([...files.files.keys()].filter((name) => name !== base && name !== child)).toEqual([])
      await writeStamp(parent, 9, 7)
      await parent.close()
      expect(files.held).toEqual([])
      expect(await stampsOf(files, file)).toEqual(before.with(9, 7))
    }
    expect(failures).toBeGreaterThan(5)
  })
})
