import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { packCpio } from '#build/guest/cpio.mjs'
import type { Tree } from '#build/guest/cpio.mjs'

const time = 1_700_000_000

const tree: Tree = new Map([
  ['bin/tool', { type: 'file', mode: 0o755, data: Buffer.from('#!/bin/sh\n') }],
  ['bin/alias', { type: 'symlink', target: 'tool' }],
  ['dev/console', { type: 'device', mode: 0o600, major: 5, minor: 1 }],
  ['tmp', { type: 'directory', mode: 0o1777 }],
  ['empty', { type: 'file', mode: 0o644, data: Buffer.alloc(0) }],
])

/** A reader of its own, after the kernel's buffer-format.rst: header fields are eight hexadecimal digits each. */
function readCpio(archive: Buffer) {
  const entries: { name: string; fields: number[]; data: Buffer }[] = []
  for (let at = 0; ;) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701')
    const fields = Array.from({ length: 13 }, (_, index) =>
      Number.parseInt(archive.toString('latin1', at + 6 + index * 8, at + 14 + index * 8), 16),
    )
    const nameLength = fields[11] ?? 0
    const size = fields[6] ?? 0
    const name = archive.toString('utf8', at + 110, at + 110 + nameLength - 1)
    expect(archive[at + 110 + nameLength - 1]).toBe(0)
    const start = (at + 110 + nameLength + 3) & ~3
    if (name === 'TRAILER!!!') return entries
    entries.push({ name, fields, data: archive.subarray(start, start + size) })
    at = (start + size + 3) & ~3
  }
}

describe('packCpio', () => {
  it('writes every node with its mode, owned by root, folders before what is in them', () => {
    const entries = readCpio(packCpio(tree, { time }))
    expect(entries.map(({ name, fields }) => [name, fields[1]?.toString(8)])).toEqual([
      ['bin', '40755'],
      ['bin/alias', '120777'],
      ['bin/tool', '100755'],
      ['dev', '40755'],
      ['dev/console', '20600'],
      ['empty', '100644'],
      ['tmp', '41777'],
    ])
    expect(entries.every(({ fields }) => fields[2] === 0 && fields[3] === 0 && fields[5] === time)).toBe(true)
    const numbers = entries.map(({ fields }) => fields[0])
    expect(new Set(numbers).size).toBe(entries.length)
  })

  it('holds contents, link targets and device numbers', () => {
    const entries = new Map(readCpio(packCpio(tree, { time })).map((entry) => [entry.name, entry]))
    expect(entries.get('bin/tool')?.data.toString()).toBe('#!/bin/sh\n')
    expect(entries.get('bin/alias')?.data.toString()).toBe('tool')
    expect(entries.get('dev/console')?.fields.slice(9, 11)).toEqual([5, 1])
  })

  it('is the same whatever the order things were added in', () => {
    const reversed: Tree = new Map([...tree].reverse())
    expect(packCpio(reversed, { time }).equals(packCpio(tree, { time }))).toBe(true)
  })

  it('is read by cpio', () => {
    // Installed by the test script on Debian; where it is not, this fails and says so.
    const listing = execFileSync('cpio', ['-itv', '--quiet'], { input: packCpio(tree, { time }), encoding: 'utf8' })
    const lines = listing.trim().split('\n')
    expect(lines).toHaveLength(7)
    expect(lines.find((line) => line.endsWith('bin/alias -> tool'))).toMatch(/^lrwxrwxrwx .*root\s+root/)
    expect(lines.find((line) => line.endsWith('dev/console'))).toMatch(/^crw------- .*5,\s*1 /)
    expect(lines.find((line) => line.endsWith(' tmp'))).toMatch(/^drwxrwxrwt/)
  })
})
