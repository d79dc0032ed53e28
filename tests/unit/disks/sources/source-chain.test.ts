import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { qcowImage } from '#tests/fixtures/disk-images/qcow-image.ts'
import { sparseVmdk, vmdkDescriptor } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { inspectAnyChain } from '#electron/disks/tools/inspect-image.ts'
import { formatOf } from '#electron/disks/tools/source-format.ts'
import { withSource } from '#electron/disks/tools/with-source.ts'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { readAll } from '../formats/read-source.ts'

/** The identity of the VMDKs that fixtures make. */
const cid = '01234567'

async function folderWith(contents: Readonly<Record<string, Uint8Array>>) {
  const folder = await temporaryFolder()
  for (const [name, bytes] of Object.entries(contents)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), bytes)
  }
  const at = (name: string) => path.join(folder, name)
  const read = async (name: string, ...backing: string[]) =>
    withSource(files, at(name), await formatOf(files, at(name)), backing.map(at), readAll)
  const inspect = async (name: string, ...backing: string[]) =>
    inspectAnyChain(files, at(name), await formatOf(files, at(name)), backing.map(at))
  return { folder, at, read, inspect }
}

const { file: base, disk: baseDisk } = sparseVmdk()
const over = (name: string, parentCid = cid) => sparseVmdk({ cid: parentCid, name }).file

test.each(['base.vmdk', '/vmfs/volumes/1/old/base.vmdk', 'C:\\VMs\\old\\base.vmdk'])(
  'a snapshot whose parent was %s finds it in its folder',
  async (hint) => {
    const { folder, at, read, inspect } = await folderWith({ 'top.vmdk': over(hint), 'base.vmdk': base })
    expect(await read('top.vmdk')).toEqual(baseDisk)
    expect(await inspect('top.vmdk')).toMatchObject([
      { path: at('top.vmdk'), format: 'vmdk', parent: { name: hint, path: at('base.vmdk'), problem: null } },
      { path: at('base.vmdk'), format: 'vmdk', capacity: baseDisk.length, parent: null },
    ])
    // No lock is left.
    expect((await readdir(folder)).sort()).toEqual(['base.vmdk', 'top.vmdk'])
  },
)

test('a parent elsewhere is opened only where it is named', async () => {
  const { folder, at, read, inspect } = await folderWith({ 'inner/top.vmdk': over('../base.vmdk'), 'base.vmdk': base })
  const facts = { path: at('inner/top.vmdk'), parent: '../base.vmdk' }
  await expect(read('inner/top.vmdk')).rejects.toMatchObject({ code: 'PARENT_NEEDED', facts })
  expect(await inspect('inner/top.vmdk')).toMatchObject([{ parent: { path: null, problem: 'PARENT_NEEDED' } }])
  expect(await read('inner/top.vmdk', 'base.vmdk')).toEqual(baseDisk)
  await symlink(path.join(folder, 'base.vmdk'), at('inner/base.vmdk'))
  await expect(read('inner/top.vmdk')).rejects.toMatchObject({ code: 'PARENT_NEEDED' })
})

test('a parent that is missing, or was changed since, is named', async () => {
  const { at, read, inspect } = await folderWith({ 'top.vmdk': over('base.vmdk', 'deadbeef'), 'base.vmdk': base })
  const facts = { path: at('top.vmdk'), parent: at('base.vmdk'), wanted: 'deadbeef', found: cid }
  await expect(read('top.vmdk')).rejects.toMatchObject({ code: 'PARENT_MISMATCH', facts })
  expect(await inspect('top.vmdk')).toMatchObject([{ parent: { problem: 'PARENT_MISMATCH' } }, {}])
  await rename(at('base.vmdk'), at('other.vmdk'))
  const missing = { path: at('top.vmdk'), parent: 'base.vmdk', tried: [at('base.vmdk')] }
  await expect(read('top.vmdk')).rejects.toMatchObject({ code: 'PARENT_NOT_FOUND', facts: missing })
})

test('a disk that is its own parent is a circle', async () => {
  const { at, read } = await folderWith({ 'top.vmdk': over('top.vmdk') })
  await expect(read('top.vmdk')).rejects.toMatchObject({ code: 'CHAIN_TOO_LONG', facts: { path: at('top.vmdk') } })
})

test('the damaged file of a chain is named', async () => {
  const { at, read } = await folderWith({ 'top.vmdk': over('base.vmdk'), 'base.vmdk': base.slice(0, 3 * 512) })
  const facts = { path: at('base.vmdk'), end: 3 * 512 }
  await expect(read('top.vmdk')).rejects.toMatchObject({ code: 'CORRUPT', facts })
})

test('a chain of qcow images, each named by the user, the nearest first', async () => {
  const bottom = pattern(qcowImage().disk.length, 9)
  const { read } = await folderWith({
    'top.qcow': qcowImage('middle').file,
    'middle.qcow': qcowImage('base').file,
    'base.img': bottom,
  })
  await expect(read('top.qcow', 'middle.qcow')).rejects.toMatchObject({ facts: { parent: 'base' } })
  const disk = await read('top.qcow', 'middle.qcow', 'base.img')
  const stored = qcowImage().disk
  const expected = bottom.slice()
  for (const cluster of [0, 2]) expected.set(stored.subarray(cluster * 512, cluster * 512 + 512), cluster * 512)
  expect(Buffer.from(disk).equals(expected)).toBe(true)
  const tooMany = read('top.qcow', 'middle.qcow', 'base.img', 'base.img')
  await expect(tooMany).rejects.toMatchObject({ code: 'NOT_DIFFERENCING' })
})

test('a VHD is based on what the user names, where that is the right one', async () => {
  const { at, read } = await folderWith({ 'other/readme': new Uint8Array(1) })
  await createDynamic(files, at('base.vhd'), 3 * 1024 * 1024)
  await createDynamic(files, at('wrong.vhd'), 3 * 1024 * 1024)
  await createDifferencing(files, at('top.vhd'), at('base.vhd'))
  await rename(at('base.vhd'), at('other/moved.vhd'))
  await expect(read('top.vhd')).rejects.toMatchObject({ code: 'PARENT_NOT_FOUND' })
  await expect(read('top.vhd', 'wrong.vhd')).rejects.toMatchObject({ code: 'OTHER_PARENT_NAMED' })
  expect((await read('top.vhd', 'other/moved.vhd')).length).toBe(3 * 1024 * 1024)
  await expect(read('wrong.vhd', 'top.vhd')).rejects.toMatchObject({ code: 'NOT_DIFFERENCING' })
})

test('a descriptor without extents of its own kind is no way around the folder', async () => {
  const descriptor = vmdkDescriptor('monolithicFlat', ['RW 1 FLAT "/etc/hostname" 0'])
  const { at, read } = await folderWith({ 'a.vmdk': descriptor })
  const facts = { path: at('a.vmdk'), name: '/etc/hostname' }
  await expect(read('a.vmdk')).rejects.toMatchObject({ code: 'EXTENT_REFUSED', facts })
})
