import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { inspectKnownChain, inspectKnownDisk } from '#electron/host/known-disks.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const capacity = 2 ** 24

/** The files that were made have been as they are for long. */
function later(): void {
  const now = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(now + 86_400_000)
}

afterEach(() => {
  vi.restoreAllMocks()
})

async function chain() {
  const folder = await temporaryFolder()
  const [parent, child] = [path.join(folder, 'parent.vhd'), path.join(folder, 'child.vhd')]
  await createDynamic(nodeDiskFiles, parent, capacity)
  await createDifferencing(nodeDiskFiles, child, parent)
  later()
  return { folder, parent, child }
}

it('opens a disk that has not changed once', async () => {
  const { child } = await chain()
  const open = vi.spyOn(nodeDiskFiles, 'open')
  const facts = await inspectKnownChain(child)
  expect(facts.map(({ path: file }) => path.basename(file))).toEqual(['child.vhd', 'parent.vhd'])
  const opened = open.mock.calls.length
  expect(await inspectKnownChain(child)).toEqual(facts)
  expect(open.mock.calls).toHaveLength(opened)
})

it('sees that a disk is another one, that its parent is gone, and that it is back', async () => {
  const { folder, parent, child } = await chain()
  const { id } = await inspectKnownDisk(child)
  const other = path.join(folder, 'other.vhd')
  await createDifferencing(nodeDiskFiles, other, parent)
  await rename(other, child)
  expect((await inspectKnownDisk(child)).id).not.toBe(id)
  await rename(parent, other)
  expect((await inspectKnownDisk(child)).parent).toMatchObject({ path: null, problem: 'PARENT_NOT_FOUND' })
  await rename(other, parent)
  expect((await inspectKnownDisk(child)).parent).toMatchObject({ path: parent })
  await rm(child)
  await expect(inspectKnownDisk(child)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('looks again at what changed a moment ago, as times are coarse', async () => {
  const { child } = await chain()
  vi.restoreAllMocks()
  const open = vi.spyOn(nodeDiskFiles, 'open')
  await inspectKnownDisk(child)
  const opened = open.mock.calls.length
  await inspectKnownDisk(child)
  expect(open.mock.calls.length).toBeGreaterThan(opened)
})
