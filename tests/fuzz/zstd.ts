import { zstdFrames } from '#tests/fixtures/disk-images/zstd-frames.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { decompressZstd } from '#electron/disks/formats/zstd/decompress.ts'
import { ZstdError } from '#electron/disks/formats/zstd/zstd-error.ts'
import type { Fuzzer, Outcome } from './fuzzer.ts'
import { mutateInPlace, sometimesCut } from './mutate.ts'

/** Frames as such: those of more than a qcow2 cluster's bytes, and of several blocks, are among them. */
export const zstdFuzzer: Fuzzer = {
  name: 'zstd frame',
  extension: 'zst',
  image(seed) {
    const random = new Random(seed)
    const { frame, content } = random.pick(zstdFrames)
    const release = mutateInPlace(frame, [[0, frame.length]], random)
    const bytes = sometimesCut(frame, random)
    const use = () => Promise.resolve({ outcome: unpack(bytes, content.length), fileSize: bytes.length })
    return { bytes, use, release }
  },
}

function unpack(frame: Uint8Array, maximum: number): Outcome {
  try {
    decompressZstd(frame, maximum)
    return 'opened'
  } catch (error) {
    if (error instanceof ZstdError) return 'refused'
    throw error
  }
}
