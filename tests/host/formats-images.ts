import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { SourceChain } from '#electron/disks/tools/source-chain.ts'
import { formatOf, type SourceFormat } from '#electron/disks/tools/source-format.ts'
import type { VirtualDisk } from '#electron/disks/virtual-disk.ts'

const run = promisify(execFile)

export async function qemuImg(...args: string[]): Promise<void> {
  await run('qemu-img', args, { timeout: 600_000 })
}

export async function qemuIo(image: string, ...commands: string[]): Promise<void> {
  await run('qemu-io', [...commands.flatMap((command) => ['-c', command]), image], { timeout: 600_000 })
}

/** Opens a file as its content says. */
export async function openImage(file: string, ...backing: string[]): Promise<VirtualDisk> {
  return openImageAs(await formatOf(nodeDiskFiles, file), file, ...backing)
}

export async function openImageAs(format: SourceFormat, file: string, ...backing: string[]): Promise<VirtualDisk> {
  const chain = new SourceChain(nodeDiskFiles, backing)
  try {
    const disk = await chain.open(file, format)
    const close = async () => {
      await disk.close()
      await chain.release()
    }
    return { ...lentDisk(disk), close }
  } catch (error) {
    await chain.release()
    throw error
  }
}

function lentDisk(disk: VirtualDisk): VirtualDisk {
  return {
    capacity: disk.capacity,
    writable: false,
    read: (position, target) => disk.read(position, target),
    write: (position, bytes) => disk.write(position, bytes),
    flush: () => disk.flush(),
    close: () => disk.close(),
    extentAt: (position) => disk.extentAt?.(position) ?? Promise.reject(new Error('a source tells its extents')),
  }
}

/** SHA-256 of the whole disk, read as a converter does: data in large requests, and holes taken as zeros. */
export async function hashOfDisk(disk: VirtualDisk): Promise<string> {
  const hash = createHash('sha256')
  const zeros = new Uint8Array(2 * 1024 * 1024)
  const buffer = new Uint8Array(2 * 1024 * 1024)
  for (let position = 0; position < disk.capacity;) {
    const extent = await disk.extentAt?.(position)
    if (extent === undefined) throw new Error('a source tells its extents')
    for (let done = 0; done < extent.length; done += buffer.length) {
      const length = Math.min(buffer.length, extent.length - done)
      if (!extent.zero) await disk.read(position + done, buffer.subarray(0, length))
      hash.update((extent.zero ? zeros : buffer).subarray(0, length))
    }
    position += extent.length
  }
  return hash.digest('hex')
}

/** The first difference between what odd requests read from the disk and the bytes of the file, or null. */
export async function firstDifference(disk: VirtualDisk, file: string, requests: number[][]): Promise<number[] | null> {
  const handle = await open(file)
  try {
    for (const [position = 0, length = 0] of requests) {
      const actual = new Uint8Array(length).fill(0xaa)
      const expected = new Uint8Array(length)
      await Promise.all([disk.read(position, actual), handle.read(expected, 0, length, position)])
      if (Buffer.compare(actual, expected) !== 0) return [position, length]
    }
    return null
  } finally {
    await handle.close()
  }
}

/** A generator that gives the same numbers each time (mulberry32), below 1. */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** Fills a sparse file with stretches of noise, of text, of zeros and of holes. */
export async function writePattern(
  file: string,
  size: number,
  stretches: (next: () => number) => number,
): Promise<void> {
  const next = numbers(size)
  const handle = await open(file, 'w')
  try {
    await handle.truncate(size)
    for (let position = 0; position < size;) {
      const length = Math.min(size - position, stretches(next))
      const kind = Math.floor(next() * 4)
      if (kind < 3) await handle.write(content(kind, length, next), 0, length, position)
      position += length
    }
  } finally {
    await handle.close()
  }
}

function content(kind: number, length: number, next: () => number): Uint8Array {
  if (kind === 0) return new Uint8Array(length)
  const words = new Uint32Array(Math.ceil(length / 4))
  const few = kind === 1 ? 0x0f0f_0f0f : 0xffff_ffff
  for (let index = 0; index < words.length; index++) words[index] = (next() * 0x1_0000_0000) & few
  return new Uint8Array(words.buffer, 0, length)
}
