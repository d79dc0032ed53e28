import { execFileSync } from 'node:child_process'
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTar } from '#build/guest/tar.mjs'

const longName = `${'deep/'.repeat(30)}file`
let folder = ''
let archive = Buffer.alloc(0)

/** In pieces of awkward sizes, as a pipe brings them. */
async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 777) yield await Promise.resolve(bytes.subarray(at, at + 777))
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'viridian-tar-'))
  mkdirSync(path.dirname(path.join(folder, longName)), { recursive: true })
  writeFileSync(path.join(folder, longName), 'long')
  writeFileSync(path.join(folder, 'tool'), 'x'.repeat(1500), { mode: 0o755 })
  linkSync(path.join(folder, 'tool'), path.join(folder, 'tool-again'))
  symlinkSync('tool', path.join(folder, 'alias'))
  archive = execFileSync('tar', ['--format=gnu', '--sort=name', '-C', folder, '-c', '.'], { maxBuffer: 1e8 })
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('readTar', () => {
  it('reads files, links and long names as GNU tar writes them', async () => {
    const nodes = await readTar(pieces(archive), () => true)
    expect([...nodes.keys()].sort()).toEqual(['alias', longName, 'tool', 'tool-again'].sort())
    expect(nodes.get('alias')).toEqual({ type: 'symlink', target: 'tool' })
    expect(nodes.get('tool')).toEqual({ type: 'file', mode: 0o755, data: Buffer.from('x'.repeat(1500)) })
    expect(nodes.get('tool-again')).toEqual(nodes.get('tool'))
    expect(nodes.get(longName)).toMatchObject({ data: Buffer.from('long') })
  })

  it('leaves out what is not wanted', async () => {
    const nodes = await readTar(pieces(archive), (name) => name === 'tool')
    expect([...nodes.keys()]).toEqual(['tool'])
  })

  it('does not take half an archive for a whole one', async () => {
    const half = Readable.from([archive.subarray(0, 1024)])
    await expect(readTar(half, () => true)).rejects.toThrow('too early')
  })
})
