import type { DiskFacts, ParentFacts } from '#shared/disk.ts'

export function disk(values: Partial<DiskFacts> = {}): DiskFacts {
  return {
    path: '/disks/lab.vhd',
    type: 'dynamic',
    capacity: 127 * 2 ** 30,
    fileSize: 3 * 2 ** 30,
    allocated: null,
    blockSize: 2 ** 21,
    id: '2f1c9d0a-8e7b-4c2f-9a51-0d3b6e7f8a90',
    creator: 'win ',
    created: 0,
    modified: 0,
    geometry: { cylinders: 65535, heads: 16, sectorsPerTrack: 255 },
    savedState: false,
    footerHealth: { atEnd: 'sound', inFront: 'sound' },
    headerHealth: 'sound',
    blocks: 'sound',
    neededSize: null,
    parent: null,
    ...values,
  }
}

export function parent(values: Partial<ParentFacts> = {}): ParentFacts {
  return { id: 'parent', name: 'base.vhd', path: '/disks/base.vhd', problem: null, modifiedSince: false, ...values }
}

export function child(values: Partial<DiskFacts> = {}): DiskFacts {
  return disk({ path: '/disks/child.vhd', type: 'differencing', parent: parent(), ...values })
}
