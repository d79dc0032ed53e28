import type { BlockDevice } from './block-device.ts'

/** Somebody's right to use a disk's file, until it is released. */
export interface DiskLock {
  release(): Promise<void>
  /**
   * A reader's right beside this one, whatever this one is: of a writer who stops writing and goes on reading. Each is
   * released on its own.
   */
  share(): Promise<DiskLock>
  /** A writer's right beside this reader's, where nobody else has any. Rejects with IN_USE. */
  promote(): Promise<DiskLock>
}

/** `write` excludes everybody else; any number may `read`. */
export type DiskUse = 'read' | 'write'

export interface FileFacts {
  /** Bytes from the first to the last. */
  readonly size: number
  /** Bytes the file takes in its file system; null where that is not known. */
  readonly allocated: number | null
  /** Last change of its content, milliseconds since the epoch. */
  readonly modified: number
}

/**
 * The files that disks live in. Paths are absolute. Every method rejects with a `DiskError`. A new name, a changed one
 * and a removed one are certain to last once the method has resolved.
 */
export interface DiskFiles {
  /** Opens a regular file. */
  open(path: string, use: DiskUse): Promise<BlockDevice>
  /** Makes a file where none is. */
  create(path: string): Promise<BlockDevice>
  /** Null where no regular file is. */
  stat(path: string): Promise<FileFacts | null>
  /** Bytes that may still be written to the volume a file is on, or would be; null where that is not known. */
  room(path: string): Promise<number | null>
  /** Names in a folder; none where there is no folder that can be read. */
  list(folder: string): Promise<string[]>
  /** Gives a finished file its name, where nothing has that name yet. */
  publish(from: string, to: string): Promise<void>
  /** Puts a finished file in the place of another, which nobody has open. */
  replace(from: string, to: string): Promise<void>
  /** Does nothing where there is no such file. */
  remove(path: string): Promise<void>
  /** Rejects with IN_USE. */
  lock(path: string, use: DiskUse): Promise<DiskLock>
}
