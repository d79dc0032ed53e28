import { diskTypes, type DiskType } from '#shared/disk.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { referenceTo } from '#electron/disks/tools/create.ts'
import { inspectDisk } from '#electron/disks/tools/inspect.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { formatFixed, formatSparse } from '#electron/disks/vhd/format.ts'
import { newFooter } from '#electron/disks/vhd/new-footer.ts'
import { openVhd, type Vhd } from '#electron/disks/vhd/open-vhd.ts'
import { FaultyFile } from '#tests/fixtures/disks/faulty-file.ts'
import { FaultyFiles } from '#tests/fixtures/disks/faulty-files.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { smallBlock } from '#tests/fixtures/disks/small-disks.ts'
import { writeStamp } from '#tests/fixtures/disks/stamps.ts'
import { expected } from './expected.ts'
import type { Fuzzer, Used } from './fuzzer.ts'

const fileOf = (type: DiskType) => `/d/${type}.vhd`

/** Small sound disks of each kind, always with the same bytes: the differencing one is based on the dynamic one. */
async function soundDisks(): Promise<Map<string, Uint8Array>> {
  const files = new FaultyFiles(new Random(1))
  for (const [index, type] of diskTypes.entries()) {
    const capacity = (type === 'fixed' ? 4 : 40) * smallBlock
    const id = `00000000-0000-4000-8000-00000000000${index}`
    const footer = { ...newFooter(type, capacity, type === 'fixed' ? null : 0), id, created: 0 }
    const device = await files.create(fileOf(type))
    if (type === 'fixed') await formatFixed(device, footer)
    else if (type === 'dynamic') await formatSparse(device, footer, smallBlock, null)
    else await formatSparse(device, footer, smallBlock, await referenceTo(files, fileOf(type), ...parentOf(id)))
    const disk = await openVhd(files, fileOf(type), { writable: true })
    for (const sector of [0, 5, 9, 17, 30]) await writeStamp(disk, sector, sector + 1)
    await disk.close()
  }
  return new Map([...files.files].map(([name, { content }]) => [name, content.view(0, content.size).slice()]))
}

function parentOf(id: string): [string, string] {
  return [fileOf('dynamic'), id.replace(/.$/, '1')]
}

/** Values that overflow, wrap and point at each other. */
const nasty = [0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x1ff, 0x200, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** Changes some of the bytes, most of them where the format's own fields are. */
export function mutate(seed: Uint8Array, random: Random): Uint8Array {
  let bytes = seed.slice()
  for (let changes = 1 + random.below(6); changes > 0 && bytes.byteLength >= 8; changes--) {
    const region = random.pick([0, 512, 1536, bytes.byteLength - 512, random.below(bytes.byteLength)])
    const at = Math.max(0, Math.min(bytes.byteLength - 8, region + random.below(512)))
    const view = new DataView(bytes.buffer)
    const kind = random.next()
    if (kind < 0.4) bytes[at] = random.below(256)
    else if (kind < 0.8) view.setUint32(at & ~3, random.pick(nasty))
    else if (kind < 0.9) bytes.copyWithin(at, random.below(bytes.byteLength), random.below(bytes.byteLength))
    else bytes = bytes.slice(0, Math.max(1, random.below(bytes.byteLength)))
  }
  if (random.chance(0.8)) mendChecksums(bytes)
  return bytes
}

/** Otherwise nearly every mutation ends at the first look at a checksum. */
function mendChecksums(bytes: Uint8Array): void {
  for (const [position, size, offset] of [
    [0, 512, 64],
    [bytes.byteLength - 512, 512, 64],
    [512, 1024, 36],
  ] as const) {
    if (position < 0 || position + size > bytes.byteLength) continue
    const view = new DataView(bytes.buffer, position, size)
    view.setUint32(offset, 0)
    let sum = 0
    for (let i = 0; i < size; i++) sum += bytes[position + i] ?? 0
    view.setUint32(offset, ~sum >>> 0)
  }
}

/** Disks of the kinds that are written to as well. The same seed also fails the same requests' order. */
export async function vhdFuzzers(): Promise<Fuzzer[]> {
  const sound = await soundDisks()
  return diskTypes.map((type) => ({
    name: `vhd ${type}`,
    extension: 'vhd',
    image(seed) {
      const random = new Random(seed)
      const bytes = mutate(sound.get(fileOf(type)) ?? new Uint8Array(1), random)
      const use = () => tryDisk(new Map(sound).set(fileOf(type), bytes), fileOf(type), random)
      return { bytes, use, release: () => undefined }
    },
  }))
}

/** Requests to the files that all the work with one disk may take. */
const mostRequests = 2000

/** Inspects, checks and opens a disk; one that opens is read in places, written to where that is allowed, and compacted. */
async function tryDisk(contents: ReadonlyMap<string, Uint8Array>, file: string, random: Random): Promise<Used> {
  const stored = [...contents].map(([name, bytes]) => [name, new FaultyFile(bytes.slice())] as const)
  const files = new FaultyFiles(random, new Map(stored))
  let requests = 0
  files.before = () => {
    if (++requests > mostRequests) throw new Error('too many requests')
  }
  await expected(() => inspectDisk(files, file))
  await expected(() => checkDisk(files, file, { repair: random.chance(0.5) }))
  const disk = await expected(() => openVhd(files, file, { writable: random.chance(0.5), commitDelay: 0 }))
  const isSound = disk !== null && (await use(disk, random))
  if (random.chance(0.2)) await expected(() => compactDisk(files, file, unattended))
  if (files.held.length > 0) throw new Error(`still locked: ${files.held.join()}`)
  const fileSize = files.files.get(file)?.content.size ?? 0
  if (disk === null) return { outcome: 'refused', fileSize }
  return { outcome: isSound ? 'opened' : 'damaged', fileSize }
}

async function use(disk: Vhd, random: Random): Promise<boolean> {
  const sectors = disk.capacity / 512
  let isSound = true
  const attempt = async (work: () => Promise<void>) => {
    if ((await expected(() => work().then(() => true))) === null) isSound = false
  }
  for (const sector of [0, Math.min(5, sectors - 1), sectors - 1, random.below(sectors)]) {
    await attempt(() => disk.read(sector * 512, new Uint8Array(512)))
    if (disk.writable) await attempt(() => disk.write(sector * 512, random.bytes(512)))
  }
  await attempt(() => disk.flush())
  await attempt(() => disk.close())
  return isSound
}
