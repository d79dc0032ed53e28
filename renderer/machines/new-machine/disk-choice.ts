import { defaultDiskCapacity, largestDiskCapacity } from '#shared/disk.ts'
import type { FirstDisk } from '#shared/machine.ts'

const gigabyte = 1024 ** 3

/** What the wizard offers for a new disk, gigabytes. */
export const capacityLimits = { minimum: 1, maximum: largestDiskCapacity / gigabyte }
export const defaultCapacity = defaultDiskCapacity / gigabyte

export const diskChoices = ['new', 'existing', 'later'] as const
export type DiskChoice = (typeof diskChoices)[number]

/** What was entered on the page of the disk. */
export interface DiskEntry {
  readonly choice: DiskChoice
  /** Gigabytes, as typed. */
  readonly capacity: number | ''
  readonly path: string
}

export function isCapacity(capacity: number | ''): boolean {
  const { minimum, maximum } = capacityLimits
  return capacity !== '' && Number.isInteger(capacity) && capacity >= minimum && capacity <= maximum
}

/** The entry as the host takes it, once it is in order. */
export function firstDisk({ choice, capacity, path }: DiskEntry): FirstDisk {
  switch (choice) {
    case 'new':
      return { kind: 'new', capacity: Number(capacity) * gigabyte }
    case 'existing':
      return { kind: 'existing', path: path.trim() }
    case 'later':
      return { kind: 'none' }
  }
}
