import path from 'node:path'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import type { FirstDisk } from '#shared/machine.ts'
import { safeFolderName } from './folder-name.ts'
import type { TemplateDisks } from './template-disks.ts'
import type { Templates } from './templates.ts'

/** The disk of a machine that is being made. */
export interface PreparedDisk {
  /** In the machine's folder, or an absolute path elsewhere. */
  readonly file: string
  /** Makes what is missing of it in the machine's folder. Throws DISK_FAILED. */
  make(folder: string): Promise<void>
}

/** Null for no disk. Throws TEMPLATE_NOT_FOUND, TEMPLATE_NOT_BUILT, STORAGE_FAILED and DISK_FAILED. */
export async function prepareDisk(
  machine: string,
  disk: FirstDisk,
  templates: Templates,
  kept: TemplateDisks,
): Promise<PreparedDisk | null> {
  const file = `${safeFolderName(machine)}.vhd`
  switch (disk.kind) {
    case 'none':
      return null
    case 'existing':
      return { file: disk.path, make: () => Promise.resolve() }
    case 'new':
      return {
        file,
        make: (folder) => usingDisks(() => createDynamic(nodeDiskFiles, path.join(folder, file), disk.capacity)),
      }
    case 'template': {
      const { image } = await templates.resolve(disk.template, 'disk')
      const parent = await kept.keep(disk.template, image)
      return {
        file,
        make: (folder) => usingDisks(() => createDifferencing(nodeDiskFiles, path.join(folder, file), parent)),
      }
    }
  }
}
