import type { ExtentOpener } from './extent-opener.ts'
import type { ParentOpener } from './parent.ts'

/** What opening a disk of another format takes beside its device. */
export interface SourceOptions {
  /** The file that the device is of; errors name it. */
  readonly path: string
  /** For the parts that a VMDK descriptor or a qcow2 header names. */
  readonly openExtent: ExtentOpener
  /** For the disk that this one is based on, which is closed with it. */
  readonly openParent: ParentOpener
}
