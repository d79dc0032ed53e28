import type { Random } from '#tests/fixtures/disks/random.ts'

/** A part of a file, where it begins and how long it is, bytes. */
export type Stretch = readonly [start: number, length: number]

const words = [0, 1, 2, 3, 7, 8, 0x7f, 0x80, 0xff, 0x200, 0x1000, 0xffff, 0x1_0000, 0x10_0000, 0x7fff_ffff, 0x8000_0000]
const extremes = [...words, 0xffff_fffe, 0xffff_ffff]

/**
 * Changes some words of a file, nearly all of them in the stretches that say something of the disk. Answers what undoes
 * it: images of megabytes are not copied for a few bytes.
 */
export function mutateInPlace(file: Uint8Array, telling: readonly Stretch[], random: Random): () => void {
  const before: [number, Uint8Array][] = []
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const [start, length] = random.chance(0.95) ? random.pick(telling) : ([0, file.length] as const)
    const at = start + random.below(length)
    const aligned = Math.max(0, Math.min(at - (at % 4), file.length - 4))
    before.push([aligned, file.slice(aligned, aligned + 4)])
    const how = random.next()
    if (how < 0.3) file[aligned] = random.below(256)
    else if (how < 0.5) view.setUint32(aligned, random.pick(extremes), true)
    else if (how < 0.7) view.setUint32(aligned, random.pick(extremes), false)
    else if (how < 0.85) view.setUint32(aligned, view.getUint32(aligned, true) + random.pick([-1, 1, 8, -8]), true)
    else view.setUint32(aligned, random.below(0x1_0000_0000))
  }
  return () => {
    for (const [at, bytes] of before.reverse()) file.set(bytes, at)
  }
}

/** The file, or now and then only its beginning, as a download that was cut short leaves it. */
export function sometimesCut(file: Uint8Array, random: Random): Uint8Array {
  return random.chance(0.1) ? file.subarray(0, random.below(file.length)) : file
}
