import { expect, test } from 'vitest'
import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { openRaw } from '#electron/disks/formats/raw.ts'
import { extentsOf, openBytes, readAll } from './read-source.ts'

test('a file that ends within a sector is filled up with zeros', async () => {
  const disk = await openBytes('raw', pattern(1300, 1))
  expect(disk.capacity).toBe(1536)
  const bytes = await readAll(disk)
  expect(bytes.subarray(0, 1300)).toEqual(pattern(1300, 1))
  expect(bytes.subarray(1300)).toEqual(new Uint8Array(236))
  expect(await extentsOf(disk)).toEqual([[false, 1536]])
})

test('an empty file is an empty disk', async () => {
  expect((await openBytes('raw', new Uint8Array(0))).capacity).toBe(0)
})

test('it is read-only, and read in whole sectors within its capacity', async () => {
  const disk = await openBytes('raw', pattern(1024, 1))
  expect(disk.writable).toBe(false)
  await expect(disk.write(0, new Uint8Array(512))).rejects.toMatchObject({ code: 'READ_ONLY' })
  await expect(disk.read(0, new Uint8Array(100))).rejects.toThrow(RangeError)
  await expect(disk.read(100, new Uint8Array(512))).rejects.toThrow(RangeError)
  await expect(disk.read(1024, new Uint8Array(512))).rejects.toThrow(RangeError)
})

test('a long request is few requests to the file, and closing the disk closes it', async () => {
  const file = new MemoryFile(pattern(8 * 1024 * 1024, 1))
  const disk = await openRaw(file, '/d/disk.img')
  await readAll(disk)
  expect(file.reads).toBe(2)
  await disk.close()
  expect(file.isClosed).toBe(true)
})
