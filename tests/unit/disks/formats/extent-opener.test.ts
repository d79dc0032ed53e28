import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { extentsOf } from '#electron/disks/formats/extent-opener.ts'

async function folderWithDisk() {
  const outer = await temporaryFolder()
  const folder = path.join(outer, 'disks')
  await mkdir(path.join(folder, 'inner'), { recursive: true })
  await writeFile(path.join(outer, 'secret'), 'x')
  await writeFile(path.join(folder, 'disk-s001.vmdk'), 'x')
  await writeFile(path.join(folder, 'inner', 'disk.vmdk'), 'x')
  const opened: string[] = []
  const openExtent = extentsOf(path.join(folder, 'disk.vmdk'), 'vmdk', (file) => {
    opened.push(path.basename(file))
    return Promise.resolve(new MemoryFile(new Uint8Array(1)))
  })
  return { outer, folder, opened, openExtent }
}

test('a file in the folder is opened, also through a link within it', async () => {
  const { folder, opened, openExtent } = await folderWithDisk()
  await symlink('disk-s001.vmdk', path.join(folder, 'link.vmdk'))
  await openExtent('disk-s001.vmdk')
  await openExtent('link.vmdk')
  await openExtent(path.join(folder, 'disk-s001.vmdk'))
  expect(opened).toEqual(['disk-s001.vmdk', 'disk-s001.vmdk', 'disk-s001.vmdk'])
})

test.each(['../secret', '/etc/passwd', 'inner/disk.vmdk', '..', '.', '', 'inner', 'C:secret', '..\\secret', 'a\0b'])(
  'the name %j is refused',
  async (name) => {
    const { opened, openExtent } = await folderWithDisk()
    await expect(openExtent(name)).rejects.toMatchObject({ code: 'EXTENT_REFUSED', facts: { name } })
    expect(opened).toEqual([])
  },
)

test('a link out of the folder is refused, and one that leads nowhere is missing', async () => {
  const { outer, folder, opened, openExtent } = await folderWithDisk()
  await symlink(path.join(outer, 'secret'), path.join(folder, 'out.vmdk'))
  await symlink('nothing', path.join(folder, 'dangling.vmdk'))
  await expect(openExtent('out.vmdk')).rejects.toMatchObject({ code: 'EXTENT_REFUSED' })
  await expect(openExtent('dangling.vmdk')).rejects.toMatchObject({ code: 'EXTENT_MISSING' })
  await expect(openExtent('missing.vmdk')).rejects.toMatchObject({ code: 'EXTENT_MISSING' })
  expect(opened).toEqual([])
})
