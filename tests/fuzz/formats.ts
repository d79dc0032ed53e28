import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { qcow2Image } from '#tests/fixtures/disk-images/qcow2-image.ts'
import { vdiImage } from '#tests/fixtures/disk-images/vdi-image.ts'
import { sealVhdx, sealVhdxTables, vhdxImage, vhdxParts } from '#tests/fixtures/disk-images/vhdx-image.ts'
import { putLogEntry } from '#tests/fixtures/disk-images/vhdx-log.ts'
import { sparseVmdk, streamVmdk, vmdkDescriptor } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { zstdFrames } from '#tests/fixtures/disk-images/zstd-frames.ts'
import { DiskError } from '#electron/disks/disk-error.ts'
import { detectFormat } from '#electron/disks/formats/detect.ts'
import { openSource } from '#electron/disks/formats/open-source.ts'
import type { FormatName } from '#electron/disks/formats/source-file.ts'
import type { VirtualDisk } from '#electron/disks/virtual-disk.ts'

type Random = () => number

interface Target {
  readonly name: string
  readonly format: FormatName
  readonly file: Uint8Array
  /** Stretches that say something of the disk: [start, length]; nearly all changes are made there. */
  readonly telling: readonly (readonly [number, number])[]
  /** Makes checksums right again, so that what is behind them is reached too. */
  readonly seal?: (file: Uint8Array) => void
}

/** What became of the rounds. */
export interface FuzzOutcome {
  refused: number
  opened: number
  /** Opened disks of which some part could not be read. */
  damaged: number
}

/** Far more than the tables kept and a request in work need; what a device may be asked for in one round. Bytes. */
const readBound = (file: Uint8Array) => 24 * file.length + 32 * 1024 * 1024

const words = [0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x200, 0x1000, 0xffff, 0x1_0000, 0x10_0000, 0x7fff_ffff, 0x8000_0000]
const extremes = [...words, 0xffff_fffe, 0xffff_ffff]

/**
 * Changes valid images at random and uses them: each must turn out a DiskError or a disk that reads, within a bound of
 * the bytes asked for. Rejects with the round's number and what was wrong; the same seed gives the same rounds.
 */
export async function fuzzFormats(rounds: number, seed: number): Promise<FuzzOutcome> {
  const outcome: FuzzOutcome = { refused: 0, opened: 0, damaged: 0 }
  const random = generator(seed)
  const targets = makeTargets()
  for (let round = 0; round < rounds; round++) {
    const target = targets[round % targets.length]
    if (target === undefined) break
    try {
      await fuzzOnce(target, random, outcome)
    } catch (error) {
      throw new Error(`seed ${seed}, round ${round}, ${target.name}: ${String(error)}`, { cause: error })
    }
  }
  return outcome
}

async function fuzzOnce(target: Target, random: Random, outcome: FuzzOutcome): Promise<void> {
  const undo = mutate(target, random)
  try {
    const isCut = random() < 0.1
    const bytes = isCut ? target.file.subarray(0, Math.floor(random() * target.file.length)) : target.file
    const file = new MemoryFile(bytes)
    await detectFormat(file)
    const disk = await expected(open(target, file))
    if (disk === null) {
      outcome.refused++
    } else {
      outcome.opened++
      if (!(await use(disk, random))) outcome.damaged++
    }
    if (file.bytesRead > readBound(bytes)) throw new Error(`${file.bytesRead} bytes were read of ${bytes.length}`)
  } finally {
    for (const restore of undo.reverse()) restore()
  }
}

function open(target: Target, file: MemoryFile): Promise<VirtualDisk> {
  const openExtent = () => Promise.resolve(new MemoryFile(extentFile))
  return openSource(target.format, file, { openExtent, backing: null })
}

/** Null for an error of the kind that users are told. */
async function expected<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (error instanceof DiskError) return null
    throw error
  }
}

/** Reads at some places and walks over some extents; answers whether all of it could be read. */
async function use(disk: VirtualDisk, random: Random): Promise<boolean> {
  if (!Number.isSafeInteger(disk.capacity) || disk.capacity % 512 !== 0) throw new Error(`capacity ${disk.capacity}`)
  const sectors = disk.capacity / 512
  let isSound = true
  for (let count = 0; count < 4 && sectors > 0; count++) {
    const near = count < 2 ? Math.min(sectors, 64) : sectors
    const position = Math.floor(random() * near) * 512
    const length = Math.min(disk.capacity - position, 512 * (1 + Math.floor(random() * 64)))
    if ((await expected(disk.read(position, new Uint8Array(length)).then(() => true))) === null) isSound = false
  }
  for (let position = 0, steps = 0; position < disk.capacity && steps < 8; steps++) {
    const extent = await expected(disk.extentAt?.(position) ?? Promise.resolve(null))
    if (extent === null) return false
    if (extent.length < 512 || position + extent.length > disk.capacity) throw new Error(`extent ${extent.length}`)
    position += extent.length
  }
  await disk.close()
  return isSound
}

function mutate(target: Target, random: Random): (() => void)[] {
  const { file, telling } = target
  const undo: (() => void)[] = []
  const keep = (at: number, length: number) => {
    const before = file.slice(at, at + length)
    undo.push(() => file.set(before, at))
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  if (target.seal !== undefined) for (const [start, length] of sealed) keep(start, length)
  const view = new DataView(file.buffer)
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
    const [start, length] = random() < 0.95 ? pick(telling) : ([0, file.length] as const)
    const at = start + Math.floor(random() * length)
    const aligned = Math.min(at - (at % 4), file.length - 4)
    keep(aligned, 4)
    const how = random()
    if (how < 0.3) file[aligned] = Math.floor(random() * 256)
    else if (how < 0.5) view.setUint32(aligned, pick(extremes), true)
    else if (how < 0.7) view.setUint32(aligned, pick(extremes), false)
    else if (how < 0.85) view.setUint32(aligned, view.getUint32(aligned, true) + pick([-1, 1, 8, -8]), true)
    else view.setUint32(aligned, random() * 0x1_0000_0000)
  }
  if (random() < 0.8) target.seal?.(file)
  return undo
}

/** Where the checksums of a VHDX file are: of the headers, the region tables and the log entry. */
const sealed = [...vhdxParts.headers, ...vhdxParts.regionTables, vhdxParts.log].map((at) => [at + 4, 4] as const)
const logEntryLength = 8192
const extentFile = sparseVmdk().file

function makeTargets(): Target[] {
  const whole = (name: string, format: FormatName, file: Uint8Array): Target => {
    return { name, format, file, telling: [[0, file.length]] }
  }
  const { file: vdi } = vdiImage()
  const { file: sparse } = sparseVmdk()
  const extents = ['RW 4 FLAT "a" 1', 'RW 2 ZERO', 'RW 40 SPARSE "b"']
  return [
    {
      name: 'vdi',
      format: 'vdi',
      file: vdi,
      telling: [
        [0x40, 0x150],
        [0x154, 0x3c],
        [512, 16],
      ],
    },
    {
      name: 'qcow2 2',
      format: 'qcow2',
      file: qcow2Image(2).file,
      telling: [
        [0, 80],
        [512, 16],
        [1024, 32],
        [2048, 64],
      ],
    },
    {
      name: 'qcow2 3',
      format: 'qcow2',
      file: qcow2Image(3).file,
      telling: [
        [0, 112],
        [512, 16],
        [1024, 32],
      ],
    },
    {
      name: 'qcow2 zstd',
      format: 'qcow2',
      file: zstdImage(),
      telling: [
        [512, 16],
        [1024, 32],
        [2048, 400],
        [2048, 400],
      ],
    },
    {
      name: 'vmdk sparse',
      format: 'vmdk',
      file: sparse,
      telling: [
        [0, 80],
        [512, 200],
        [1536, 4],
        [2048, 16],
      ],
    },
    whole('vmdk stream', 'vmdk', streamVmdk().file),
    whole('vmdk descriptor', 'vmdk', vmdkDescriptor('twoGbMaxExtentSparse', extents)),
    vhdxTarget('vhdx', null),
    vhdxTarget('vhdx log', '01234567-89AB-CDEF-0123-456789ABCDEF'),
  ]
}

/** A qcow2 image whose one packed cluster is Zstandard. */
function zstdImage(): Uint8Array {
  const { file } = qcow2Image(3)
  const [{ frame } = { frame: new Uint8Array() }] = zstdFrames
  const longer = new Uint8Array(2048 + frame.length)
  longer.set(file.subarray(0, 2048))
  longer.set(frame, 2048)
  const view = new DataView(longer.buffer)
  view.setUint32(76, 8)
  view.setUint32(100, 112)
  longer[104] = 1
  return longer
}

function vhdxTarget(name: string, guid: string | null): Target {
  const { file } = vhdxImage(guid)
  const { headers, regionTables, metadata, blockTable, block, log } = vhdxParts
  if (guid !== null) {
    const writes = [
      { position: block, data: pattern(4096, 1) },
      { position: block + 8192, zeros: 8192 },
    ]
    const size = file.length
    putLogEntry(file, { guid, start: 0, tail: 0, sequence: 3n, writes, flushed: size, last: size })
  }
  const ofLog = [
    [log, 128],
    [log + 4096, 16],
    [log + 8188, 4],
  ] as const
  const telling = [
    ...headers.map((at) => [at, 80] as const),
    ...regionTables.map((at) => [at, 80] as const),
    [metadata, 128] as const,
    [metadata + 0x1_0000, 24] as const,
    [blockTable, 24] as const,
    ...(guid === null ? [] : [...ofLog, ...ofLog]),
  ]
  const seal = (bytes: Uint8Array) => {
    sealVhdxTables(bytes)
    if (guid !== null) sealVhdx(bytes, log, logEntryLength)
  }
  return { name, format: 'vhdx', file, telling, seal }
}

/** mulberry32 */
function generator(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000
  }
}
