import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { isMounted, isPhysicalDisk, PhysicalDisk } from '#electron/disks/physical/physical-disk.ts'
import type { PhysicalDisks } from '#electron/disks/physical/system.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const bytes = pattern(4096, 1)

function disksOf(size: number): PhysicalDisks {
  const unknown = () => Promise.reject(new Error('nobody knows'))
  return { knows: () => Promise.resolve(true), size: () => Promise.resolve(size), isMounted: unknown }
}

describe('a physical disk', () => {
  let file: string

  beforeEach(async () => {
    file = path.join(await temporaryFolder(), 'disk')
    await writeFile(file, bytes)
  })

  it('has the size its system says, and is read to its end', async () => {
    const disk = await PhysicalDisk.open(file, disksOf(5120))
    expect(await disk.size()).toBe(5120)
    const target = new Uint8Array(1024)
    await disk.read(1024, target)
    expect(target).toEqual(bytes.subarray(1024, 2048))
    await expect(disk.read(4000, target)).rejects.toMatchObject({ code: 'IO', facts: { path: file } })
    await disk.close()
  })

  it('is never written', async () => {
    const disk = await PhysicalDisk.open(file, disksOf(4096))
    expect(disk.writable).toBe(false)
    await expect(disk.write()).rejects.toMatchObject({ code: 'READ_ONLY' })
    await expect(disk.truncate()).rejects.toMatchObject({ code: 'READ_ONLY' })
    await disk.close()
  })

  it.each([0, Number.NaN])('of a size of %d has no medium', async (size) => {
    await expect(PhysicalDisk.open(file, disksOf(size))).rejects.toMatchObject({ facts: { reason: 'no medium' } })
  })

  it('that is not there is not found, and one that nobody knows of may be in use', async () => {
    await expect(PhysicalDisk.open(`${file}-2`, disksOf(4096))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await isMounted(file, disksOf(4096))).toBe(true)
  })

  it('is no file', async () => expect(await isPhysicalDisk(file)).toBe(false))
})
