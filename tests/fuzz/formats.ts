import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { cowdVmdk, sparseVmdk } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { detectFormat } from '#electron/disks/formats/detect.ts'
import { foreignFormat } from '#electron/disks/formats/foreign.ts'
import { openSource } from '#electron/disks/formats/open-source.ts'
import { openRaw } from '#electron/disks/formats/raw.ts'
import type { VirtualDisk } from '#electron/disks/virtual-disk.ts'
import { expected } from './expected.ts'
import { formatTargets, type FormatTarget } from './format-targets.ts'
import type { FuzzedImage, Fuzzer, Outcome } from './fuzzer.ts'
import { mutateInPlace, sometimesCut } from './mutate.ts'

/** Images of the formats that are read, changed in the places where they speak of themselves. */
export function formatFuzzers(): Fuzzer[] {
  return formatTargets().map((target) => ({
    name: target.name,
    extension: target.format === 'raw' ? 'img' : target.format,
    image: (seed) => changedImage(target, new Random(seed)),
  }))
}

function changedImage(target: FormatTarget, random: Random): FuzzedImage {
  const { file, seals } = target
  const undoSeals = keep(file, seals?.places ?? [])
  const undo = mutateInPlace(file, target.telling, random)
  if (random.chance(0.8)) seals?.set(file)
  const bytes = sometimesCut(file, random)
  return {
    bytes,
    use: async () => ({ outcome: await use(target, new MemoryFile(bytes), random), fileSize: bytes.length }),
    release: () => {
      undo()
      undoSeals()
    },
  }
}

function keep(file: Uint8Array, places: readonly number[]): () => void {
  const before = places.map((at) => file.slice(at, at + 4))
  return () => places.forEach((at, index) => file.set(before[index] ?? [], at))
}

/** Far more than the tables kept and a request in work need; what a device may be asked for. Bytes. */
const readBound = (size: number) => 24 * size + 32 * 1024 * 1024

async function use(target: FormatTarget, file: MemoryFile, random: Random): Promise<Outcome> {
  await detectFormat(file)
  await foreignFormat(file)
  const openParent = () => openRaw(new MemoryFile(parentFile), '/d/parent')
  const openExtent = (name: string) => {
    const bytes = name === 'c' ? snapshotFile : extentFile
    return Promise.resolve({ device: new MemoryFile(bytes), path: '/d/extent' })
  }
  const disk = await expected(() => openSource(target.format, file, { path: '/d/image', openExtent, openParent }))
  const isSound = disk !== null && (await readInPlaces(disk, random))
  if (file.bytesRead > readBound(file.bytes.length)) {
    throw new Error(`${file.bytesRead} bytes were read of ${file.bytes.length}`)
  }
  if (disk === null) return 'refused'
  return isSound ? 'opened' : 'damaged'
}

const extentFile = sparseVmdk().file
const snapshotFile = cowdVmdk().file
const parentFile = pattern(20_000, 11)

/** Reads at some places and walks over some extents; answers whether all of it could be read. */
async function readInPlaces(disk: VirtualDisk, random: Random): Promise<boolean> {
  if (!Number.isSafeInteger(disk.capacity) || disk.capacity % 512 !== 0) throw new Error(`capacity ${disk.capacity}`)
  const sectors = disk.capacity / 512
  let isSound = true
  for (let count = 0; count < 4 && sectors > 0; count++) {
    const near = count < 2 ? Math.min(sectors, 64) : sectors
    const position = random.below(near) * 512
    const length = Math.min(disk.capacity - position, 512 * (1 + random.below(64)))
    if ((await expected(() => disk.read(position, new Uint8Array(length)).then(() => true))) === null) isSound = false
  }
  for (let position = 0, steps = 0; position < disk.capacity && steps < 8; steps++) {
    const at = position
    const extent = await expected(() => disk.extentAt?.(at) ?? Promise.resolve(null))
    if (extent === null) {
      isSound = false
      break
    }
    if (extent.length < 512 || position + extent.length > disk.capacity) throw new Error(`extent ${extent.length}`)
    position += extent.length
  }
  await disk.close()
  return isSound
}
