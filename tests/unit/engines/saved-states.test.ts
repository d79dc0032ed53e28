import { usualHardware } from '#shared/hardware.ts'
import { copyFile, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { changedMedia, describeHardware, requireSame } from '#electron/engines/embedded/saved-state/hardware.ts'
import { StateFile, StateFileWriter } from '#electron/engines/embedded/saved-state/state-file.ts'
import { embeddedStates } from '#electron/engines/embedded/saved-state/saved-states.ts'
import type { FoundHardware } from '#shared/hardware.ts'
import { makeSmallDisk } from '#tests/fixtures/disks/small-disks.ts'
import { makeRandom } from '#tests/unit/rfb/scene.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 2 ** 20

let folder = ''
const at = (name: string) => path.join(folder, name)
const parts = (disk: string, changes: Partial<FoundHardware> = {}): FoundHardware => ({
  memory: 64,
  drives: [
    { kind: 'disk', at: 'ide0:0', path: at(disk) },
    { kind: 'dvd', at: 'ide1:0', path: null },
  ],
  floppy: null,
  ...usualHardware,
  ...changes,
})

async function write(disk: string, fill: number): Promise<void> {
  const vhd = await openVhd(nodeDiskFiles, at(disk), { writable: true })
  await vhd.write(0, new Uint8Array(512).fill(fill))
  await vhd.close()
}

/** Why a state of the one cannot go on on the other; null where it can. */
async function problem(saved: FoundHardware, present: FoundHardware): Promise<string | null> {
  const was = await describeHardware(saved)
  return problemSince(was, present)
}

async function problemSince(was: Awaited<ReturnType<typeof describeHardware>>, present: FoundHardware) {
  try {
    requireSame(was, await describeHardware(present))
    return null
  } catch (error) {
    return (error as Error).message
  }
}

beforeEach(async () => {
  folder = await temporaryFolder()
  await createDynamic(nodeDiskFiles, at('base.vhd'), 16 * MiB)
  await write('base.vhd', 1)
  await createDifferencing(nodeDiskFiles, at('child.vhd'), at('base.vhd'))
})

describe('an empty differencing disk', () => {
  it('counts as its parent, in a state and under it', async () => {
    await createDifferencing(nodeDiskFiles, at('grandchild.vhd'), at('child.vhd'))
    const disks = ['base.vhd', 'child.vhd', 'grandchild.vhd']
    for (const saved of disks) {
      for (const present of disks) expect(await problem(parts(saved), parts(present))).toBeNull()
    }
  })

  it('does not once it is written, nor does its parent', async () => {
    const was = await describeHardware(parts('child.vhd'))
    await write('child.vhd', 2)
    expect(await problemSince(was, parts('child.vhd'))).toBe(`DISK_CHANGED: ${at('child.vhd')}`)
    expect(await problemSince(was, parts('base.vhd'))).toBeNull()
    const written = await describeHardware(parts('child.vhd'))
    expect(await problemSince(written, parts('base.vhd'))).toBe(`DISK_CHANGED: ${at('base.vhd')}`)
  })

  it('does not hide that its parent was changed', async () => {
    const was = await describeHardware(parts('base.vhd'))
    await utimes(at('base.vhd'), 1, 1)
    expect(await problemSince(was, parts('child.vhd'))).toBe(`DISK_CHANGED: ${at('base.vhd')}`)
  })

  it('does not where it is larger than its parent', async () => {
    const was = await describeHardware(parts('base.vhd'))
    const larger = { type: 'differencing', capacity: 32 * MiB, parent: at('base.vhd') } as const
    await makeSmallDisk(nodeDiskFiles, at('larger.vhd'), larger)
    expect(await problemSince(was, parts('larger.vhd'))).toContain('DISK_CHANGED')
  })
})

describe('media in drives', () => {
  const changes = async (saved: FoundHardware, present: FoundHardware) =>
    changedMedia(await describeHardware(saved), await describeHardware(present))
  const withDisc = (disc: string | null): FoundHardware =>
    parts('base.vhd', {
      drives: [
        { kind: 'disk', at: 'ide0:0', path: at('base.vhd') },
        { kind: 'dvd', at: 'ide1:0', path: disc },
      ],
    })

  it('may be others than those of a state, which is told', async () => {
    const floppy = at('floppy.vfd')
    await writeFile(floppy, 'a floppy disk')
    const inserted = parts('base.vhd', { floppy })
    expect(await problem(inserted, parts('base.vhd'))).toBeNull()
    expect(await problem(parts('base.vhd'), inserted)).toBeNull()
    expect(await changes(inserted, inserted)).toEqual([])
    expect(await changes(inserted, parts('base.vhd'))).toEqual(['floppy'])
    expect(await changes(parts('base.vhd'), inserted)).toEqual(['floppy'])
    const was = await describeHardware(inserted)
    await utimes(floppy, 1, 1)
    expect(changedMedia(was, await describeHardware(inserted))).toEqual(['floppy'])
    expect(await changes(withDisc(floppy), withDisc(null))).toEqual(['ide1:0'])
    expect(await changes(withDisc(null), withDisc(floppy))).toEqual(['ide1:0'])
    const disc = await describeHardware(withDisc(floppy))
    await writeFile(floppy, 'another one')
    expect(changedMedia(disc, await describeHardware(withDisc(floppy)))).toEqual(['ide1:0'])
  })

  it('are the same in a copy that has the time of its original', async () => {
    const [floppy, copy] = [at('floppy.vfd'), at('copy.vfd')]
    await writeFile(floppy, 'a floppy disk')
    await copyFile(floppy, copy)
    const { atime, mtimeMs } = await stat(floppy)
    await utimes(copy, atime, mtimeMs / 1000)
    expect(await changes(parts('base.vhd', { floppy }), parts('base.vhd', { floppy: copy }))).toEqual([])
  })
})

describe('a state file', () => {
  const random = makeRandom(7)
  const bytes = (length: number) => Uint8Array.from({ length }, () => random() % 7)
  const contents = { own: bytes(300_000), rest: bytes(10), pages: bytes(2048), memory: bytes(9 * MiB) }
  let file = ''
  const told: number[] = []

  beforeEach(async () => {
    file = at('state.bin')
    told.splice(0)
    const hardware = await describeHardware(parts('child.vhd'))
    const progress = (fraction: number) => void told.push(fraction)
    const writer = await StateFileWriter.begin(file, contents, hardware, { alone: true, progress })
    await writer.finish(hardware)
  })

  it('gives back what went in, and says how far it is', async () => {
    const read = await (await StateFile.open(file)).read()
    for (const [name, section] of Object.entries(contents))
      expect(Buffer.from(section).equals(read[name as 'own'])).toBe(true)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(1)
    expect(told.length).toBeLessThanOrEqual(20)
    expect((await stat(file)).size).toBeLessThan(6 * MiB)
  })

  it('is described without being read, and is none where it is cut', async () => {
    const { size } = await stat(file)
    expect(await embeddedStates.describe(file)).toMatchObject({ size, memory: 64 })
    await truncate(file, size - 1)
    expect(await embeddedStates.describe(file)).toBeNull()
    await writeFile(file, 'no state')
    expect(await embeddedStates.describe(file)).toBeNull()
    await expect(embeddedStates.describe(at('none'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('is none before its writing has come to its end', async () => {
    const hardware = await describeHardware(parts('child.vhd'))
    const options = { alone: true, progress: () => undefined }
    const writer = await StateFileWriter.begin(at('new.bin'), contents, hardware, options)
    expect(await embeddedStates.describe(at('new.bin'))).toBeNull()
    await writer.finish(hardware)
    expect(await embeddedStates.describe(at('new.bin'))).not.toBeNull()
  })

  it('is given the disks of now: a state goes on where a chain was merged', async () => {
    await write('child.vhd', 2)
    const whole = await readFile(file)
    await embeddedStates.adoptDisks('Lab', file, parts('child.vhd'))
    await mergeIntoParent(nodeDiskFiles, at('child.vhd'), { removeChild: true }, unattended)
    const now = parts('base.vhd')
    const { hardware } = await StateFile.open(file)
    expect(await problemSince(hardware, now)).toContain('DISK_CHANGED')
    await embeddedStates.adoptDisks('Lab', file, now)
    const adopted = await StateFile.open(file)
    expect(await problemSince(adopted.hardware, now)).toBeNull()
    expect(Buffer.from((await adopted.read()).memory).equals(contents.memory)).toBe(true)
    expect((await readdir(folder)).sort()).toEqual(['base.vhd', 'state.bin'])
    expect((await readFile(file)).equals(whole)).toBe(false)
  })

  it('is not given the disks of a machine with other hardware, and stays as it was', async () => {
    const whole = await readFile(file)
    for (const other of [parts('base.vhd', { memory: 128 }), parts('base.vhd', { drives: [] })]) {
      await expect(embeddedStates.adoptDisks('Lab', file, other)).rejects.toMatchObject({
        code: 'STATE_UNUSABLE',
        facts: { name: 'Lab', problem: 'OTHER_HARDWARE' },
      })
    }
    await rm(at('child.vhd'))
    await expect(embeddedStates.adoptDisks('Lab', file, parts('child.vhd'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await copyFile(at('base.vhd'), at('not-a-state'))
    await expect(embeddedStates.adoptDisks('Lab', at('not-a-state'), parts('base.vhd'))).rejects.toMatchObject({
      facts: { problem: 'DAMAGED' },
    })
    expect((await readFile(file)).equals(whole)).toBe(true)
  })
})
