import { open, rename, rm, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { findingCodes, type Finding } from '#shared/finding.ts'
import { describeFinding } from '#shared/messages/index.ts'
import { FakeEngine } from '#tests/fixtures/fake-engine.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** A host with one machine that has a disk based on another, and a floppy disk. */
async function examined() {
  const folder = await temporaryFolder()
  const parent = path.join(folder, 'parent.vhd')
  const disk = path.join(folder, 'disk.vhd')
  const floppy = path.join(folder, 'floppy.vfd')
  await createDynamic(nodeDiskFiles, parent, 8 * 2 ** 20)
  await createDifferencing(nodeDiskFiles, disk, parent)
  await writeFile(floppy, new Uint8Array(1_474_560))
  const { host } = await openTestHost()
  const { id } = await host.machines.create({
    name: 'lab',
    memory: 32,
    dvd: { kind: 'none' },
    disk: { kind: 'existing', path: disk },
  })
  await host.machines.insertMedia(id, { kind: 'image', path: floppy }, 'floppy')
  const complaints = async () => (await host.examine()).filter(({ level }) => level !== 'Information')
  return { host, parent, disk, floppy, complaints }
}

function about(findings: readonly Finding[]): [string, unknown][] {
  return findings.map(({ code, facts }) => [code, facts['path']])
}

describe('an examination', () => {
  it('finds nothing where nothing is wrong, and says which templates are not made', async () => {
    const { host, complaints } = await examined()
    expect(await complaints()).toEqual([])
    expect((await host.examine()).map(({ code }) => code)).toContain('TEMPLATE_NOT_BUILT')
  })

  it('finds a parent that is gone, and an image', async () => {
    const { parent, disk, floppy, complaints } = await examined()
    await rm(floppy)
    expect(about(await complaints())).toEqual([['MEDIA_MISSING', floppy]])
    await rename(parent, `${parent}.gone`)
    expect(about(await complaints())).toEqual([
      ['DISK_PARENT_MISSING', disk],
      ['MEDIA_MISSING', floppy],
    ])
  })

  it('finds a disk that is gone, and one that is none any more', async () => {
    const { disk, complaints } = await examined()
    await truncate(disk, 1000)
    expect(await complaints()).toMatchObject([
      { code: 'DISK_UNUSABLE', level: 'Critical', machineName: 'lab', facts: { path: disk, error: 'DISK_FAILED' } },
    ])
    await rm(disk)
    expect(await complaints()).toMatchObject([{ code: 'DISK_UNUSABLE', facts: { problem: 'NOT_FOUND' } }])
  })

  it('finds a disk whose blocks are not where they should be', async () => {
    const { parent, complaints } = await examined()
    const file = await open(parent, 'r+')
    // The first entry of the block allocation table, which follows footer copy and header.
    await file.write(Uint8Array.of(0, 0xff, 0xff, 0xff), 0, 4, 512 + 1024)
    await file.close()
    expect(about(await complaints())).toEqual([['DISK_DAMAGED', parent]])
  })

  it('finds that a file of the program is missing', async () => {
    const missing = path.join(await temporaryFolder(), 'bios.bin')
    const { host } = await openTestHost({ engine: Object.assign(new FakeEngine(), { files: [missing] }) })
    expect(about(await host.examine())).toContainEqual(['RESOURCE_MISSING', missing])
  })
})

describe.each(['en', 'de'] as const)('findings in %s', (locale) => {
  it.each(findingCodes)('say %s with what to do', (code) => {
    const failed = { error: 'DISK_FAILED', problem: 'NOT_FOUND' }
    const facts = {
      path: '/f',
      file: '/f',
      detail: 'why',
      parent: 'p',
      snapshot: 's',
      name: 'n',
      free: 5,
      engine: 'e',
      ...failed,
    }
    const text = describeFinding({ code, level: 'Warning', machineName: 'lab', facts }, locale)
    expect(text).not.toContain('?')
    expect(text.length).toBeGreaterThan(40)
  })
})
