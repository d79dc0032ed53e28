import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DiscBuffer } from '#electron/engines/embedded/v86/disk-buffers.ts'
import { CdImage } from '#electron/engines/machine-process/drives/cd-image.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cd-image-test-'))
  file = path.join(folder, 'image.iso')
})
afterEach(() => rmSync(folder, { recursive: true }))

function read(image: CdImage, start: number, length: number): Buffer {
  let result: Buffer | undefined
  new DiscBuffer(image).get(start, length, (data) => (result = Buffer.from(data)))
  if (result === undefined) throw new Error('not answered at once')
  return result
}

describe('an image in the drive', () => {
  test('gives any sectors of the file', () => {
    const bytes = Buffer.from(Array.from({ length: 4 * 2048 }, (_, index) => (index * 7) & 0xff))
    writeFileSync(file, bytes)
    const image = new CdImage(file, { read: 0, written: 0 })
    expect(image.byteLength).toBe(bytes.length)
    expect(read(image, 2048, 4096).equals(bytes.subarray(2048, 6144))).toBe(true)
    image.close()
  })

  test('fills a last sector that is a part of one with zeros', () => {
    writeFileSync(file, Buffer.alloc(2048 + 100, 1))
    const image = new CdImage(file, { read: 0, written: 0 })
    expect(image.byteLength).toBe(4096)
    expect(read(image, 2048, 2048).equals(Buffer.concat([Buffer.alloc(100, 1), Buffer.alloc(1948)]))).toBe(true)
    image.close()
  })

  test('reports a file that was cut while it was in use, and delivers nothing', () => {
    writeFileSync(file, Buffer.alloc(10 * 2048, 1))
    const image = new CdImage(file, { read: 0, written: 0 })
    truncateSync(file, 4 * 2048)
    const errors: Error[] = []
    const disc = new DiscBuffer(image)
    disc.onReadError = (error) => errors.push(error)
    let delivered = false
    disc.get(2 * 2048, 4 * 2048, () => (delivered = true))
    expect(delivered).toBe(false)
    expect(errors.map((error) => error.message)).toEqual([`${file} ended at byte 8192; it was 20480 bytes long.`])
    image.close()
  })

  test('cannot be made of a file that is not there', () => {
    expect(() => new CdImage(file, { read: 0, written: 0 })).toThrow('ENOENT')
  })
})
