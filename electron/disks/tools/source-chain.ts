import { realpath } from 'node:fs/promises'
import type { BlockDevice } from '../block-device.ts'
import { DiskError } from '../disk-error.ts'
import type { DiskFiles, DiskLock } from '../disk-files.ts'
import { extentsOf } from '../formats/extent-opener.ts'
import { openSource } from '../formats/open-source.ts'
import type { ParentLink, SourceDisk } from '../formats/parent.ts'
import { isPhysicalDisk, PhysicalDisk } from '../physical/physical-disk.ts'
import { longestChain, openVhd } from '../vhd/open-vhd.ts'
import { locateParent } from './locate-parent.ts'
import { formatOf, type SourceFormat } from './source-format.ts'

/**
 * Opens a disk of any format with those it is based on. All files are locked against others that write until `release`,
 * which comes after the disk was closed.
 */
export class SourceChain {
  readonly #files: DiskFiles
  readonly #backing: readonly string[]
  readonly #locks: DiskLock[] = []

  /** `backing`: the files that the disk is based on as the user names them, the nearest first. */
  constructor(files: DiskFiles, backing: readonly string[]) {
    this.#files = files
    this.#backing = backing
  }

  async open(file: string, format: SourceFormat): Promise<SourceDisk> {
    return this.#open(file, format, [])
  }

  async release(): Promise<void> {
    for (const lock of this.#locks) await lock.release()
  }

  /** `children`: the files that are based on this one. */
  async #open(file: string, format: SourceFormat, children: readonly string[]): Promise<SourceDisk> {
    const place = await realpath(file).catch(() => file)
    if (children.includes(place) || children.length >= longestChain) {
      throw new DiskError('CHAIN_TOO_LONG', { path: children[0] ?? file, limit: longestChain })
    }
    const below = this.#backing.slice(children.length)
    if (format === 'vhd') return openVhd(this.#files, file, { writable: false, parents: below })
    const line = [...children, place]
    const device = await this.#openFile(file)
    let isBased = false
    try {
      const disk = await openSource(format, device, {
        path: file,
        openExtent: extentsOf(file, format, (name) => this.#openFile(name)),
        openParent: (link) => {
          isBased = true
          return this.#openParent(link, line)
        },
      })
      if (isBased || below.length === 0) return disk
      await disk.close()
    } catch (error) {
      await device.close()
      throw error
    }
    throw new DiskError('NOT_DIFFERENCING', { path: file })
  }

  async #openParent(link: ParentLink, line: readonly string[]): Promise<SourceDisk> {
    const file = await locateParent(this.#files, link, this.#backing[line.length - 1])
    const parent = await this.#open(file, link.isRaw ? 'raw' : await formatOf(this.#files, file), line)
    const found = parent.identity ?? null
    if (link.identity === null || link.identity === found) return parent
    await parent.close()
    const facts = { path: link.child, parent: file, wanted: link.identity }
    throw new DiskError('PARENT_MISMATCH', found === null ? facts : { ...facts, found })
  }

  async #openFile(name: string): Promise<BlockDevice> {
    // Its folder is no place for claims, and who writes to it would not look for them.
    if (await isPhysicalDisk(name)) return PhysicalDisk.open(name)
    const lock = await this.#files.lock(name, 'read')
    this.#locks.push(lock)
    return this.#files.open(name, 'read')
  }
}
