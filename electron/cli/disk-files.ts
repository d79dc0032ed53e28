import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'

/** A command's process has nothing else to do while it waits for a disk. */
export const files = createNodeDiskFiles({ mayWait: true })
