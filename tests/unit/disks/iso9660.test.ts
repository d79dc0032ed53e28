import { mkdir, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkImage } from '#electron/disks/media/check-image.ts'
import { readBootEntries, withBiosFirst } from '#electron/disks/media/el-torito.ts'
import { inspectIso } from '#electron/disks/media/iso9660.ts'
import { isoBytes, memoryReader, writeIso, type IsoName } from '#tests/fixtures/iso-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const primary = 16 * 2048
const bootRecord = 17 * 2048

async function inspectChanged(change: (bytes: Uint8Array, catalog: number) => Uint8Array | void) {
  const bytes = await isoBytes('bios')
  const catalog = new DataView(bytes.buffer).getUint32(bootRecord + 0x47, true) * 2048
  return inspectIso(memoryReader(change(bytes, catalog) ?? bytes))
}

describe('images made by genisoimage and xorriso', () => {
  it.each(['bios', 'hybrid', 'bios-in-section'] as const)('%s boots a PC BIOS', async (name) => {
    expect(await inspectIso(memoryReader(await isoBytes(name)))).toEqual({ kind: 'bootable' })
  })

  it('efi-only boots computers with EFI alone, and data none', async () => {
    expect(await inspectIso(memoryReader(await isoBytes('efi-only')))).toEqual({ kind: 'efiOnly' })
    expect(await inspectIso(memoryReader(await isoBytes('data')))).toEqual({ kind: 'notBootable' })
  })
})

describe('discs with UDF alone', () => {
  const sequence = (...identifiers: string[]) => {
    const bytes = new Uint8Array(40 * 2048)
    identifiers.forEach((each, index) => bytes.set(new TextEncoder().encode(`\0${each}\x01`), (16 + index) * 2048))
    return inspectIso(memoryReader(bytes))
  }

  it.each([
    ['BEA01', 'NSR02', 'TEA01'],
    ['BEA01', 'NSR03', 'TEA01'],
    ['BEA01', 'BOOT2', 'NSR03', 'TEA01'],
  ])('%s %s %s are discs that boot no PC', async (...identifiers) => {
    expect(await sequence(...identifiers)).toEqual({ kind: 'notBootable' })
  })

  it.each([['BEA01'], ['BEA01', 'TEA01', 'NSR02'], ['XXXXX', 'NSR02'], []])('%s are none', async (...identifiers) => {
    expect(await sequence(...identifiers)).toEqual({ kind: 'notIso' })
  })

  it('may be put into a drive, not started from', async () => {
    const file = path.join(await temporaryFolder(), 'udf.iso')
    const bytes = new Uint8Array(40 * 2048)
    ;['BEA01', 'NSR02', 'TEA01'].forEach((each, index) =>
      bytes.set(new TextEncoder().encode(`\0${each}\x01`), (16 + index) * 2048),
    )
    await writeFile(file, bytes)
    await checkImage(file, { bootable: false })
    await expect(checkImage(file, { bootable: true })).rejects.toMatchObject({ code: 'MEDIA_NOT_BOOTABLE' })
  })
})

describe('the volume', () => {
  it('may be followed by anything', async () => {
    const bytes = await isoBytes('bios')
    const longer = new Uint8Array(bytes.length + 777)
    longer.set(bytes)
    expect(await inspectIso(memoryReader(longer))).toEqual({ kind: 'bootable' })
  })

  it('must be there to its last byte', async () => {
    const { length } = await isoBytes('bios')
    expect(await inspectChanged((bytes) => bytes.slice(0, -1))).toEqual({
      kind: 'truncated',
      expected: length,
      actual: length - 1,
    })
  })

  it('is truncated even where the terminator of the descriptors is gone', async () => {
    expect(await inspectChanged((bytes) => bytes.slice(0, primary + 2048))).toMatchObject({ kind: 'truncated' })
  })

  it('needs its standard identifier', async () => {
    expect(await inspectChanged((bytes) => void bytes.set([0x42, 0x45, 0x41, 0x30, 0x31], primary + 1))).toEqual({
      kind: 'notIso',
    })
  })

  it('needs a sensible block size', async () => {
    expect(await inspectChanged((bytes) => void bytes.set([0, 0], primary + 128))).toEqual({ kind: 'notIso' })
  })

  it.each([0, 1, 2047, primary, primary + 100, primary + 2047])('is not in a file of %i bytes', async (length) => {
    expect(await inspectChanged((bytes) => bytes.slice(0, length))).toEqual({ kind: 'notIso' })
  })
})

describe('the boot catalog', () => {
  it('must add up to zero', async () => {
    expect(await inspectChanged((bytes, catalog) => void (bytes[catalog + 4] = 1))).toEqual({ kind: 'notBootable' })
  })

  it('must end its first entry with the key bytes', async () => {
    // The checksum is kept right: what leaves the key goes into the reserved word.
    const change = (bytes: Uint8Array, catalog: number) => {
      bytes.set([0x55, 0xaa], catalog + 2)
      bytes.set([0, 0], catalog + 30)
    }
    expect(await inspectChanged(change)).toEqual({ kind: 'notBootable' })
  })

  it('must mark the entry bootable', async () => {
    expect(await inspectChanged((bytes, catalog) => void (bytes[catalog + 32] = 0))).toEqual({ kind: 'notBootable' })
  })

  it('must point to an image on the medium', async () => {
    const beyond = (bytes: Uint8Array, catalog: number) => void bytes.set([0xff, 0xff, 0xff, 0x7f], catalog + 40)
    expect(await inspectChanged(beyond)).toEqual({ kind: 'notBootable' })
  })

  it('must lie on the medium itself', async () => {
    const beyond = (bytes: Uint8Array) => void bytes.set([0xff, 0xff, 0xff, 0xff], bootRecord + 0x47)
    expect(await inspectChanged(beyond)).toEqual({ kind: 'notBootable' })
  })

  it('must belong to El Torito', async () => {
    expect(await inspectChanged((bytes) => void (bytes[bootRecord + 7] = 0x46))).toEqual({ kind: 'notBootable' })
  })
})

describe('the boot catalog as a BIOS reads it', () => {
  const catalogOf = async (name: IsoName) => {
    const bytes = await isoBytes(name)
    const at = new DataView(bytes.buffer).getUint32(bootRecord + 0x47, true) * 2048
    return { catalog: bytes.slice(at, at + 2048), size: bytes.length }
  }

  it('has the entry for a BIOS first where the disc has another there', async () => {
    const { catalog, size } = await catalogOf('bios-in-section')
    const { bios } = readBootEntries(catalog, size)
    const shown = withBiosFirst(catalog, size)
    expect(shown).not.toEqual(catalog)
    expect(shown[1]).toBe(0)
    expect(shown.slice(32, 64)).toEqual(bios)
    // It is valid, and changed no more.
    expect(withBiosFirst(shown, size)).toBe(shown)
  })

  it.each(['bios', 'hybrid', 'efi-only'] as const)('is that of the disc else: %s', async (name) => {
    const { catalog, size } = await catalogOf(name)
    expect(withBiosFirst(catalog, size)).toBe(catalog)
  })
})

describe('files', () => {
  it('a good one passes', async () => {
    await expect(
      checkImage(await writeIso('bios', await temporaryFolder()), { bootable: true }),
    ).resolves.toBeUndefined()
  })

  it('says what is wrong with the others', async () => {
    const folder = await temporaryFolder()
    const image = await writeIso('bios', folder)
    const text = path.join(folder, 'text.iso')
    await writeFile(text, 'not an image')
    const empty = path.join(folder, 'empty.iso')
    await writeFile(empty, '')
    const data = await writeIso('data', folder)
    const missing = path.join(folder, 'missing.iso')
    const below = path.join(text, 'below-a-file.iso')
    const directory = path.join(folder, 'folder.iso')
    await mkdir(directory)

    await expect(checkImage(missing, { bootable: true })).rejects.toMatchObject({
      code: 'MEDIA_NOT_FOUND',
      facts: { path: missing },
    })
    await expect(checkImage(below, { bootable: true })).rejects.toMatchObject({ code: 'MEDIA_NOT_FOUND' })
    await expect(checkImage(text, { bootable: true })).rejects.toMatchObject({
      code: 'MEDIA_NOT_ISO',
      facts: { path: text },
    })
    await expect(checkImage(empty, { bootable: true })).rejects.toMatchObject({ code: 'MEDIA_NOT_ISO' })
    await expect(checkImage(data, { bootable: true })).rejects.toMatchObject({
      code: 'MEDIA_NOT_BOOTABLE',
      facts: { path: data },
    })
    await expect(checkImage(data, { bootable: false })).resolves.toBeUndefined()
    await expect(checkImage(directory, { bootable: true })).rejects.toMatchObject({
      code: 'MEDIA_UNREADABLE',
      facts: { path: directory, detail: 'it is a folder' },
    })
    await truncate(image, 100_000)
    await expect(checkImage(image, { bootable: true })).rejects.toMatchObject({
      code: 'MEDIA_TRUNCATED',
      facts: { path: image, expected: 368_640, actual: 100_000 },
    })
  })

  it.skipIf(process.platform === 'win32')('a device is not read', async () => {
    await expect(checkImage('/dev/zero', { bootable: true })).rejects.toMatchObject({
      code: 'MEDIA_UNREADABLE',
      facts: { path: '/dev/zero', detail: 'it is not a regular file' },
    })
  })
})
