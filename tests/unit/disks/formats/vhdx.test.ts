import { describe, expect, test } from 'vitest'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import {
  sealVhdxTables,
  vhdxBlock,
  vhdxImage,
  vhdxLogLength,
  vhdxParts,
} from '#tests/fixtures/disk-images/vhdx-image.ts'
import { putLogEntry, type LogEntry } from '#tests/fixtures/disk-images/vhdx-log.ts'
import { crc32c } from '#electron/disks/formats/vhdx/crc32c.ts'
import { changed, extentsOf, openBytes, readAll } from './read-source.ts'

const { file, disk: expected } = vhdxImage()
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

test('CRC-32C of 32 zeros as in RFC 3720, appendix B.4, whatever stands in the field of the checksum', () => {
  const bytes = new Uint8Array(32)
  bytes.set([1, 2, 3, 4], 12)
  expect(crc32c(bytes, 12)).toBe(0x8a91_36aa)
})

test('blocks, holes and blocks of zeros', async () => {
  const disk = await openBytes('vhdx', file)
  expect(isSame(await readAll(disk), expected)).toBe(true)
  expect(await extentsOf(disk)).toEqual([
    [false, vhdxBlock],
    [true, 2 * vhdxBlock],
  ])
})

test.each([0, 1])('header and region table %i may be damaged', async (index) => {
  const bad = changed(file, (view) => {
    view.setUint8((vhdxParts.headers[index] ?? 0) + 100, 1)
    view.setUint8((vhdxParts.regionTables[index] ?? 0) + 60_000, 1)
  })
  expect(isSame(await readAll(await openBytes('vhdx', bad)), expected)).toBe(true)
})

test.each([
  ['headers', vhdxParts.headers],
  ['region tables', vhdxParts.regionTables],
])('both %s damaged', async (structure, places) => {
  const bad = changed(file, (view) => places.forEach((at) => view.setUint8(at + 3000, 1)))
  await expect(openBytes('vhdx', bad)).rejects.toMatchObject({ code: 'CORRUPT', facts: { structure } })
})

const [, header] = vhdxParts.headers
const [table] = vhdxParts.regionTables
test.each([
  ['another version', header + 66, 2, 'UNSUPPORTED'],
  ['a log outside the file', header + 72, 0x4000_0000, 'CORRUPT'],
  ['an unknown required region', table + 16, 1, 'UNSUPPORTED'],
  ['a region outside the file', table + 32, 0x4000_0000, 'CORRUPT'],
  ['a region at no megabyte', table + 32, 0x20_1000, 'CORRUPT'],
  ['regions in one place', table + 32, vhdxParts.metadata, 'CORRUPT'],
  ['a region over the log', table + 32, vhdxParts.log, 'CORRUPT'],
  ['a missing region', table + 8, 1, 'CORRUPT'],
  ['more regions than fit', table + 8, 5000, 'CORRUPT'],
  ['no metadata', vhdxParts.metadata, 0, 'CORRUPT'],
  ['an unknown required item', vhdxParts.metadata + 32, 7, 'UNSUPPORTED'],
  ['an item outside the region', vhdxParts.metadata + 48, 0x20_0000, 'CORRUPT'],
  ['an item of another size', vhdxParts.metadata + 52, 4, 'CORRUPT'],
  ['a parent of which it says nothing', vhdxParts.metadata + 0x1_0004, 2, 'CORRUPT'],
  ['blocks of an odd size', vhdxParts.metadata + 0x1_0000, 3_000_000, 'CORRUPT'],
  ['a capacity that is no whole sectors', vhdxParts.metadata + 0x1_0008, 1000, 'CORRUPT'],
  ['a capacity beyond the table', vhdxParts.metadata + 0x1_000c, 64, 'CORRUPT'],
  ['sectors of 1 KiB', vhdxParts.metadata + 0x1_0010, 1024, 'CORRUPT'],
])('%s is refused', async (_what, offset, word, code) => {
  const bad = changed(file, (view) => view.setUint32(offset, word, true))
  sealVhdxTables(bad)
  await expect(openBytes('vhdx', bad)).rejects.toMatchObject({ code })
})

test.each([
  ['outside the file', 6 + 0x4000_0000],
  ['in the table', 6 + vhdxParts.blockTable],
  ['in the log', 6 + vhdxParts.log],
  ['in the header', 6],
  ['of an unknown state', 5 + vhdxParts.block],
  ['that is partly there, though nothing is below', 7 + vhdxParts.block],
])('a block %s is an error where it is read', async (_what, entry) => {
  const disk = await openBytes(
    'vhdx',
    changed(file, (view) => view.setUint32(vhdxParts.blockTable, entry, true)),
  )
  await expect(disk.read(0, new Uint8Array(512))).rejects.toMatchObject({ code: 'CORRUPT' })
  await disk.read(vhdxBlock, new Uint8Array(512))
})

describe('a pending log', () => {
  const guid = '01234567-89AB-CDEF-0123-456789ABCDEF'
  const logged = vhdxImage(guid)
  const sector = pattern(4096, 77)
  const entry = (change: Partial<LogEntry>): LogEntry => ({
    guid,
    start: 0,
    tail: 0,
    sequence: 5n,
    writes: [],
    flushed: logged.file.length,
    last: logged.file.length,
    ...change,
  })
  const data = (position: number, bytes = sector) => ({ position, data: bytes })
  const withLog = (...entries: LogEntry[]) => {
    const bytes = logged.file.slice()
    for (const one of entries) putLogEntry(bytes, one)
    return bytes
  }
  const reads = async (bytes: Uint8Array) => {
    const before = bytes.slice()
    const result = await readAll(await openBytes('vhdx', bytes))
    expect(isSame(bytes, before)).toBe(true)
    return result
  }
  const expectedWith = (...writes: [number, Uint8Array][]) => {
    const bytes = logged.disk.slice()
    for (const [position, own] of writes) bytes.set(own, position)
    return bytes
  }

  test('without entries, nothing is pending', async () => {
    expect(isSame(await reads(logged.file), logged.disk)).toBe(true)
  })

  test('data and zeros are seen, the file stays as it is', async () => {
    const zeros = { position: vhdxParts.block + 16_384, zeros: 8192 }
    const bytes = withLog(entry({ writes: [data(vhdxParts.block + 4096), zeros, data(vhdxParts.block + 20_480)] }))
    const seen = expectedWith([4096, sector], [16_384, new Uint8Array(4096)], [20_480, sector])
    expect(isSame(await reads(bytes), seen)).toBe(true)
  })

  test('of an older sequence nothing is seen, of a later one every entry in turn', async () => {
    const other = pattern(4096, 78)
    const bytes = withLog(
      entry({ start: 65_536, tail: 65_536, sequence: 2n, writes: [data(vhdxParts.block + 40_960)] }),
      entry({ writes: [data(vhdxParts.block), data(vhdxParts.block + 4096)] }),
      entry({ start: 12_288, sequence: 6n, writes: [data(vhdxParts.block, other)] }),
    )
    expect(isSame(await reads(bytes), expectedWith([0, other], [4096, sector]))).toBe(true)
  })

  test('entries before the tail are done already', async () => {
    const bytes = withLog(
      entry({ writes: [data(vhdxParts.block)] }),
      entry({ start: 8192, tail: 8192, sequence: 6n, writes: [data(vhdxParts.block + 4096)] }),
    )
    expect(isSame(await reads(bytes), expectedWith([4096, sector]))).toBe(true)
  })

  test('a torn last entry does not count, those before it do', async () => {
    const bytes = withLog(
      entry({ writes: [data(vhdxParts.block)] }),
      entry({ start: 8192, sequence: 6n, writes: [data(vhdxParts.block + 4096)] }),
    )
    bytes[vhdxParts.log + 8192 + 5000] = 0xff
    expect(isSame(await reads(bytes), expectedWith([0, sector]))).toBe(true)
  })

  test('an entry goes around the end of the log', async () => {
    const start = vhdxLogLength - 4096
    const bytes = withLog(
      entry({ start, tail: start, writes: [data(vhdxParts.block)] }),
      entry({ start: 4096, tail: start, sequence: 6n, writes: [data(vhdxParts.block + 4096)] }),
    )
    expect(isSame(await reads(bytes), expectedWith([0, sector], [4096, sector]))).toBe(true)
  })

  test('an entry of another log does not count', async () => {
    const bytes = withLog(entry({ guid: guid.replace('01', '02'), writes: [data(vhdxParts.block)] }))
    expect(isSame(await reads(bytes), logged.disk)).toBe(true)
  })

  test('the block table is read as the log has it, and the file is as long as the log says', async () => {
    const entries = new Uint8Array(4096)
    const view = new DataView(entries.buffer)
    view.setUint32(0, 6 + vhdxParts.block, true)
    view.setUint32(8, 6 + vhdxParts.block + vhdxBlock, true)
    const last = logged.file.length + vhdxBlock
    const moved = logged.file.length + 8192
    const bytes = withLog(entry({ last, writes: [data(vhdxParts.blockTable, entries), data(moved)] }))
    expect(isSame(await reads(bytes), expectedWith([vhdxBlock + 8192, sector]))).toBe(true)
  })

  test('more descriptors than one sector holds', async () => {
    const writes = Array.from({ length: 200 }, (_, index) => data(vhdxParts.block + index * 4096, pattern(4096, index)))
    const seen = expectedWith(
      ...writes.map((write): [number, Uint8Array] => [write.position - vhdxParts.block, write.data]),
    )
    expect(isSame(await reads(withLog(entry({ writes }))), seen)).toBe(true)
  })

  test('a file shorter than its log says is refused', async () => {
    const bytes = withLog(entry({ flushed: logged.file.length + 1, writes: [data(vhdxParts.block)] }))
    await expect(openBytes('vhdx', bytes)).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  test('writes at no sector are refused', async () => {
    const bytes = withLog(entry({ writes: [data(vhdxParts.block + 1)] }))
    await expect(openBytes('vhdx', bytes)).rejects.toMatchObject({ code: 'CORRUPT' })
  })

  test('a log that is zeros over zeros ends as zeros, whatever was logged before', async () => {
    const bytes = withLog(
      entry({ writes: [data(vhdxParts.block + 4096), { position: vhdxParts.block, zeros: vhdxBlock }] }),
    )
    expect(isSame(await reads(bytes), expectedWith([0, new Uint8Array(vhdxBlock)]))).toBe(true)
  })
})
