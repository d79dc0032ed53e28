import { execFile } from 'node:child_process'
import { copyFile, mkdir, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import { FileDevice } from '#electron/disks/file-device.ts'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { compactDisk } from '#electron/disks/tools/compact.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { createDifferencing, createDynamic, createFixed } from '#electron/disks/tools/create.ts'
import { expandDisk } from '#electron/disks/tools/expand.ts'
import { inspectChain, inspectDisk } from '#electron/disks/tools/inspect.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { mergeIntoParent } from '#electron/disks/tools/merge.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { Random } from '#tests/fixtures/disks/random.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 1024 * 1024
const random = new Random(Number(process.env['DISK_SEED'] ?? 20))

/** Runs a judge; rejects where it is not satisfied. */
async function run(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { timeout: 600_000, maxBuffer: 64 * MiB })
  return stdout
}

/** The same bytes to a disk and to a raw image. */
async function fill(disk: { write(p: number, b: Uint8Array): Promise<void> }, raw: FileDevice, capacity: number) {
  for (let i = 0; i < 60; i++) {
    const length = 512 * (1 + random.below(random.pick([1, 8, 3000])))
    const position = 512 * random.below((capacity - length) / 512)
    const bytes = random.bytes(length)
    await Promise.all([disk.write(position, bytes), raw.write(position, bytes)])
  }
}

async function rawImage(file: string, capacity: number): Promise<FileDevice> {
  const raw = await FileDevice.create(file)
  await raw.truncate(capacity)
  return raw
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing',
    (error: unknown) => (error instanceof DiskError ? (error as DiskError).code : String(error)),
  )
}

describe('qemu-img and vhdiinfo', () => {
  it.each(['fixed', 'dynamic'] as const)(
    'read a %s disk of ours as we do, also when it has been worked on',
    async (type) => {
      const folder = await temporaryFolder()
      const [vhd, rawFile] = [path.join(folder, 'a.vhd'), path.join(folder, 'a.img')]
      // Not a multiple of any geometry: a reader that goes by the geometry sees less.
      const capacity = 40 * MiB + 512 * 77
      await (type === 'fixed' ? createFixed(files, vhd, capacity) : createDynamic(files, vhd, capacity))
      const raw = await rawImage(rawFile, capacity)
      const disk = await openVhd(files, vhd, { writable: true })
      await fill(disk, raw, capacity)
      await disk.close()
      const judge = async () => {
        expect(await run('qemu-img', 'compare', '-f', 'vpc', '-F', 'raw', vhd, rawFile)).toContain('identical')
        // libvhdi tells the size the disk was made with.
        expect(await run('vhdiinfo', vhd)).toContain(`(${capacity} bytes)`)
        expect((await checkDisk(files, vhd, { repair: false })).findings).toEqual([])
      }
      await judge()
      if (type === 'dynamic') await compactDisk(files, vhd, unattended)
      await judge()
      const larger = 700 * MiB
      await expandDisk(files, vhd, larger, unattended)
      await raw.truncate(larger)
      await judge()
      const again = await openVhd(files, vhd, { writable: true })
      await fill(again, raw, larger)
      await again.close()
      await judge()
      await raw.close()
    },
  )

  it.each(['fixed', 'dynamic'] as const)('make %s disks that we read and write, and they read back', async (type) => {
    const folder = await temporaryFolder()
    const [vhd, rawFile] = [path.join(folder, 'q.vhd'), path.join(folder, 'q.img')]
    const capacity = 30 * MiB
    const raw = await rawImage(rawFile, capacity)
    await fill({ write: () => Promise.resolve() }, raw, capacity)
    await run('qemu-img', 'convert', '-f', 'raw', '-O', 'vpc', '-o', `subformat=${type},force_size=on`, rawFile, vhd)
    const back = path.join(folder, 'back.img')
    const source = await openVhd(files, vhd, { writable: false })
    await convertDisk(files, source, back, 'raw', unattended)
    await source.close()
    expect(await run('qemu-img', 'compare', '-f', 'raw', '-F', 'raw', back, rawFile)).toContain('identical')
    const disk = await openVhd(files, vhd, { writable: true })
    await fill(disk, raw, capacity)
    await disk.close()
    expect(await run('qemu-img', 'compare', '-f', 'vpc', '-F', 'raw', vhd, rawFile)).toContain('identical')
    await run('qemu-io', '-f', 'vpc', '-c', 'write -P 0x5a 1M 64k', vhd)
    const written = await openVhd(files, vhd, { writable: false })
    const bytes = new Uint8Array(64 * 1024)
    await written.read(MiB, bytes)
    await written.close()
    expect(bytes.every((byte) => byte === 0x5a)).toBe(true)
    await raw.close()
  })

  it('take the capacity qemu shows a guest where it rounds to the geometry', async () => {
    const folder = await temporaryFolder()
    for (const size of ['3145728', '20000256', '777000448']) {
      const vhd = path.join(folder, `${size}.vhd`)
      await run('qemu-img', 'create', '-f', 'vpc', vhd, size)
      const { 'virtual-size': shown } = JSON.parse(await run('qemu-img', 'info', '--output=json', vhd)) as Record<
        string,
        number
      >
      expect((await inspectDisk(files, vhd)).capacity).toBe(shown)
    }
  })

  it('hold the largest disk, at both ends of it', async () => {
    const folder = await temporaryFolder()
    const vhd = path.join(folder, 'large.vhd')
    await createDynamic(files, vhd, 2040 * 1024 ** 3)
    const disk = await openVhd(files, vhd, { writable: true })
    const bytes = new Uint8Array(4096).fill(0x77)
    const positions = [0, 1024 ** 4 + 512, disk.capacity - 4096]
    for (const position of positions) await disk.write(position, bytes)
    await disk.close()
    for (const position of positions) {
      const said = await run('qemu-io', '-r', '-f', 'vpc', '-c', `read -P 0x77 ${position} 4096`, vhd)
      expect(said).not.toContain('failed')
      expect(said).toContain('read 4096/4096')
    }
  })
})

describe('a chain of differencing disks', () => {
  async function chain() {
    const folder = await temporaryFolder()
    const [base, middle, top, rawFile] = ['base.vhd', 'sub/middle.vhd', 'top.vhd', 'model.img'].map((name) =>
      path.join(folder, name),
    ) as [string, string, string, string]
    await mkdir(path.join(folder, 'sub'))
    const capacity = 30 * MiB
    const raw = await rawImage(rawFile, capacity)
    await createDynamic(files, base, capacity)
    for (const [file, parent] of [[base], [middle, base], [top, middle]] as [string, string?][]) {
      if (parent !== undefined) await createDifferencing(files, file, parent)
      const disk = await openVhd(files, file, { writable: true })
      await fill(disk, raw, capacity)
      await disk.close()
    }
    await raw.close()
    return { folder, base, middle, top, rawFile }
  }

  /** What the chain reads as, given to qemu-img as a dynamic disk. */
  async function isLike(disk: string, rawFile: string): Promise<boolean> {
    const copy = `${disk}.${random.below(1e9)}.vhd`
    const source = await openVhd(files, disk, { writable: false })
    await convertDisk(files, source, copy, 'dynamic', unattended)
    await source.close()
    return (await run('qemu-img', 'compare', '-f', 'vpc', '-F', 'raw', copy, rawFile)).includes('identical')
  }

  it('names its parents so that vhdiinfo finds them', async () => {
    const { base, middle, top } = await chain()
    const said = await run('vhdiinfo', middle)
    expect(said).toMatch(/Disk type\s*: Differential/)
    expect(said).toContain('base.vhd')
    expect((await inspectChain(files, top)).map((facts) => facts.path)).toEqual([top, middle, base])
    expect(await run('vhdiinfo', top)).toContain((await inspectDisk(files, middle)).id)
  })

  it('reads as what was written, compacted, merged and reconnected', async () => {
    const { middle, base, top, rawFile } = await chain()
    expect(await isLike(top, rawFile)).toBe(true)
    await compactDisk(files, top, unattended)
    expect(await isLike(top, rawFile)).toBe(true)
    expect(await mergeIntoParent(files, middle, { removeChild: false }, unattended)).toBe(base)
    expect(await isLike(top, rawFile)).toBe(true)
    await reconnectDisk(files, top, base, { acceptOther: true })
    await files.remove(middle)
    expect(await isLike(top, rawFile)).toBe(true)
    await mergeIntoParent(files, top, { removeChild: true }, unattended)
    expect(await run('qemu-img', 'compare', '-f', 'vpc', '-F', 'raw', base, rawFile)).toContain('identical')
  })

  it('is found when its folder moves, and says what is missing when it is torn apart', async () => {
    const { folder, top, rawFile } = await chain()
    const moved = path.join(await temporaryFolder(), 'moved')
    await rename(folder, moved)
    const inside = (file: string) => path.join(moved, path.relative(folder, file))
    expect(await isLike(inside(top), inside(rawFile))).toBe(true)
    // Beside the child, where neither path leads.
    await rename(path.join(moved, 'sub/middle.vhd'), path.join(moved, 'middle.vhd'))
    await copyFile(path.join(moved, 'base.vhd'), path.join(moved, 'sub/base.vhd'))
    expect(await isLike(inside(top), inside(rawFile))).toBe(true)
    await rename(path.join(moved, 'middle.vhd'), path.join(moved, 'lost.vhd'))
    expect(await codeOf(openVhd(files, inside(top), { writable: true }))).toBe('PARENT_NOT_FOUND')
    await createDynamic(files, path.join(moved, 'middle.vhd'), 30 * MiB)
    expect(await codeOf(openVhd(files, inside(top), { writable: true }))).toBe('PARENT_CHANGED')
    expect((await inspectDisk(files, inside(top))).parent?.problem).toBe('PARENT_CHANGED')
    expect((await readdir(moved)).filter((name) => name.includes('writer') || name.includes('reader'))).toEqual([])
  })
})

describe('a lock', () => {
  it('lets one write or many read, through whatever name, and ignores the dead', async () => {
    const folder = await temporaryFolder()
    const [vhd, other] = [path.join(folder, 'a.vhd'), path.join(folder, 'link.vhd')]
    await createDynamic(files, vhd, 5 * MiB)
    await symlink(vhd, other)
    await writeFile(path.join(folder, `.a.vhd.writer-4194000~boot_1~${encodeURIComponent(os.hostname())}~dead`), '')
    const writer = await openVhd(files, vhd, { writable: true })
    expect(await codeOf(openVhd(files, other, { writable: true }))).toBe('IN_USE')
    expect(await codeOf(openVhd(files, vhd, { writable: false }))).toBe('IN_USE')
    await writer.close()
    const readers = await Promise.all([1, 2, 3].map(() => openVhd(files, vhd, { writable: false })))
    expect(await codeOf(openVhd(files, other, { writable: true }))).toBe('IN_USE')
    for (const reader of readers) await reader.close()
    expect((await readdir(folder)).sort()).toEqual(['a.vhd', 'link.vhd'])
  })

  it('is given to at most one of many who ask at the same time, and to one of them in the end', async () => {
    const folder = await temporaryFolder()
    const vhd = path.join(folder, 'a.vhd')
    await createDynamic(files, vhd, 5 * MiB)
    let holders = 0
    let had = 0
    const ask = async (): Promise<void> => {
      try {
        const lock = await files.lock(vhd, 'write')
        had++
        expect(++holders).toBe(1)
        await stat(vhd)
        holders--
        await lock.release()
      } catch (error) {
        if (!(error instanceof DiskError) || error.code !== 'IN_USE') throw error
      }
    }
    for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 8 }, ask))
    expect(had).toBeGreaterThan(0)
    expect(await readdir(folder)).toEqual(['a.vhd'])
  })
})
