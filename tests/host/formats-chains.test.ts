import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cowdVmdk, vmdkDescriptor } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { hashOfDisk, openImage, openImageAs, qemuImg, qemuIo } from './formats-images.ts'

const hasQemu = spawnSync('qemu-img', ['--version']).status === 0

/** Each chain is read here and by qemu-img, which must see the same. */
describe.runIf(hasQemu)('disks that are based on others, as qemu-img reads them', () => {
  let folder: string
  const at = (name: string) => path.join(folder, name)

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'viridian-chains-'))
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function expectAlike(image: string, ...backing: string[]): Promise<void> {
    const flat = at('flat.raw')
    await qemuImg('convert', '-O', 'raw', image, flat)
    const [ours, theirs] = [await openImage(image, ...backing), await openImageAs('raw', flat)]
    try {
      expect(ours.capacity).toBe(theirs.capacity)
      expect(await hashOfDisk(ours)).toBe(await hashOfDisk(theirs))
    } finally {
      await ours.close()
      await theirs.close()
    }
  }

  test.each(['monolithicSparse', 'twoGbMaxExtentSparse'])('snapshots of VMware: %s', async (subformat) => {
    const names = ['base', 'middle', 'top'].map((name) => `${subformat}-${name}.vmdk`)
    const [base = '', middle = '', top = ''] = names.map(at)
    await qemuImg('create', '-f', 'vmdk', '-o', `subformat=${subformat}`, base, '4M')
    await qemuIo(base, 'write -P 1 0 1M', 'write -P 2 3M 1M')
    await qemuImg('create', '-f', 'vmdk', '-b', base, '-F', 'vmdk', middle)
    await qemuIo(middle, 'write -P 3 512k 64k')
    await qemuImg('create', '-f', 'vmdk', '-b', middle, '-F', 'vmdk', top)
    await qemuIo(top, 'write -P 4 3M 512', 'write -P 5 2M 64k')
    await expectAlike(top)
    await qemuIo(base, 'write -P 9 0 512')
    const mismatch = { code: 'PARENT_MISMATCH', facts: { path: middle, parent: base } }
    await expect(openImage(top)).rejects.toMatchObject(mismatch)
  })

  test('a snapshot of ESX', async () => {
    const { file, sectors } = cowdVmdk()
    await writeFile(at('esx-delta.vmdk'), file)
    const flat = pattern(sectors * 512, 7)
    await writeFile(at('esx-base-flat.vmdk'), flat)
    await writeFile(at('esx-base.vmdk'), vmdkDescriptor('vmfs', [`RW ${sectors} VMFS "esx-base-flat.vmdk"`]))
    const lines = [`RW ${sectors} VMFSSPARSE "esx-delta.vmdk"`, 'parentFileNameHint="esx-base.vmdk"']
    await writeFile(at('esx.vmdk'), vmdkDescriptor('vmfsSparse', lines, '01234567'))
    await expectAlike(at('esx.vmdk'))
  })

  test.each([
    ['qcow', ''],
    ['qcow2', 'compat=0.10'],
    ['qcow2', 'extended_l2=on'],
  ])('%s over qcow2 over raw (%s)', async (format, options) => {
    const [raw, middle, top] = [at('chain.img'), at('chain-middle.qcow2'), at(`chain-top.${format}`)]
    await writeFile(raw, pattern(3 * 1024 * 1024, 5))
    await qemuImg('create', '-f', 'qcow2', '-b', raw, '-F', 'raw', middle, '4M')
    await qemuIo(middle, 'write -P 6 1M 100k', 'write -z 2M 64k')
    const given = options === '' ? [] : ['-o', options]
    await qemuImg('create', '-f', format, ...given, '-b', middle, '-F', 'qcow2', top)
    await qemuIo(top, 'write -P 7 1M 4k', 'write -P 8 3M 2k')
    await expectAlike(top, middle, raw)
    await expect(openImage(top, middle)).rejects.toMatchObject({ code: 'PARENT_NEEDED', facts: { path: middle } })
  })

  test('a backing file that is said to be raw is, whatever its guest wrote', async () => {
    const [raw, top] = [at('trap.img'), at('trap.qcow2')]
    await qemuImg('create', '-f', 'qcow2', raw, '64k')
    await qemuImg('create', '-f', 'qcow2', '-b', raw, '-F', 'raw', top, '1M')
    await expectAlike(top, raw)
  })

  test('qcow2 with subclusters, and with a data file', async () => {
    const [image, described, data] = [at('sub.qcow2'), at('described.qcow2'), at('described.data')]
    await qemuImg('create', '-f', 'qcow2', '-o', 'extended_l2=on', image, '4M')
    await qemuIo(image, 'write -P 1 2k 2k', 'write -P 2 1M 10k', 'write -z 1026k 4k', 'discard 2k 2k')
    await expectAlike(image)
    for (const raw of ['on', 'off']) {
      // It is named by its whole path, which is right while it lies beside the image.
      await qemuImg('create', '-f', 'qcow2', '-o', `data_file=${data},data_file_raw=${raw}`, described, '4M')
      await qemuIo(described, 'write -P 1 0 64k', 'write -P 2 1M 10k', 'write -z 1M 64k', 'write -P 3 3M 1M')
      await expectAlike(described)
    }
    await rename(data, at('gone'))
    await expect(openImage(described)).rejects.toMatchObject({ code: 'EXTENT_MISSING', facts: { path: described } })
  })

  test.each([
    ['a byte order mark', '\ufeff# Disk DescriptorFile'],
    ['another spelling', '# Disk Descriptor File'],
    ['a comment first', '#comment\n# Disk DescriptorFile'],
    ['no space', '#Disk DescriptorFile'],
  ])('a descriptor with %s', async (_what, head) => {
    await writeFile(at('x-flat.vmdk'), pattern(64 * 1024, 2))
    const text = new TextDecoder().decode(vmdkDescriptor('monolithicFlat', ['RW 128 FLAT "x-flat.vmdk" 0']))
    await writeFile(at('x.vmdk'), text.replace('# Disk DescriptorFile', head))
    const disk = await openImage(at('x.vmdk'))
    const bytes = new Uint8Array(disk.capacity)
    await disk.read(0, bytes)
    await disk.close()
    // Told the format, qemu-img reads all of them.
    execFileSync('qemu-img', ['convert', '-f', 'vmdk', '-O', 'raw', at('x.vmdk'), at('x.raw')])
    expect(Buffer.from(bytes).equals(await readFile(at('x.raw')))).toBe(true)
  })

  test.each([
    ['parallels', 'hdd'],
    ['qed', 'qed'],
  ])('an image of %s is known', async (format, extension) => {
    const image = at(`foreign.${extension}`)
    await qemuImg('create', '-f', format, image, '4M')
    await expect(openImage(image)).rejects.toMatchObject({
      code: 'OTHER_FORMAT',
      facts: { path: image, other: format },
    })
  })

  test.each(['vmdk', 'vdi', 'qcow', 'qcow2', 'vhdx'])('a %s file that was cut short says so', async (format) => {
    const image = at(`cut.${format}`)
    await writeFile(at('cut.img'), pattern(2 * 1024 * 1024, 3))
    const options = format === 'vhdx' ? ['-o', 'block_size=1M'] : []
    await qemuImg('convert', '-f', 'raw', '-O', format, ...options, at('cut.img'), image)
    const { length } = await readFile(image)
    await truncate(image, length - 1024 * 1024)
    const reading = openImage(image).then(async (disk) => {
      try {
        return await hashOfDisk(disk)
      } finally {
        await disk.close()
      }
    })
    const end: unknown = expect.any(Number)
    await expect(reading).rejects.toMatchObject({ code: 'CORRUPT', facts: { path: image, end } })
  })
})
