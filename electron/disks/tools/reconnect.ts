import path from 'node:path'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { BlockStore } from '../vhd/block-store.ts'
import { openLocked, openVhd, longestChain, type Vhd } from '../vhd/open-vhd.ts'
import { DifferencingVhd } from '../vhd/differencing-vhd.ts'
import { placeLocators, serializeLocators } from '../vhd/parent-path.ts'
import { replaceHeader } from '../vhd/replace-header.ts'
import { closing } from './closing.ts'
import { referenceTo } from './create.ts'
import { requireNoSavedState, requireParentUnmodified, type RiskOptions } from './risk.ts'
import { lent } from './unfinished-file.ts'

export interface ReconnectOptions extends RiskOptions {
  /** Take a parent that is not the one the child was made from. Right after a merge, and a way to ruin the child else. */
  readonly acceptOther: boolean
  /** Where nobody was asked: the child goes on saying that the parent has been changed since, if it has. */
  readonly keepParentTime?: boolean
}

/** Tells a differencing disk where its parent is. Rejects with OTHER_PARENT_NAMED where that is another disk, and with the risks. */
export async function reconnectDisk(
  files: DiskFiles,
  child: string,
  parentFile: string,
  options: ReconnectOptions,
): Promise<void> {
  const { device, structure: found } = await openLocked(files, child, 'write')
  await closing(device, async () => {
    if (found.footer.type !== 'differencing' || found.header === null) {
      throw new DiskError('NOT_DIFFERENCING', { path: child })
    }
    const { header } = found
    const parent = await openVhd(files, parentFile, { writable: false })
    const id = await closing(parent, () => {
      if (lineOf(parent).includes(found.footer.id)) {
        throw new DiskError('CHAIN_TOO_LONG', { path: child, limit: longestChain })
      }
      return Promise.resolve(parent.structure.footer.id)
    })
    if (id !== header.parentId && !options.acceptOther) {
      throw new DiskError('OTHER_PARENT_NAMED', { path: child, parent: parentFile })
    }
    requireNoSavedState(found, options)
    // Afterwards nothing would tell of it any more.
    if (id === header.parentId) await requireParentUnmodified(files, found, parentFile, options)
    const { structure } = await BlockStore.open(lent(device), found, { writable: true })
    const reference = await referenceTo(files, child, parentFile, id)
    await replaceHeader(device, structure, serializeLocators(reference.locators), (position) => ({
      footer: structure.footer,
      header: {
        ...header,
        parentId: id,
        parentModified: options.keepParentTime === true ? header.parentModified : reference.modified,
        parentName: path.basename(parentFile),
        locators: placeLocators(reference.locators, position),
      },
    }))
  })
}

/** The identities of a disk and all its parents. */
function lineOf(disk: Vhd): string[] {
  const { id } = disk.structure.footer
  return disk instanceof DifferencingVhd ? [id, ...lineOf(disk.parent as Vhd)] : [id]
}
