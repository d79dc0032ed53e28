import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { qcow2Image } from '#tests/fixtures/disk-images/qcow2-image.ts'
import { cowdVmdk } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { formatOf } from '#electron/disks/tools/source-format.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'

async function fileOf(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(await temporaryFolder(), name)
  await writeFile(file, bytes)
  return file
}

test.each(['a.img', 'a.raw', 'a.bin', 'a.dd', 'a', 'a.iso', 'a.vfd', 'a.vmdk.img'])(
  'bytes without a mark are a raw disk as %s',
  async (name) => expect(await formatOf(nodeDiskFiles, await fileOf(name, pattern(5000, 1)))).toBe('raw'),
)

test.each([
  ...['a.vmdk', 'a.VHDX', 'a.avhdx', 'a.vhd', 'a.avhd', 'a.vdi', 'a.qcow', 'a.qcow2', 'a.qed', 'a.hdd', 'a.hds'],
  ...['a.dmg', 'a.ova', 'a.ovf', 'a.zip', 'a.gz', 'a.xz', 'a.bz2', 'a.zst', 'a.7z'],
])('and nothing as %s', async (name) => {
  const file = await fileOf(name, pattern(5000, 1))
  const facts = { path: file, name: name.slice(2).toLowerCase() }
  await expect(formatOf(nodeDiskFiles, file)).rejects.toMatchObject({ code: 'NOT_OF_ITS_NAME', facts })
})

test('the content counts, not the name', async () => {
  expect(await formatOf(nodeDiskFiles, await fileOf('a.vmdk', qcow2Image(3).file))).toBe('qcow2')
  const packed = await fileOf('a.img', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0))
  const facts = { path: packed, other: 'gzip' }
  await expect(formatOf(nodeDiskFiles, packed)).rejects.toMatchObject({ code: 'OTHER_FORMAT', facts })
})

test.each(['a-flat.vmdk', 'a-f001.vmdk', 'a-s001.vmdk', 'a-000001-delta.vmdk'])('%s is a part only', async (name) => {
  const file = await fileOf(name, pattern(5000, 1))
  const descriptor = file.replace(/-[^-]*$/, '.vmdk')
  const alone = { code: 'EXTENT_ALONE', facts: { path: file, descriptor } }
  await expect(formatOf(nodeDiskFiles, file)).rejects.toMatchObject(alone)
  await writeFile(file, cowdVmdk().file)
  const reading = withSource(nodeDiskFiles, file, await formatOf(nodeDiskFiles, file), [], () => Promise.resolve())
  await expect(reading).rejects.toMatchObject(alone)
})
