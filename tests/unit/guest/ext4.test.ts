import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Tree, TreeNode } from '#build/guest/cpio.mjs'
import { createExt4 } from '#build/guest/ext4.mjs'
import { directoryBlocks, hasHead } from '#build/guest/ext4-layout.mjs'

const megabyte = 1024 ** 2
const id = Buffer.alloc(16, 7)

function make(tree: Tree, size = 256 * megabyte) {
  return createExt4({ tree, size, label: 'lab', id, time: 1_700_000_000 })
}

function hashOf(pieces: ReturnType<typeof make>): string {
  const hash = createHash('sha256')
  for (const { position, bytes } of pieces) hash.update(String(position)).update(bytes)
  return hash.digest('hex')
}

/** What no piece covers is zero. */
function read(pieces: ReturnType<typeof make>, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (const piece of pieces) {
    const from = Math.max(position, piece.position)
    const to = Math.min(position + length, piece.position + piece.bytes.length)
    if (from < to) bytes.set(piece.bytes.subarray(from - piece.position, to - piece.position), from - position)
  }
  return bytes
}

describe('createExt4', () => {
  it('gives the same bytes for the same files, in whatever order they come', () => {
    const entries: [string, TreeNode][] = [
      ['etc/hostname', { type: 'file', mode: 0o644, data: Buffer.from('lab\n') }],
      ['etc', { type: 'directory', mode: 0o755 }],
      ['dev/console', { type: 'device', mode: 0o600, major: 5, minor: 1 }],
    ]
    expect(hashOf(make(new Map(entries)))).toBe(hashOf(make(new Map([...entries].reverse()))))
  })

  it('has a superblock that says so, clean and with a journal', () => {
    const superblock = read(make(new Map()), 1024, 1024)
    expect(superblock.readUInt16LE(56)).toBe(0xef53)
    expect(superblock.readUInt16LE(58)).toBe(1)
    expect(superblock.readUInt32LE(4)).toBe((256 * megabyte) / 4096)
    expect(superblock.readUInt32LE(92) & 4).toBe(4)
    expect(superblock.toString('latin1', 120, 124)).toBe('lab\0')
  })

  it('writes whole blocks that do not overlap, within its size', () => {
    const data = Buffer.alloc(5000, 1)
    const pieces = make(new Map([['file', { type: 'file', mode: 0o644, data }]]))
    let end = 0
    for (const { position, bytes } of pieces) {
      expect((position % 4096) + (bytes.length % 4096)).toBe(0)
      expect(position).toBeGreaterThanOrEqual(end)
      end = position + bytes.length
    }
    expect(end).toBeLessThanOrEqual(256 * megabyte)
  })

  it('says where its files do not fit', () => {
    const data = Buffer.alloc(128 * megabyte)
    expect(() => make(new Map([['large', { type: 'file', mode: 0o644, data }]]))).toThrow('do not fit')
  })
})

describe('the layout of ext4', () => {
  it('has copies of the superblock where the kernel looks for them', () => {
    const groups = Array.from({ length: 50 }, (_, group) => group).filter(hasHead)
    expect(groups).toEqual([0, 1, 3, 5, 7, 9, 25, 27, 49])
  })

  it('begins a new block of a folder where an entry would cross its end', () => {
    const names = Array.from({ length: 300 }, (_, index) => `name-${String(index).padStart(3, '0')}`)
    const blocks = directoryBlocks(names)
    // 16 bytes an entry, and 24 for the folder itself and its parent.
    expect(blocks.map((block) => block.length)).toEqual([2 + 254, 46])
  })
})
