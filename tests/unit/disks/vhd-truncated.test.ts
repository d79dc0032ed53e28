import { beforeAll, describe, expect, it } from 'vitest'
import { isDiskError } from '#electron/disks/disk-error.ts'
import { checkDisk, isRepairable } from '#electron/disks/tools/check.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { FaultyFile } from '#tests/fixtures/disks/faulty-file.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { bytesOf } from '#tests/fixtures/disks/rewrite.ts'
import { base, smallCapacity, smallChain } from '#tests/fixtures/disks/small-chain.ts'
import { smallBlock } from '#tests/fixtures/disks/small-disks.ts'

const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
const whole: Record<'dynamic' | 'fixed', Uint8Array> = { dynamic: new Uint8Array(0), fixed: new Uint8Array(0) }

beforeAll(async () => {
  for (const type of ['dynamic', 'fixed'] as const)
    whole[type] = bytesOf(await smallChain(type, new Random(seed)), base)
})

function holding(bytes: Uint8Array): FaultyFiles {
  return new FaultyFiles(new Random(seed), new Map([[base, new FaultyFile(bytes.slice())]]))
}

/** What the error says that opening the disk ends with, for a guest or a copy. */
async function refusal(files: FaultyFiles) {
  const opened = await openVhd(files, base, { writable: true }).catch((error: unknown) => error)
  return isDiskError(opened, 'CORRUPT', 'NOT_RECOGNISED', 'OTHER_FORMAT')
    ? { code: opened.code, ...opened.facts }
    : opened
}

describe('a dynamic disk whose file was cut short', () => {
  it.each([
    ['in the copy of its footer', 300, 512],
    ['before its header', 512, 1536],
    ['in its header', 1000, 1536],
    ['in its block table', 1560, 1536 + 4 * Math.ceil(smallCapacity / smallBlock)],
  ])('%s is told to be so, and where it ends', async (_name, size, needed) => {
    const files = holding(whole.dynamic.subarray(0, size))
    const { findings } = await checkDisk(files, base, { repair: false })
    expect(findings).toEqual([{ code: 'TRUNCATED', size, needed }])
    expect(await refusal(files)).toMatchObject({ code: 'CORRUPT', path: base, end: size })
  })

  it('in its blocks is told to be so, is not repaired, and not opened', async () => {
    const size = whole.dynamic.byteLength
    for (const cut of [513, 1024, 5000, 9000]) {
      const files = holding(whole.dynamic.subarray(0, size - cut))
      const found = { code: 'TRUNCATED', size: size - cut, needed: size }
      const { findings, repaired } = await checkDisk(files, base, { repair: true })
      expect(findings).toContainEqual(found)
      expect(findings.filter((finding) => !isRepairable(finding))).toEqual([found])
      expect(repaired).toEqual([])
      expect(await inspectDisk(files, base, { blocks: true })).toMatchObject({ blocks: 'damaged', neededSize: size })
      expect(await refusal(files)).toMatchObject({ code: 'CORRUPT', end: size - cut, needed: size })
      expect(bytesOf(files, base).byteLength).toBe(size - cut)
    }
  })

  it('in its last footer has lost nothing, and gets it back', async () => {
    for (const cut of [2, 100, 512]) {
      const files = holding(whole.dynamic.subarray(0, -cut))
      const { findings, repaired } = await checkDisk(files, base, { repair: true })
      expect(findings).toContainEqual({ code: 'FOOTER_DAMAGED' })
      expect(repaired).toEqual(findings)
      expect((await inspectDisk(files, base, { blocks: true })).neededSize).toBeNull()
      expect(bytesOf(files, base)).toEqual(whole.dynamic)
    }
  })
})

describe('a fixed disk whose file was cut short', () => {
  it('in its footer is told to be so', async () => {
    for (const left of [8, 64, 510]) {
      const files = holding(whole.fixed.subarray(0, smallCapacity + left))
      const found = { code: 'TRUNCATED', size: smallCapacity + left, needed: smallCapacity + 512 }
      expect((await checkDisk(files, base, { repair: true })).findings).toEqual([found])
      expect(await refusal(files)).toMatchObject({ code: 'CORRUPT', end: found.size, needed: found.needed })
    }
  })

  it('of its data, with the footer at the end, is told to be so', async () => {
    const left = Buffer.concat([whole.fixed.subarray(0, 4096), whole.fixed.subarray(smallCapacity)])
    const found = { code: 'TRUNCATED', size: 4608, needed: smallCapacity + 512 }
    expect((await checkDisk(holding(left), base, { repair: true })).findings).toEqual([found])
  })

  it('before its footer is told to be none, or one that was cut short', async () => {
    for (const left of [0, 8, 4096, smallCapacity, smallCapacity + 4]) {
      expect(await refusal(holding(whole.fixed.subarray(0, left)))).toEqual({ code: 'NOT_RECOGNISED', path: base })
    }
  })
})

describe('a file that is no VHD', () => {
  it.each([
    ['a qcow2 image', 'QFI\xfb\0\0\0\x03', { code: 'NOT_RECOGNISED', format: 'qcow2' }],
    ['a Parallels disk', 'WithoutFreeSpace', { code: 'OTHER_FORMAT', other: 'parallels' }],
    ['an archive', 'PK\x03\x04', { code: 'OTHER_FORMAT', other: 'zip' }],
  ])('is called %s by who wanted one', async (_name, beginning, facts) => {
    const bytes = Buffer.alloc(8192)
    bytes.write(beginning, 'latin1')
    const files = holding(bytes)
    expect(await refusal(files)).toEqual({ ...facts, path: base })
    await expect(checkDisk(files, base, { repair: true })).rejects.toMatchObject({ code: facts.code })
    expect(files.held).toEqual([])
  })
})
