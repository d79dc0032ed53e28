import { withBiosFirst } from '#electron/disks/media/el-torito.ts'
import { bootCatalogOf, sectorSize } from '#electron/disks/media/iso9660.ts'

/** Where a BIOS finds the boot record (El Torito 1.0, figure 7). */
const bootRecord = 17 * sectorSize

/**
 * A disc as a BIOS reads it that is about to start from it. SeaBIOS looks at the first entry of the boot catalog alone, which
 * on some discs is for computers with EFI. Whoever reads the boot record and next the catalog it names, a sector each, gets
 * the entry for a BIOS first; all others get what is on the disc, so that copies and their checksums are true.
 */
export class BootCatalogView {
  #named: number | null = null

  /** @param data what was read at `start`; `size`: of the disc, bytes */
  show(start: number, data: Uint8Array, size: number): Uint8Array {
    const named = this.#named
    this.#named = null
    if (data.length !== sectorSize) return data
    if (start === named) return withBiosFirst(data, size)
    const catalog = start === bootRecord ? bootCatalogOf(data) : null
    this.#named = catalog === null ? null : catalog * sectorSize
    return data
  }
}
