import { isoBytes, memoryReader, type IsoName } from '#tests/fixtures/iso-image.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { inspectIso } from '#electron/disks/media/iso9660.ts'
import type { Fuzzer } from './fuzzer.ts'
import { mutateInPlace, sometimesCut, type Stretch } from './mutate.ts'

const names: readonly IsoName[] = ['bios', 'hybrid', 'bios-in-section', 'efi-only', 'data']
const sector = 2048

/** The descriptors of a disc, and its boot catalog: what is looked at before a machine may have it. */
export async function isoFuzzer(): Promise<Fuzzer> {
  const files = await Promise.all(names.map(isoBytes))
  const targets = files.map((file) => {
    const catalog = new DataView(file.buffer).getUint32(17 * sector + 0x47, true) * sector
    const descriptors: Stretch[] = [16, 17, 18].map((index) => [index * sector, 160])
    const hasCatalog = catalog > 0 && catalog + sector <= file.length
    return { file, telling: hasCatalog ? [...descriptors, [catalog, 128] as const] : descriptors }
  })
  return {
    name: 'iso',
    extension: 'iso',
    image(seed) {
      const random = new Random(seed)
      const { file, telling } = random.pick(targets)
      const release = mutateInPlace(file, telling, random)
      const bytes = sometimesCut(file, random)
      const use = async () => {
        const { kind } = await inspectIso(memoryReader(bytes))
        const isDisc = kind === 'bootable' || kind === 'notBootable' || kind === 'efiOnly'
        return { outcome: isDisc ? ('opened' as const) : ('refused' as const), fileSize: bytes.length }
      }
      return { bytes, use, release }
    },
  }
}
