import type { VirtualDisk } from '../virtual-disk.ts'
import type { FormatName } from './source-file.ts'

/** What a disk says of the one it is based on. */
export interface ParentLink {
  readonly format: FormatName
  /** The file of the disk that is based on another. */
  readonly child: string
  /** As the file names its parent: a name, a path of another computer, or an identity where it has no name for it. */
  readonly name: string
  /** Whether the parent is the bytes of its file, whatever a guest has written to it. */
  readonly isRaw: boolean
  /** What the parent must say of itself (`SourceDisk.identity`), or null where the format has no such thing. */
  readonly identity: string | null
}

/** A disk read here, with what others must know of it who are based on it. */
export interface SourceDisk extends VirtualDisk {
  /** What those that are based on it name it by (of a VMDK its content's id, CID); null where its format has no such thing. */
  readonly identity?: string | null
  /** Bytes in the sectors of its guest, where these are not of 512. */
  readonly guestSectorSize?: number
}

/** Opens the disk that another is based on; who opened it closes it. Rejects with PARENT_NEEDED, PARENT_NOT_FOUND and what opening does. */
export type ParentOpener = (link: ParentLink) => Promise<SourceDisk>
