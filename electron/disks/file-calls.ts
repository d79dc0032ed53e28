import { close, fstat, link, open, read, readdir, realpath, rename, stat, unlink, type Stats } from 'node:fs'
import { promisify } from 'node:util'

/**
 * What disks ask the file system for, except for flushes and most writes, which nobody waits for standing still. They
 * reject with the system's errors.
 */
export interface FileCalls {
  /** A descriptor. */
  open(path: string, flags: string | number): Promise<number>
  close(descriptor: number): Promise<void>
  fstat(descriptor: number): Promise<Stats>
  /** How many bytes it has read into `target` from `offset` on; 0 at the end of the file. */
  read(descriptor: number, target: Uint8Array, offset: number, position: number): Promise<number>
  /** The same at once, where the thread may stand still. */
  readonly readNow?: (descriptor: number, target: Uint8Array, offset: number, position: number) => number
  readonly writeNow?: (descriptor: number, source: Uint8Array, offset: number, position: number) => number
  stat(path: string): Promise<Stats>
  /** The path without symbolic links. */
  realpath(path: string): Promise<string>
  readdir(folder: string): Promise<string[]>
  link(from: string, to: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
}

/** Calls made by libuv's threads: whoever makes them goes on meanwhile, and each costs a change of threads and back. */
export const pooledCalls: FileCalls = {
  open: promisify(open),
  close: promisify(close),
  fstat: promisify<number, Stats>(fstat),
  // A file handle's promises, and those of `promisify`, which makes an object too, cost as much as a small read itself.
  read: (descriptor, target, offset, position) =>
    new Promise((resolve, reject) => {
      read(descriptor, target, offset, target.byteLength - offset, position, (error, count) => {
        if (error) reject(error)
        else resolve(count)
      })
    }),
  stat: promisify<string, Stats>(stat),
  realpath: promisify<string, string>(realpath.native),
  readdir: promisify<string, string[]>(readdir),
  link: promisify(link),
  rename: promisify(rename),
  unlink: promisify(unlink),
}
