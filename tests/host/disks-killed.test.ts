import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { convertDisk } from '#electron/disks/tools/convert.ts'
import { unattended } from '#electron/disks/tools/job.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 1024 * 1024
const capacity = 256 * MiB

async function judge(...args: string[]): Promise<string> {
  return (await promisify(execFile)('qemu-img', args, { timeout: 600_000 })).stdout
}

describe('a job on a disk whose process is killed in the middle', () => {
  let viridian: CommandLine
  let folder: string
  let raw: string
  const at = (name: string) => path.join(folder, name)

  beforeEach(async () => {
    const home = await temporaryFolder()
    folder = path.join(home, 'disks')
    raw = path.join(home, 'model.img')
    await mkdir(folder)
    viridian = new CommandLine(path.join(home, 'home'))
    // Data all over, so that the work takes longer than the signal.
    await writeFile(raw, Buffer.alloc(capacity, 0x5a))
  })

  /** A disk with the model's bytes. */
  async function fill(file: string): Promise<void> {
    const disk = await openVhd(files, file, { writable: true })
    const bytes = new Uint8Array(8 * MiB).fill(0x5a)
    for (let position = 0; position < capacity; position += bytes.length) await disk.write(position, bytes)
    await disk.close()
  }

  async function killOnce(isInTheMiddle: () => Promise<boolean>, ...words: string[]): Promise<void> {
    const watcher = watch(folder)
    const child = viridian.spawn('disk', ...words)
    // The test is to be quicker than what it watches, also on a busy computer.
    if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW)
    const ended = once(child, 'close')
    let running = true
    void ended.then(() => (running = false))
    while (running && !(await isInTheMiddle())) await Promise.race([once(watcher, 'change'), ended])
    watcher.close()
    child.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
  }

  /** Whether the file that a job makes has some of its content. */
  async function isGrowing(): Promise<boolean> {
    const unfinished = (await readdir(folder)).find((name) => name.endsWith('.unfinished'))
    return unfinished !== undefined && (await sizeOf(at(unfinished))) > 8 * MiB
  }

  async function sizeOf(file: string): Promise<number> {
    return (await files.stat(file))?.size ?? 0
  }

  it('leaves the source of a copy as it was, and the next copy clears up behind it', async () => {
    const before = await stat(raw)
    await killOnce(isGrowing, 'convert', raw, at('a.vhd'))
    expect(await readdir(folder)).not.toContain('a.vhd')
    await viridian.json('disk', 'convert', raw, at('a.vhd'))
    await judge('compare', '-f', 'raw', '-F', 'vpc', raw, at('a.vhd'))
    expect(await readdir(folder)).toEqual(['a.vhd'])
    expect([(await stat(raw)).size, (await stat(raw)).mtimeMs]).toEqual([before.size, before.mtimeMs])
  })

  it('leaves a disk being compacted as it was, and it can be compacted', async () => {
    await createDynamic(files, at('a.vhd'), capacity)
    await fill(at('a.vhd'))
    const before = await readFile(at('a.vhd'))
    await killOnce(isGrowing, 'compact', at('a.vhd'))
    expect((await readFile(at('a.vhd'))).equals(before)).toBe(true)
    expect(await viridian.json('disk', 'check', at('a.vhd'))).toMatchObject({ sound: true, findings: [] })
    await viridian.json('disk', 'compact', at('a.vhd'))
    await judge('compare', '-f', 'raw', '-F', 'vpc', raw, at('a.vhd'))
    expect(await readdir(folder)).toEqual(['a.vhd'])
  })

  it('leaves a child being merged as it was, and it can be merged', async () => {
    await createDynamic(files, at('base.vhd'), capacity)
    await createDifferencing(files, at('child.vhd'), at('base.vhd'))
    await fill(at('child.vhd'))
    const before = await readFile(at('child.vhd'))
    await killOnce(async () => (await sizeOf(at('base.vhd'))) > 16 * MiB, 'merge', at('child.vhd'))
    expect((await readFile(at('child.vhd'))).equals(before)).toBe(true)
    const child = await openVhd(files, at('child.vhd'), { writable: false })
    await convertDisk(files, child, at('flat.vhd'), 'dynamic', unattended)
    await child.close()
    await judge('compare', '-f', 'raw', '-F', 'vpc', raw, at('flat.vhd'))
    // The parent's time as that of a merge that took longer before it was killed.
    const later = new Date(Date.now() + 60_000)
    await utimes(at('base.vhd'), later, later)
    await viridian.json('disk', 'merge', at('child.vhd'))
    await judge('compare', '-f', 'raw', '-F', 'vpc', raw, at('base.vhd'))
    expect((await readdir(folder)).sort()).toEqual(['base.vhd', 'flat.vhd'])
  })
})
