import type { DiskFacts, ImageFacts, ImageParent } from '#shared/disk.ts'
import { isDiskError } from '../disk-error.ts'
import type { DiskFiles } from '../disk-files.ts'
import { extentsOf } from '../formats/extent-opener.ts'
import { openSource } from '../formats/open-source.ts'
import type { ParentLink, ParentOpener, SourceDisk } from '../formats/parent.ts'
import { longestChain } from '../vhd/open-vhd.ts'
import { sectorSize } from '../virtual-disk.ts'
import { closing } from './closing.ts'
import { inspectChain } from './inspect.ts'
import { locateParent } from './locate-parent.ts'
import { formatOf, type SourceFormat } from './source-format.ts'

/**
 * A disk of any format and those it is based on, the disk first, as far as they are found. `backing` names parents, the
 * nearest first. Does not lock.
 */
export async function inspectAnyChain(
  files: DiskFiles,
  file: string,
  format: SourceFormat,
  backing: readonly string[],
): Promise<(DiskFacts | ImageFacts)[]> {
  const chain: ImageFacts[] = []
  let next: { file: string; format: SourceFormat } | null = { file, format }
  while (next !== null && chain.length < longestChain && !chain.some(({ path }) => path === next?.file)) {
    if (next.format === 'vhd') return [...chain, ...(await inspectChain(files, next.file, { blocks: true }))]
    const { facts, identity, link } = await inspectImage(files, next.file, next.format, backing[chain.length])
    const child = chain.at(-1)
    const reference = child?.parent ?? null
    if (child !== undefined && reference !== null && reference.identity !== null && reference.identity !== identity) {
      chain[chain.length - 1] = { ...child, parent: { ...reference, problem: 'PARENT_MISMATCH' } }
    }
    chain.push(facts)
    const parent: string | null = facts.parent?.path ?? null
    next = parent === null ? null : { file: parent, format: link?.isRaw ? 'raw' : await formatOf(files, parent) }
  }
  return chain
}

async function inspectImage(
  files: DiskFiles,
  file: string,
  format: Exclude<SourceFormat, 'vhd'>,
  named: string | undefined,
): Promise<{ facts: ImageFacts; identity: string | null; link: ParentLink | null }> {
  const links: ParentLink[] = []
  const openParent = (link: ParentLink) => {
    links.push(link)
    return Promise.resolve(nothing)
  }
  const disk = await openAlone(files, file, format, openParent)
  return closing(disk, async () => {
    const [link = null] = links
    const stat = await files.stat(file)
    const facts: ImageFacts = {
      path: file,
      type: 'image',
      format,
      capacity: disk.capacity,
      fileSize: stat?.size ?? 0,
      allocated: stat?.allocated ?? null,
      modified: stat?.modified ?? 0,
      guestSectorSize: disk.guestSectorSize ?? sectorSize,
      parent: link === null ? null : await parentOf(files, link, named),
    }
    return { facts, identity: disk.identity ?? null, link }
  })
}

async function openAlone(
  files: DiskFiles,
  file: string,
  format: Exclude<SourceFormat, 'vhd'>,
  openParent: ParentOpener,
): Promise<SourceDisk> {
  const openExtent = extentsOf(file, format, (name) => files.open(name, 'read'))
  const device = await files.open(file, 'read')
  try {
    return await openSource(format, device, { path: file, openExtent, openParent })
  } catch (error) {
    await device.close()
    throw error
  }
}

async function parentOf(files: DiskFiles, link: ParentLink, named: string | undefined): Promise<ImageParent> {
  const known = { name: link.name, identity: link.identity }
  try {
    return { ...known, path: await locateParent(files, link, named), problem: null }
  } catch (error) {
    if (!isDiskError(error, 'PARENT_NEEDED', 'PARENT_NOT_FOUND')) throw error
    return { ...known, path: null, problem: error.code }
  }
}

/** In the place of a parent while only the child is looked at, which reads nothing of it. */
const nothing: SourceDisk = {
  capacity: 0,
  writable: false,
  read: () => Promise.reject(new Error('nothing is read of a disk that is only looked at')),
  write: () => Promise.reject(new Error('nothing is written to a disk that is only looked at')),
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
}
