import type { DiskType } from '#shared/disk.ts'
import { sectorSize } from '../virtual-disk.ts'
import { toTimestamp } from './fields.ts'
import type { Footer } from './footer.ts'
import { geometryFor } from './geometry.ts'

/** The footer of a disk that is made now. `capacity` in bytes. */
export function newFooter(type: DiskType, capacity: number, headerPosition: number | null): Footer {
  return {
    features: 2,
    headerPosition,
    created: toTimestamp(Date.now()),
    // Readers that look at the creator take the current size of Hyper-V's disks for the capacity, and for one they do
    // not know what the geometry addresses, which is less.
    creator: 'win ',
    creatorVersion: 0x0006_0001,
    creatorHost: 'Wi2k',
    originalSize: capacity,
    currentSize: capacity,
    geometry: geometryFor(capacity / sectorSize),
    type,
    id: crypto.randomUUID(),
    savedState: false,
  }
}

/** The footer of a disk after its capacity has changed. */
export function resizedFooter(footer: Footer, capacity: number): Footer {
  return { ...footer, currentSize: capacity, geometry: geometryFor(capacity / sectorSize) }
}
