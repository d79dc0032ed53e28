import { createHash } from 'node:crypto'
import { branchDisk } from '#electron/disks/tools/branch.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { convertDisk, type ConversionTarget } from '#electron/disks/tools/convert.ts'
import { createDifferencing } from '#electron/disks/tools/create.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { LiveMerge } from '#electron/disks/tools/live-merge.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { diskRisks } from '#shared/disk-error.ts'
import { FaultyFile } from '#tests/fixtures/disks/faulty-file.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { base, child, makeChain, top } from './chain.ts'
import { damageTable, isTableWrong } from './damaged-table.ts'
import { expected } from './expected.ts'
import type { Fuzzer, Used } from './fuzzer.ts'
import { mutate } from './vhd.ts'

const larger = 4 * 1024 * 1024
const copy = '/d/copy.vhd'

/** What a tool is to be tried with. */
interface Trial {
  /** Changes or copies disks; rejects where it refuses to. */
  run(files: FaultyFiles): Promise<unknown>
  /** The disks it reads or writes. */
  readonly uses: readonly string[]
  /** Which disk, if any, has what content afterwards that it had not before. */
  readonly moves?: { readonly from: string; readonly to: string }
}

const trials: Readonly<Record<string, Trial>> = {
  merge: {
    uses: [top, child, base],
    moves: { from: top, to: child },
    run: (files) =>
      mergeIntoParent(files, top, { removeChild: true, accept: diskRisks }, unattended).then(() => undefined),
  },
  'live merge': { uses: [top, child, base], moves: { from: top, to: child }, run: mergeInUse },
  'compact parent': { uses: [base], run: (files) => compactDisk(files, base, unattended, { accept: diskRisks }) },
  'compact child': {
    uses: [child, base],
    run: (files) => compactDisk(files, child, unattended, { accept: diskRisks }),
  },
  convert: { uses: [top, child, base], moves: { from: top, to: copy }, run: (files) => convertTo(files, 'dynamic') },
  'convert to fixed': {
    uses: [top, child, base],
    moves: { from: top, to: copy },
    run: (files) => convertTo(files, 'fixed'),
  },
  'convert to raw': { uses: [top, child, base], run: (files) => convertTo(files, 'raw') },
  'create child': {
    uses: [top, child, base],
    moves: { from: top, to: copy },
    run: (files) => createDifferencing(files, copy, top),
  },
  branch: { uses: [top, child, base], moves: { from: top, to: copy }, run: branchInUse },
  expand: { uses: [base], run: (files) => expandDisk(files, base, larger, unattended, { accept: diskRisks }) },
  reconnect: {
    uses: [top, child, base],
    run: (files) => reconnectDisk(files, top, child, { acceptOther: true, accept: diskRisks }),
  },
  repair: {
    uses: [],
    run: async (files) => {
      for (const file of [base, child, top]) await checkDisk(files, file, { repair: true, accept: diskRisks })
    },
  },
}

/** Chains in which one disk is damaged, each through one of the tools: it refuses and changes nothing, or its result is right. */
export async function toolFuzzers(): Promise<Fuzzer[]> {
  const chains = await Promise.all([makeChain('fixed'), makeChain('dynamic')])
  return Object.entries(trials).map(([name, trial]) => ({
    name: `tool ${name}`,
    extension: 'vhd',
    image(seed) {
      const random = new Random(seed)
      const sound = random.pick(chains)
      const damaged = random.pick([base, child, top])
      const before = sound.get(damaged) ?? new Uint8Array(1)
      const bytes = random.chance(0.7) ? damageTable(before, random) : mutate(before, random)
      const use = () => tryTool(trial, new Map(sound).set(damaged, bytes), random)
      return { bytes, use, release: () => undefined }
    },
  }))
}

/** Requests to the files that all the work of one tool may take. */
const mostRequests = 20_000

async function tryTool(trial: Trial, contents: ReadonlyMap<string, Uint8Array>, random: Random): Promise<Used> {
  const stored = [...contents].map(([name, bytes]) => [name, new FaultyFile(bytes.slice())] as const)
  const files = new FaultyFiles(random, new Map(stored))
  const before = new Map<string, string | null>()
  for (const file of contents.keys()) before.set(file, await contentOf(files, file))
  const wrong: string[] = []
  for (const file of trial.uses) if (await isTableWrong(files, file)) wrong.push(file)
  let requests = 0
  files.before = () => {
    if (++requests > mostRequests) throw new Error('too many requests')
  }
  const done = (await expected(() => trial.run(files).then(() => true))) !== null
  files.before = () => undefined
  if (files.held.length > 0) throw new Error(`still locked: ${files.held.join()}`)
  const fileSize = [...files.files.values()].reduce((sum, { content }) => sum + content.size, 0)
  if (!done) {
    requireUnchanged(contents, files)
    return { outcome: 'refused', fileSize }
  }
  if (wrong.length > 0) throw new Error(`done with a table that is wrong: ${wrong.join()}`)
  const { from, to } = trial.moves ?? { from: '', to: '' }
  for (const [file, content] of before) {
    if (content === null || file === to || !files.files.has(file)) continue
    const now = await contentOf(files, file, content)
    if (now !== content) throw new Error(`${file} is another disk now: ${content} before, ${now}`)
  }
  const moved = before.get(from) ?? null
  if (moved !== null && (await contentOf(files, to, moved)) !== moved) throw new Error(`${to} is not what ${from} was`)
  return { outcome: 'opened', fileSize }
}

function requireUnchanged(before: ReadonlyMap<string, Uint8Array>, { files }: FaultyFiles): void {
  if (files.size !== before.size) throw new Error(`refused, and left ${[...files.keys()].join()}`)
  for (const [name, bytes] of before) {
    const content = files.get(name)?.content
    const now = content?.view(0, content.size)
    if (now === undefined || Buffer.compare(now, bytes) !== 0) throw new Error(`refused, and changed ${name}`)
  }
}

/** Of disks that say they are larger no more is looked at. Bytes. */
const mostRead = 8 * 1024 * 1024
const buffer = new Uint8Array(16 * 1024)
const zeros = new Uint8Array(buffer.byteLength)

/**
 * The capacity and the digest of what a guest reads; null where the disk cannot be read. Compared with what it was
 * `before`, it may be larger, where what is more reads as zeros.
 */
async function contentOf(files: FaultyFiles, file: string, before: string | null = null): Promise<string | null> {
  return expected(async () => {
    const disk = await openVhd(files, file, { writable: false })
    const known = before === null ? disk.capacity : Number(before.split(' ')[0])
    const hash = createHash('sha256')
    try {
      const end = Math.min(Math.max(disk.capacity, known), mostRead)
      for (let position = 0; position < end;) {
        const limit = position < known ? Math.min(known, end) : end
        const part = buffer.subarray(0, Math.min(buffer.byteLength, limit - position))
        await disk.read(position, part)
        const isZero = Buffer.compare(part, zeros.subarray(0, part.byteLength)) === 0
        if (position >= known && !isZero) throw new Error(`${file} is not zero beyond ${known}`)
        if (!isZero) hash.update(String(position)).update(part)
        position += part.byteLength
      }
    } finally {
      await disk.close()
    }
    return `${known} ${hash.digest('hex')}`
  })
}

function convertTo(files: FaultyFiles, type: ConversionTarget): Promise<unknown> {
  return withSource(files, top, 'vhd', [], (disk) => convertDisk(files, disk, copy, type, unattended))
}

/** As a snapshot of a machine that is on. */
async function branchInUse(files: FaultyFiles): Promise<void> {
  const disk = await openVhd(files, top, { writable: true, commitDelay: 0 })
  try {
    await (await branchDisk(files, disk, copy, { commitDelay: 0 })).close()
  } finally {
    await disk.close()
  }
}

async function mergeInUse(files: FaultyFiles): Promise<void> {
  const disk = await openVhd(files, top, { writable: true, commitDelay: 0 })
  let merge: LiveMerge
  try {
    merge = await LiveMerge.begin(files, disk, { commitDelay: 0 })
  } catch (error) {
    await disk.close()
    throw error
  }
  await merge.copy(unattended)
  await merge.finish()
  await disk.close()
  await files.remove(top)
  await merge.parent.close()
}
