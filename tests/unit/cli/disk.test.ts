import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DiskErrorCode, DiskErrorFacts } from '#shared/disk-error.ts'
import { formatSize } from '#shared/format.ts'
import { locales } from '#shared/messages/index.ts'
import { parseFloppySize, parseSize } from '#electron/cli/disk-values.ts'
import { CliError, exitCodeOf, isCliError } from '#electron/cli/errors.ts'
import { describeFailure, diskTextsFor, failureFacts, textsFor } from '#electron/cli/messages/index.ts'
import { createProgram, toUsageError } from '#electron/cli/program.ts'
import { DiskError } from '#electron/disks/disk-error.ts'

afterEach(() => void vi.restoreAllMocks())

const texts = diskTextsFor('en')

describe('sizes', () => {
  it.each([
    ['136365211648', 136_365_211_648],
    ['512', 512],
    ['512b', 512],
    ['64k', 65_536],
    ['512M', 536_870_912],
    [' 512 MB ', 536_870_912],
    ['512MiB', 536_870_912],
    ['127G', 136_365_211_648],
    ['2tb', 2_199_023_255_552],
  ])('%s is %i bytes', (text, bytes) => expect(parseSize(texts, text)).toBe(bytes))

  it.each(['', '0', '-1', '1.5G', '1e9', 'G', '12X', '12GG', '1 2', '9999999999999999', '9999999T'])(
    '“%s” is none',
    (text) => expect(() => parseSize(texts, text)).toThrow(CliError),
  )

  it.each(['1.44M', '1,44m', ' 1.44 MB ', '1440K', '1474560'])('%s is what a floppy disk has', (text) =>
    expect(parseFloppySize(texts, text)).toBe(1_474_560),
  )

  it('are read again as they are written, where they are whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1023 }), fc.constantFrom('B', 'KB', 'MB', 'GB', 'TB'), (count, unit) => {
        expect(formatSize(parseSize(texts, `${count}${unit}`), 'en')).toBe(`${count} ${unit}`)
      }),
    )
    expect(formatSize(1536 * 1024, 'de')).toBe('1,5 MB')
    expect(formatSize(0, 'en')).toBe('0 B')
  })
})

/** Facts for every code, so that a new one is tried as well. */
const every: { readonly [Code in DiskErrorCode]: DiskErrorFacts[Code] } = {
  CORRUPT: { format: 'vhd', structure: 'footer', position: 512, path: '/d/a.vhd' },
  BLOCK_MISPLACED: { path: '/d/a.vhd', block: 3, position: 1024 },
  BLOCKS_OVERLAP: { path: '/d/a.vhd', block: 3, other: 2, position: 1024 },
  UNSUPPORTED: { format: 'vhd', feature: 'compacting a fixed disk', path: '/d/a.vhd' },
  OTHER_FORMAT: { path: '/d/a.gz', other: 'gzip' },
  NOT_OF_ITS_NAME: { path: '/d/a.vmdk', name: 'vmdk' },
  ENCRYPTED: { format: 'qcow2', path: '/d/a.qcow2' },
  PARENT_NEEDED: { format: 'qcow2', parent: 'base.img', path: '/d/a.qcow2' },
  PARENT_NOT_FOUND: { path: '/d/a.vhd', parent: 'p.vhd', tried: ['/d/p.vhd'] },
  PARENT_MISMATCH: { path: '/d/a.vmdk', parent: '/d/p.vmdk', wanted: '89abcdef', found: '01234567' },
  PARENT_CHANGED: { path: '/d/a.vhd', parent: '/d/p.vhd' },
  OTHER_PARENT_NAMED: { path: '/d/a.vhd', parent: '/d/p.vhd' },
  PARENT_MODIFIED: { path: '/d/a.vhd', parent: '/d/p.vhd' },
  SAVED_STATE: { path: '/d/a.vhd' },
  BASE_OF_OTHERS: { path: '/d/a.vhd', children: ['/d/b.vhd'] },
  REPLACED: { path: '/d/a.vhd' },
  CHAIN_TOO_LONG: { path: '/d/a.vhd', limit: 256 },
  NOT_DIFFERENCING: { path: '/d/a.vhd' },
  OTHER_CHILDREN: { path: '/d/a.vhd', children: ['/d/b.vhd'] },
  EXTENT_REFUSED: { format: 'vmdk', name: '../x' },
  EXTENT_MISSING: { format: 'vmdk', name: 'x' },
  EXTENT_ALONE: { path: '/d/a-s001.vmdk', descriptor: '/d/a.vmdk' },
  NOT_RECOGNISED: { path: '/d/a.vhd' },
  READ_ONLY: { path: '/d/a.vhd' },
  NOT_FOUND: { path: '/d/a.vhd' },
  NOT_A_FILE: { path: '/d' },
  ALREADY_EXISTS: { path: '/d/a.vhd' },
  IN_USE: { path: '/d/a.vhd', pid: 7, host: 'pc', claim: '/d/.a.vhd.writer-7' },
  TOO_LARGE: { path: '/d/a.vhd', size: 3 * 1024 ** 4, limit: 2040 * 1024 ** 3 },
  TOO_SMALL: { path: '/d/a.vhd', size: 1024, limit: 3 * 1024 ** 2 },
  FLOPPY_SIZE_WRONG: { path: '/d/a.vfd', size: 1_000_000 },
  NO_SPACE: { path: '/d/a.vhd', needed: 500 * 1024 ** 3, free: 78 * 1024 ** 3 },
  ACCESS_DENIED: { path: '/d/a.vhd' },
  IO: { path: '/d/a.vhd', reason: 'EIO' },
  FLUSH_FAILED: { path: '/d/a.vhd' },
}
const codes = Object.keys(every) as DiskErrorCode[]

function errorOf(code: DiskErrorCode): DiskError {
  return new DiskError<DiskErrorCode>(code, every[code])
}

describe('what the disk library ends with', () => {
  it.each(codes)('%s is a sentence with its facts in every language', (code) => {
    const said = locales.map((locale) => describeFailure(errorOf(code), locale))
    expect(new Set(said).size).toBe(locales.length)
    for (const text of said) {
      expect(text).toMatch(/^\S.*[.]$/)
      expect(text).not.toMatch(/undefined|null|NaN|\[object|[{}]/)
      expect(text.split(/[.:] /).length, 'what happened, and what to do').toBeGreaterThan(1)
    }
    for (const fact of Object.values(every[code]).flat()) {
      if (typeof fact === 'string' && !fact.includes(' ')) for (const text of said) expect(text).toContain(fact)
    }
  })

  it.each(['/dev/sdb', '/dev/rdisk2', String.raw`\\.\PhysicalDrive1`])('says who may read %s', (path) => {
    const said = locales.map((locale) => describeFailure(new DiskError('ACCESS_DENIED', { path }), locale))
    for (const text of said) expect(text).toMatch(/administrator/i)
    expect(describeFailure(errorOf('ACCESS_DENIED'), 'en')).not.toMatch(/administrator/i)
  })

  it('names no command that it may be the answer of', () => {
    const advice = (code: DiskErrorCode) => describeFailure(errorOf(code), 'en')
    const source = describeFailure(new DiskError('UNSUPPORTED', { format: 'vmdk', feature: 'version 9' }), 'en')
    // What a tool answers that reads or names the disk; the others are of files that no tool of that name gets so far.
    const layout = describeFailure(new DiskError('UNSUPPORTED', { format: 'vhd', feature: 'blocks of 3 bytes' }), 'en')
    const codes = ['CORRUPT', 'NOT_OF_ITS_NAME', 'PARENT_NEEDED', 'OTHER_PARENT_NAMED'] as const
    for (const text of [source, layout, ...codes.map(advice)]) {
      expect(text).not.toContain('npx viridian disk')
    }
  })

  it('says what a file is that is no VHD', () => {
    const error = new DiskError('NOT_RECOGNISED', { path: '/d/a.vhd', format: 'qcow2' })
    expect(describeFailure(error, 'en')).toContain('/d/a.vhd is a qcow2 image')
    expect(describeFailure(error, 'de')).toContain('/d/a.vhd ist ein qcow2-Abbild')
  })

  it('tells sizes apart that are nearly alike', () => {
    const limit = 2040 * 1024 ** 3
    const said = (size: number) => describeFailure(new DiskError('TOO_LARGE', { path: '/d/a.vhd', size, limit }), 'en')
    expect(said(limit + 1024 ** 3)).toContain('2041 GB is too large, 2040 GB at most')
    expect(said(limit + 512)).toContain('2139095040.5 KB is too large, 2139095040 KB at most')
  })

  it('says that a file was cut short', () => {
    const facts = { format: 'vdi', structure: 'block', position: 4096, end: 2048, path: '/d/a.vdi' }
    expect(describeFailure(new DiskError('CORRUPT', facts), 'en')).toMatch(/truncated.*end of the file at byte 2048/)
    expect(describeFailure(new DiskError('CORRUPT', facts), 'de')).toMatch(/abgeschnitten.*Byte 2048/)
    const needed = new DiskError('CORRUPT', { ...facts, needed: 8192 })
    expect(describeFailure(needed, 'en')).toMatch(/truncated.*ends at byte 2048.*needs 8192 bytes/)
    expect(describeFailure(needed, 'de')).toMatch(/abgeschnitten.*endet bei Byte 2048.*8192 Byte/)
  })

  it('is told to programs by code and facts', () => {
    for (const code of codes) expect(failureFacts(errorOf(code))).toEqual({ code, facts: every[code] })
  })

  it('ends with 3 where a file is not there, else with 1', () => {
    const missing: DiskErrorCode[] = ['NOT_FOUND', 'PARENT_NOT_FOUND', 'EXTENT_MISSING']
    for (const code of codes) expect(exitCodeOf(errorOf(code)), code).toBe(missing.includes(code) ? 3 : 1)
  })

  it.each(locales)('says in %s that work was cancelled, and what is left', (locale) => {
    const said = (['source', 'partlyMerged'] as const).map((left) =>
      describeFailure(new CliError('JOB_CANCELLED', { path: '/d/a.vhd', left }), locale),
    )
    for (const text of said) expect(text).toMatch(/^(Cancelled|Abgebrochen)\. \/d\/a\.vhd /)
    expect(said[0]).not.toBe(said[1])
    expect(exitCodeOf(new CliError('JOB_CANCELLED', { path: '/d/a.vhd', left: 'source' }))).toBe(1)
  })
})

describe('command lines of disks', () => {
  it.each<[string, string[]]>([
    ['“much” is not a size', ['create', 'a.vhd', '--size', 'much']],
    ['“a.img” does not', ['create', 'a.img']],
    ['“1.5M” is not a size', ['create', 'a.vfd', '--size', '1.5M']],
    ['--parent is for a virtual hard disk', ['create', 'a.vfd', '--parent', 'b.vhd']],
    ['Only one of --size, --copy', ['create', 'a.vhd', '--size', '1G', '--copy', 'b.vhd']],
    ['--copy is for a virtual hard disk', ['create', 'a.vfd', '--copy', 'b.vfd']],
    ['Only one of --fixed, --dynamic', ['create', 'a.vhd', '--fixed', '--dynamic']],
    ['Only one of --size, --parent', ['create', 'a.vhd', '--size', '1G', '--parent', 'b.vhd']],
    ['Only one of --fixed, --parent', ['create', 'a.vhd', '--fixed', '--parent', 'b.vhd']],
    ['The option --size <SIZE> is required.', ['expand', 'a.vhd']],
    ['The option --parent <FILE> is required.', ['reconnect', 'a.vhd']],
    ['“b.qcow2” does not', ['convert', 'a.vmdk', 'b.qcow2']],
    ['--fixed is for a target', ['convert', 'a.vmdk', 'b.img', '--fixed']],
    ['“vmdk” cannot be asked for', ['convert', 'a.vmdk', 'b.vhd', '--format', 'vmdk']],
    ['“b.img” does not', ['merge', 'a.vhd', '--into', 'b.img']],
    ['The argument TARGET is missing.', ['convert', 'a.vmdk']],
    ['A command is missing.', []],
  ])('%s', async (sentence, words) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const error: unknown = await createProgram('en')
      .parseAsync(['disk', ...words], { from: 'user' })
      .then(
        () => null,
        (failure: unknown) => failure,
      )
    const usage = isCliError(error) ? error : toUsageError(error, textsFor('en'))
    expect(exitCodeOf(usage)).toBe(2)
    expect(describeFailure(usage, 'en')).toContain(sentence)
  })

  it('are these', () => {
    const disk = createProgram('en').commands.find((command) => command.name() === 'disk')
    expect(disk?.commands.map((command) => command.name())).toEqual([
      'create',
      'inspect',
      'check',
      'compact',
      'convert',
      'expand',
      'merge',
      'reconnect',
    ])
  })
})
