import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIso } from '#build/guest/iso9660.mjs'

const SECTOR = 2048
const loader = Buffer.from(Array.from({ length: 5001 }, (_, index) => index % 251))
const manyFiles = Array.from(
  { length: 60 },
  (_, index) => [`licences/package-name.with+signs-${index}.gz`, Buffer.from(`text ${index}`)] as const,
)

const options = {
  volume: 'LAB_LINUX',
  publisher: 'VIRIDIAN',
  time: 1_700_000_000,
  files: new Map<string, Uint8Array>([
    ['isolinux/isolinux.bin', loader],
    ['isolinux/isolinux.cfg', Buffer.from('default lab\n')],
    ['boot/Kernel Image', Buffer.alloc(3 * SECTOR + 1, 7)],
    ['empty', Buffer.alloc(0)],
    ...manyFiles,
  ]),
  boot: { image: 'isolinux/isolinux.bin', catalog: 'isolinux/boot.cat' },
}

const image = createIso(options)

describe('createIso', () => {
  it('has the volume descriptors of ECMA-119 in place', () => {
    const kinds = [16, 17, 18].map((sector) => image[sector * SECTOR])
    expect(kinds).toEqual([1, 0, 255])
    for (const sector of [16, 17, 18]) {
      expect(image.toString('latin1', sector * SECTOR + 1, sector * SECTOR + 6)).toBe('CD001')
    }
    expect(image.readUInt32LE(16 * SECTOR + 80) * SECTOR).toBe(image.length)
    expect(image.readUInt32BE(16 * SECTOR + 84) * SECTOR).toBe(image.length)
  })

  it('has an El Torito catalog that leads to the boot loader, and the loader its boot information', () => {
    expect(image.toString('latin1', 17 * SECTOR + 7, 17 * SECTOR + 30)).toBe('EL TORITO SPECIFICATION')
    const catalog = image.subarray(image.readUInt32LE(17 * SECTOR + 71) * SECTOR)
    expect([catalog[0], catalog[30], catalog[31], catalog[32]]).toEqual([1, 0x55, 0xaa, 0x88])
    const words = Array.from({ length: 16 }, (_, index) => catalog.readUInt16LE(index * 2))
    expect(words.reduce((sum, word) => (sum + word) & 0xffff, 0)).toBe(0)

    const sector = catalog.readUInt32LE(40)
    const placed = image.subarray(sector * SECTOR, sector * SECTOR + loader.length)
    expect(placed.subarray(64).equals(loader.subarray(64))).toBe(true)
    expect(placed.subarray(0, 8).equals(loader.subarray(0, 8))).toBe(true)
    expect([8, 12, 16].map((at) => placed.readUInt32LE(at))).toEqual([16, sector, loader.length])
  })

  it('is the same for the same files', () => {
    const again = createIso({ ...options, files: new Map([...options.files].reverse()) })
    expect(again.equals(image)).toBe(true)
  })

  it('refuses a boot loader that is not among the files', () => {
    expect(() => createIso({ ...options, boot: { image: 'nothing', catalog: 'c' } })).toThrow('nothing')
  })
})

// isoinfo comes from genisoimage; the test script installs it on Debian, and these fail where it is missing.
describe('isoinfo', () => {
  let folder = ''
  let file = ''
  const isoinfo = (...args: string[]) => execFileSync('isoinfo', ['-i', file, ...args], { maxBuffer: 1e8 })
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'viridian-iso-'))
    file = path.join(folder, 'test.iso')
    writeFileSync(file, image)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds the volume, Rock Ridge and a bootable El Torito entry', () => {
    const text = isoinfo('-d').toString()
    expect(text).toContain('Volume id: LAB_LINUX')
    expect(text).toMatch(/Rock Ridge signatures version 1 found/)
    expect(text).toMatch(/El Torito VD version 1 found/)
    expect(text).toMatch(/Bootid 88 \(bootable\)/)
    expect(text).toMatch(/Boot media 0 \(No Emulation Boot\)/)
  })

  it('lists every file under its own name', () => {
    const listed = isoinfo('-R', '-f').toString().trim().split('\n')
    const expected = [...options.files.keys(), 'isolinux/boot.cat'].map((name) => `/${name}`)
    const folders = ['/boot', '/isolinux', '/licences']
    expect(listed.sort()).toEqual([...expected, ...folders].sort())
  })

  it('reads the contents back', () => {
    expect(isoinfo('-R', '-x', '/boot/Kernel Image').equals(Buffer.alloc(3 * SECTOR + 1, 7))).toBe(true)
    expect(isoinfo('-R', '-x', '/licences/package-name.with+signs-42.gz').toString()).toBe('text 42')
  })

  it('finds names of ISO 9660 level 2 below Rock Ridge', () => {
    const plain = isoinfo('-f').toString().trim().split('\n')
    for (const name of plain) expect(name).toMatch(/^(?:\/[A-Z0-9_]{1,30}(?:\.[A-Z0-9_]{0,8};1)?)+$/)
    expect(new Set(plain).size).toBe(plain.length)
  })
})
