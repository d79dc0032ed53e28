import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readVhdxHeader } from '#electron/disks/formats/vhdx/header.ts'
import { readRegions } from '#electron/disks/formats/vhdx/region-table.ts'
import { SourceFile } from '#electron/disks/formats/source-file.ts'
import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { putGuid, sealVhdx, vhdxLogLength, vhdxParts } from '#tests/fixtures/disk-images/vhdx-image.ts'
import { putLogEntry } from '#tests/fixtures/disk-images/vhdx-log.ts'
import { firstDifference, hashOfDisk, numbers, openImage, qemuImg, qemuIo, writePattern } from './formats-images.ts'

const hasQemu = spawnSync('qemu-img', ['--version']).status === 0
const mebibyte = 1024 * 1024
const gibibyte = 1024 * mebibyte
/** Ends within a sector of every block size but 512. */
const oddSize = 37 * mebibyte + 3 * 512

/** Target format and its options, as qemu-img takes them. */
const variants: [name: string, format: string, options: string, flags: string[]][] = [
  ['qcow2', 'qcow2', '', []],
  ['qcow2-v2', 'qcow2', 'compat=0.10', []],
  ['qcow2-v2-zlib', 'qcow2', 'compat=0.10', ['-c']],
  ['qcow2-zlib', 'qcow2', '', ['-c']],
  ['qcow2-zstd', 'qcow2', 'compression_type=zstd', ['-c']],
  ['qcow2-zlib-512', 'qcow2', 'cluster_size=512', ['-c']],
  ['qcow2-zlib-2m', 'qcow2', 'cluster_size=2M', ['-c']],
  ['qcow2-zstd-512', 'qcow2', 'cluster_size=512,compression_type=zstd', ['-c']],
  ['qcow2-zstd-2m', 'qcow2', 'cluster_size=2M,compression_type=zstd', ['-c']],
  ['qcow2-512', 'qcow2', 'cluster_size=512', []],
  ['qcow2-2m', 'qcow2', 'cluster_size=2M', []],
  ['qcow2-metadata', 'qcow2', 'preallocation=metadata', []],
  ['qcow2-falloc', 'qcow2', 'preallocation=falloc', []],
  ['qcow2-full', 'qcow2', 'preallocation=full', []],
  ['qcow2-subclusters', 'qcow2', 'extended_l2=on', []],
  ['qcow2-subclusters-16k', 'qcow2', 'extended_l2=on,cluster_size=16k', []],
  ['qcow2-subclusters-zlib', 'qcow2', 'extended_l2=on', ['-c']],
  ['qcow', 'qcow', '', []],
  ['vmdk-sparse', 'vmdk', 'subformat=monolithicSparse', []],
  ['vmdk-zeroed', 'vmdk', 'subformat=monolithicSparse,zeroed_grain=on', []],
  ['vmdk-flat', 'vmdk', 'subformat=monolithicFlat', []],
  ['vmdk-split', 'vmdk', 'subformat=twoGbMaxExtentSparse', []],
  ['vmdk-split-flat', 'vmdk', 'subformat=twoGbMaxExtentFlat', []],
  ['vmdk-stream', 'vmdk', 'subformat=streamOptimized', []],
  ['vdi', 'vdi', '', []],
  ['vdi-fixed', 'vdi', 'static=on', []],
  ['vhdx', 'vhdx', '', []],
  ['vhdx-fixed', 'vhdx', 'subformat=fixed', []],
  ['vhdx-1m', 'vhdx', 'block_size=1M', []],
  ['vhdx-64m', 'vhdx', 'block_size=64M', []],
  ['vhdx-256m', 'vhdx', 'block_size=256M', []],
]

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'viridian-formats-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const inFolder = (name: string) => path.join(folder, name)

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

async function convert(source: string, variant: (typeof variants)[number], extension = 'img'): Promise<string> {
  const [name, format, options, flags] = variant
  const target = inFolder(`${name}.${extension}`)
  const option = options === '' ? [] : ['-o', options]
  await qemuImg('convert', '-f', 'raw', '-O', format, ...flags, ...option, source, target)
  return target
}

describe.skipIf(!hasQemu)('disks made by qemu-img', () => {
  let source: string
  let expected: string

  beforeAll(async () => {
    source = inFolder('source.raw')
    const lengths = [512, 4096, 65_536, 300_032, mebibyte, 2 * mebibyte]
    await writePattern(source, oddSize, (next) => lengths[Math.floor(next() * lengths.length)] ?? 512)
    expected = await hashOfFile(source)
  })

  test('raw', async () => {
    const disk = await openImage(source)
    expect(disk.capacity).toBe(oddSize)
    expect(await hashOfDisk(disk)).toBe(expected)
    await disk.close()
  })

  test.each(variants)('%s', async (...variant) => {
    const disk = await openImage(await convert(source, variant, variant[1]))
    try {
      // VHDX rounds its capacity up to the megabyte, and leaves zeros there.
      expect(disk.capacity).toBeGreaterThanOrEqual(oddSize)
      expect(disk.capacity - oddSize).toBeLessThan(mebibyte)
      const next = numbers(1)
      const requests = Array.from({ length: 300 }, () => {
        const position = Math.floor((next() * oddSize) / 512) * 512
        const length = Math.ceil((next() ** 4 * 3 * mebibyte + 1) / 512) * 512
        return [position, Math.min(length, oddSize - position)]
      })
      expect(await firstDifference(disk, source, requests)).toBe(null)
      if (disk.capacity === oddSize) expect(await hashOfDisk(disk)).toBe(expected)
    } finally {
      await disk.close()
    }
  })

  // Of this format qemu-img 7.2 converts nothing with compression, while qemu-io writes it.
  test('qcow with compressed clusters, beyond 4 GB too', async () => {
    const image = inFolder('compressed.qcow')
    const size = 5 * gibibyte
    const cluster = 4096
    const at = [0, 2 * cluster, mebibyte, 2 * gibibyte - cluster, 4 * gibibyte + cluster, size - cluster]
    await qemuImg('create', '-q', '-f', 'qcow', image, String(size))
    await qemuIo(image, ...at.map((position, index) => `write -c -P ${index + 1} ${position} ${cluster}`))
    await qemuIo(image, `write -P 9 ${cluster} ${cluster}`)
    const raw = inFolder('compressed.raw')
    await qemuImg('convert', '-f', 'qcow', '-O', 'raw', image, raw)
    const disk = await openImage(image)
    try {
      expect(disk.capacity).toBe(size)
      const around = at.map((position) => [Math.max(0, position - cluster), Math.min(4 * cluster, size - position)])
      expect(await firstDifference(disk, raw, [...around, [512, 3 * cluster]])).toBe(null)
      const sector = new Uint8Array(512)
      await disk.read(4 * gibibyte + cluster, sector)
      expect(sector.every((byte) => byte === 5)).toBe(true)
    } finally {
      await disk.close()
    }
  })

  // Without those that would take 5 GB, or as long as that.
  const large = variants.filter(([name]) => !/fixed|falloc|full|-512|zstd-|zlib-/.test(name))
  test.each(large)('%s beyond 4 GB', async (...variant) => {
    const [name, format] = variant
    const image = inFolder(`large-${name}.${format}`)
    const size = 5 * gibibyte
    const options = variant[2] === '' ? [] : ['-o', variant[2]]
    if (variant[3].length > 0 || name === 'vmdk-stream') {
      const raw = inFolder('large.raw')
      const handle = await open(raw, 'w')
      await handle.truncate(size)
      for (const position of [0, 2 * gibibyte - 512, 4 * gibibyte + 4096, size - 512]) {
        await handle.write(new Uint8Array(512).fill(1 + position / gibibyte), 0, 512, position)
      }
      await handle.close()
      await qemuImg('convert', '-f', 'raw', '-O', format, ...variant[3], ...options, raw, image)
    } else {
      await qemuImg('create', '-f', format, ...options, image, String(size))
      const at = [0, 2 * gibibyte - 512, 4 * gibibyte + 4096, size - 512]
      await qemuIo(image, ...at.map((position) => `write -P ${1 + Math.floor(position / gibibyte)} ${position} 512`))
    }
    const disk = await openImage(image)
    try {
      expect(disk.capacity).toBe(size)
      for (const position of [0, 2 * gibibyte - 512, 4 * gibibyte + 4096, size - 512]) {
        const sector = new Uint8Array(512)
        await disk.read(position, sector)
        expect(sector.every((byte) => byte === 1 + Math.floor(position / gibibyte))).toBe(true)
      }
      const gap = new Uint8Array(mebibyte).fill(7)
      await disk.read(3 * gibibyte, gap)
      expect(gap.every((byte) => byte === 0)).toBe(true)
    } finally {
      await disk.close()
      await rm(image, { force: true })
    }
  })

  test('vmfs is a flat disk by another name', async () => {
    const image = await convert(source, ['vmfs', 'vmdk', 'subformat=monolithicFlat', []], 'vmdk')
    await rename(inFolder('vmfs-flat.vmdk'), inFolder('esx-flat.vmdk'))
    const sectors = oddSize / 512
    const lines = ['# Disk DescriptorFile', 'version=1', 'CID=12345678', 'parentCID=ffffffff', 'createType="vmfs"']
    await writeFile(image, [...lines, `RW ${sectors} VMFS "esx-flat.vmdk"`, ''].join('\n'))
    const disk = await openImage(image)
    expect(await hashOfDisk(disk)).toBe(expected)
    await disk.close()
  })

  test('extents that link out of the folder are refused', async () => {
    const image = await convert(source, ['linked', 'vmdk', 'subformat=monolithicFlat', []], 'vmdk')
    const outside = await mkdtemp(path.join(os.tmpdir(), 'viridian-formats-'))
    try {
      await rename(inFolder('linked-flat.vmdk'), path.join(outside, 'target.vmdk'))
      await symlink(path.join(outside, 'target.vmdk'), inFolder('linked-flat.vmdk'))
      await expect(openImage(image)).rejects.toMatchObject({ code: 'EXTENT_REFUSED' })
      await rm(inFolder('linked-flat.vmdk'))
      await expect(openImage(image)).rejects.toMatchObject({ code: 'EXTENT_MISSING' })
    } finally {
      await rm(outside, { recursive: true })
    }
  })

  test('qcow2 over a backing file given by the caller', async () => {
    const image = inFolder('overlay.qcow2')
    await qemuImg('create', '-f', 'qcow2', '-b', source, '-F', 'raw', image, String(oddSize + mebibyte))
    await qemuIo(image, 'write -P 9 1M 100k', 'write -z 3M 2M', 'write -P 8 37M 64k')
    const facts = { path: image, parent: source }
    await expect(openImage(image)).rejects.toMatchObject({ code: 'PARENT_NEEDED', facts })
    const disk = await openImage(image, source)
    const flat = inFolder('overlay.raw')
    await qemuImg('convert', '-O', 'raw', image, flat)
    expect(await hashOfDisk(disk)).toBe(await hashOfFile(flat))
    await disk.close()
  })

  test('qcow2 shows its active state, whatever snapshots it has', async () => {
    const image = await convert(source, ['snapshots', 'qcow2', '', []], 'qcow2')
    await qemuImg('snapshot', '-c', 'before', image)
    await qemuIo(image, 'write -P 3 0 1M', 'discard 8M 4M')
    const flat = inFolder('snapshots.raw')
    await qemuImg('convert', '-O', 'raw', image, flat)
    const disk = await openImage(image)
    expect(await hashOfDisk(disk)).toBe(await hashOfFile(flat))
    await disk.close()
  })

  test('encrypted qcow2 is refused', async () => {
    const image = inFolder('refused.qcow2')
    const options = 'encrypt.format=aes,encrypt.key-secret=s'
    await qemuImg('create', '--object', 'secret,id=s,data=x', '-f', 'qcow2', '-o', options, image, '8M')
    await expect(openImage(image)).rejects.toMatchObject({ code: 'ENCRYPTED', facts: { path: image } })
  })

  test('the pending log of a VHDX file shows as qemu-img replays it', async () => {
    const image = await convert(source, ['pending', 'vhdx', 'block_size=1M', []], 'vhdx')
    await putPendingLog(image)
    const before = await hashOfFile(image)
    const disk = await openImage(image)
    const seen = await hashOfDisk(disk)
    await disk.close()
    expect(await hashOfFile(image)).toBe(before)
    await qemuImg('check', '-r', 'all', image)
    expect(await hashOfFile(image)).not.toBe(before)
    const flat = inFolder('pending.raw')
    await qemuImg('convert', '-O', 'raw', image, flat)
    expect(seen).toBe(await hashOfFile(flat))
    expect(seen).not.toBe(expected)
  })
})

/** Logs two entries that change the first stored block, as a writer would that lost its power before it did the writes. */
async function putPendingLog(image: string): Promise<void> {
  const bytes = new Uint8Array(await readFile(image))
  const view = new DataView(bytes.buffer)
  const file = await SourceFile.of(new MemoryFile(bytes), 'vhdx', image)
  const { logOffset, logLength } = await readVhdxHeader(file)
  expect([logOffset, logLength]).toEqual([vhdxParts.log, vhdxLogLength])
  const { blockTable } = await readRegions(file)
  let entry = blockTable.offset
  while (view.getUint32(entry, true) % 8 !== 6) entry += 8
  const block = Math.floor(view.getUint32(entry, true) / mebibyte) * mebibyte
  const guid = '01234567-89AB-CDEF-0123-456789ABCDEF'
  for (const at of vhdxParts.headers) {
    putGuid(bytes, at + 48, guid)
    sealVhdx(bytes, at, 4096)
  }
  const common = { guid, tail: 0, flushed: bytes.length, last: bytes.length }
  const data = (position: number, seed: number) => ({ position, data: pattern(4096, seed) })
  const zeros = { position: block + 65_536, zeros: 131_072 }
  const writes = [data(block, 1), data(block + 8192, 2), zeros]
  const start = putLogEntry(bytes, { ...common, start: 0, sequence: 1n, writes })
  putLogEntry(bytes, { ...common, start, sequence: 2n, writes: [data(block, 3), data(block + 98_304, 4)] })
  await writeFile(image, bytes)
}
