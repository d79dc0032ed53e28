import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { CommandLine } from '#tests/fixtures/command-line.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 1024 * 1024
const GiB = 1024 * MiB

/** A judge that is not ours; rejects where it is not satisfied. */
async function judge(command: 'qemu-img' | 'qemu-io', ...args: string[]): Promise<string> {
  return (await promisify(execFile)(command, args, { timeout: 600_000 })).stdout
}

/** What qemu-img takes an image for, bytes. */
async function sizeOf(file: string): Promise<number> {
  const said = JSON.parse(await judge('qemu-img', 'info', '--output=json', '-f', 'vpc', file)) as Record<string, number>
  return said['virtual-size'] ?? 0
}

interface Disk {
  path: string
  type: string
  capacity: number
  fileSize: number
  id: string
  created: string
  sound: boolean
  parent: { id: string; path: string | null; problem: string | null } | null
  chain: Disk[]
}

describe('viridian disk', () => {
  let viridian: CommandLine
  let folder: string
  const at = (name: string) => path.join(folder, name)

  beforeEach(async () => {
    folder = await temporaryFolder()
    viridian = new CommandLine(path.join(folder, 'home'))
  })

  /** A raw image with a pattern in it, and the disk converted from it. */
  async function patterned(name: string, ...words: string[]): Promise<string> {
    const raw = at(`${name}.img`)
    await judge('qemu-img', 'create', '-q', '-f', 'raw', raw, '16M')
    await judge('qemu-io', '-f', 'raw', '-c', 'write -q -P 0x5a 1M 3M', '-c', 'write -q -P 0x11 12M 512', raw)
    const vhd = at(`${name}.vhd`)
    await viridian.json('disk', 'convert', raw, vhd, ...words)
    return vhd
  }

  it('creates disks that qemu-img takes for what they are', async () => {
    const dynamic = await viridian.json<Disk>('disk', 'create', at('a.vhd'), '--size', '64M')
    expect(dynamic).toMatchObject({ path: at('a.vhd'), type: 'dynamic', capacity: 64 * MiB, sound: true, parent: null })
    expect(Date.parse(dynamic.created)).not.toBeNaN()
    expect(await sizeOf(at('a.vhd'))).toBe(64 * MiB)
    expect(await viridian.json<Disk>('disk', 'create', at('f.vhd'), '--size', '64M', '--fixed')).toMatchObject({
      type: 'fixed',
      fileSize: 64 * MiB + 512,
    })
    expect(await sizeOf(at('f.vhd'))).toBe(64 * MiB)
    expect(await viridian.json<Disk>('disk', 'create', at('d.vhd'))).toMatchObject({ capacity: 127 * GiB })
    expect(await sizeOf(at('d.vhd'))).toBe(127 * GiB)
    // No host was needed, and no lock stays behind.
    expect((await readdir(folder)).sort()).toEqual(['a.vhd', 'd.vhd', 'f.vhd'])
  })

  it('inspects a whole chain, for people and for programs', async () => {
    const base = await patterned('base')
    await viridian.json('disk', 'create', at('one.vhd'), '--parent', base)
    await viridian.json('disk', 'create', at('two.vhd'), '--parent', at('one.vhd'))
    const two = await viridian.json<Disk>('disk', 'inspect', at('two.vhd'))
    expect(two).toMatchObject({ path: at('two.vhd'), type: 'differencing', capacity: 16 * MiB, sound: true })
    expect(two.chain.map((disk) => disk.path)).toEqual([at('two.vhd'), at('one.vhd'), base])
    expect(two.chain.map((disk) => disk.parent?.id ?? null)).toEqual([two.chain[1]?.id, two.chain[2]?.id, null])
    const { stdout, stderr } = await viridian.run('disk', 'inspect', at('two.vhd'))
    expect(stderr).toBe('')
    expect(stdout.match(/^File: +\S+$/gm)).toHaveLength(3)
    expect(stdout).toMatch(/^Capacity: +16 MB \(16777216 bytes\)$/m)
    expect(stdout).toMatch(/^Health: +sound$/m)
  })

  it.each([
    ['qcow2', ['-f', 'qcow2']],
    ['vmdk', ['-f', 'vmdk']],
    ['vdi', ['-f', 'vdi']],
    ['vhdx', ['-f', 'vhdx']],
  ])('converts %s, and qemu-img finds the same in it', async (format, [flag = '', name = '']) => {
    await patterned('a')
    const source = at(`a.${format}`)
    await judge('qemu-img', 'convert', '-f', 'raw', '-O', name, at('a.img'), source)
    for (const type of ['dynamic', 'fixed']) {
      const target = at(`${type}.vhd`)
      const said = await viridian.json('disk', 'convert', source, target, `--${type}`)
      expect(said).toEqual({ source, format, target, type, capacity: 16 * MiB, remarks: [] })
      await judge('qemu-img', 'compare', flag, name, '-F', 'vpc', source, target)
    }
    await viridian.json('disk', 'convert', at('dynamic.vhd'), at('back.raw'))
    expect((await readFile(at('back.raw'))).equals(await readFile(at('a.img')))).toBe(true)
  })

  it('reads a raw disk as another format only where nobody says raw', async () => {
    await judge('qemu-img', 'create', '-q', '-f', 'qcow2', at('inner.img'), '8M')
    await truncate(at('inner.img'), 4 * MiB)
    expect(await viridian.json('disk', 'convert', at('inner.img'), at('read.vhd'))).toMatchObject({ format: 'qcow2' })
    const raw = await viridian.json('disk', 'convert', at('inner.img'), at('raw.vhd'), '--format', 'raw')
    expect(raw).toMatchObject({ format: 'raw', capacity: 4 * MiB })
    await judge('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('inner.img'), at('raw.vhd'))
  })

  it('opens what a qcow2 image is based on only when it is named', async () => {
    await patterned('base')
    await judge('qemu-img', 'create', '-q', '-f', 'qcow2', '-b', at('base.img'), '-F', 'raw', at('top.qcow2'))
    await judge('qemu-io', '-f', 'qcow2', '-c', 'write -q -P 0x33 2M 64k', at('top.qcow2'))
    expect(await viridian.failure('disk', 'convert', at('top.qcow2'), at('a.vhd'))).toEqual({
      exit: 1,
      code: 'PARENT_NEEDED',
    })
    await viridian.json('disk', 'convert', at('top.qcow2'), at('a.vhd'), '--backing', at('base.img'))
    await judge('qemu-img', 'compare', '-f', 'qcow2', '-F', 'vpc', at('top.qcow2'), at('a.vhd'))
    const wrong = await viridian.failure('disk', 'convert', at('base.img'), at('b.vhd'), '--backing', at('a.vhd'))
    expect(wrong).toEqual({ exit: 2, code: 'USAGE' })
  })

  it.each(['--dynamic', '--fixed'])('expands a disk made with %s', async (type) => {
    const vhd = await patterned('a', type)
    const said = await viridian.json<Disk>('disk', 'expand', vhd, '--size', '32M')
    expect(said).toMatchObject({ path: vhd, capacity: 32 * MiB })
    expect(await sizeOf(vhd)).toBe(32 * MiB)
    // Compared leniently: what is beyond the shorter one must be zeros.
    await judge('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('a.img'), vhd)
    expect(await viridian.failure('disk', 'expand', vhd, '--size', '16M')).toEqual({ exit: 1, code: 'TOO_SMALL' })
  })

  it('merges a child into its parent, and into a new disk', async () => {
    const base = await patterned('base')
    await viridian.json('disk', 'create', at('child.vhd'), '--parent', base)
    // Two guests' writes, through the library: qemu-img knows no differencing disks.
    const child = await openVhd(nodeDiskFiles, at('child.vhd'), { writable: true })
    await child.write(2 * MiB, new Uint8Array(64 * 1024).fill(0x77))
    await child.write(14 * MiB, new Uint8Array(512).fill(0x78))
    expect(await viridian.failure('disk', 'merge', at('child.vhd'))).toEqual({ exit: 1, code: 'IN_USE' })
    await child.close()
    await judge(
      'qemu-io',
      '-f',
      'raw',
      '-c',
      'write -q -P 0x77 2M 64k',
      '-c',
      'write -q -P 0x78 14M 512',
      at('base.img'),
    )

    const into = await viridian.json('disk', 'merge', at('child.vhd'), '--into', at('new.vhd'))
    expect(into).toEqual({ child: at('child.vhd'), into: at('new.vhd'), childRemoved: false, remarks: [] })
    expect(await sizeOf(at('new.vhd'))).toBe(16 * MiB)
    await judge('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('base.img'), at('new.vhd'))

    const merged = await viridian.json('disk', 'merge', at('child.vhd'))
    expect(merged).toEqual({ child: at('child.vhd'), into: base, childRemoved: true })
    await judge('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('base.img'), base)
    expect(await viridian.failure('disk', 'merge', at('child.vhd'))).toEqual({ exit: 3, code: 'NOT_FOUND' })
    expect(await viridian.failure('disk', 'merge', base)).toEqual({ exit: 1, code: 'NOT_DIFFERENCING' })
  })

  it('reconnects a child with its parent, and with no other disk', async () => {
    const base = await patterned('base')
    await viridian.json('disk', 'create', at('child.vhd'), '--parent', base)
    await viridian.json('disk', 'create', at('other.vhd'), '--size', '16M')
    await mkdir(at('away'))
    await rename(base, at('away/moved.vhd'))
    const lost = await viridian.json<Disk>('disk', 'inspect', at('child.vhd'))
    expect(lost).toMatchObject({ sound: false, parent: { path: null, problem: 'PARENT_NOT_FOUND' } })
    const check = await viridian.run('disk', 'check', at('child.vhd'), '--json')
    expect([check.code, JSON.parse(check.stdout)]).toMatchObject([1, { sound: false, repaired: [] }])
    expect(await viridian.failure('disk', 'merge', at('child.vhd'), '--into', at('n.vhd'))).toEqual({
      exit: 3,
      code: 'PARENT_NOT_FOUND',
    })
    const wrong = await viridian.failure('disk', 'reconnect', at('child.vhd'), '--parent', at('other.vhd'))
    expect(wrong).toEqual({ exit: 1, code: 'OTHER_PARENT_NAMED' })
    await viridian.json('disk', 'reconnect', at('child.vhd'), '--parent', at('away/moved.vhd'))
    await viridian.json('disk', 'convert', at('child.vhd'), at('flat.vhd'))
    await judge('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('base.img'), at('flat.vhd'))
  })

  it('compacts what a guest has zeroed, through a link as well', async () => {
    const vhd = await patterned('a')
    await judge('qemu-io', '-f', 'vpc', '-c', 'write -q -P 0 1M 3M', vhd)
    await symlink(vhd, at('link.vhd'))
    const said = await viridian.json<{ sizeBefore: number; fileSize: number }>('disk', 'compact', at('link.vhd'))
    expect(said).toMatchObject({ path: vhd })
    expect(said.fileSize).toBeLessThan(said.sizeBefore)
    expect((await stat(vhd)).size).toBe(said.fileSize)
    await judge('qemu-io', '-f', 'raw', '-c', 'write -q -P 0 1M 3M', at('a.img'))
    await judge('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('a.img'), vhd)
    await viridian.json('disk', 'create', at('f.vhd'), '--size', '4M', '--fixed')
    expect(await viridian.failure('disk', 'compact', at('f.vhd'))).toEqual({ exit: 1, code: 'UNSUPPORTED' })
  })

  it('checks a disk and repairs what it can', async () => {
    const vhd = await patterned('a')
    expect(await viridian.json('disk', 'check', vhd)).toEqual({ path: vhd, sound: true, findings: [], repaired: [] })
    const file = await open(vhd, 'r+')
    await file.write(new Uint8Array(512), 0, 512, (await file.stat()).size - 512)
    await file.close()
    const found = await viridian.run('disk', 'check', vhd)
    expect(found.code).toBe(1)
    expect(found.stdout).toContain('The footer at the end is damaged')
    expect(found.stderr).toContain('--repair')
    const mended = await viridian.run('disk', 'check', vhd, '--repair')
    expect(mended).toMatchObject({ code: 0, stderr: '' })
    expect(mended.stdout).toMatch(/Repaired\.\n.*is sound\.\n$/)
    expect(await viridian.json('disk', 'check', vhd)).toMatchObject({ sound: true, findings: [] })
    await judge('qemu-img', 'compare', '-f', 'raw', '-F', 'vpc', at('a.img'), vhd)
  })

  it('says what is not there, what is refused and what is not understood', async () => {
    await writeFile(at('text.vhd'), 'no disk at all')
    await viridian.json('disk', 'create', at('a.vhd'), '--size', '4M')
    const failures: [number, string, string[]][] = [
      [3, 'NOT_FOUND', ['inspect', at('none.vhd')]],
      [3, 'NOT_FOUND', ['check', at('none.vhd')]],
      [3, 'NOT_FOUND', ['convert', at('none.vmdk'), at('b.vhd')]],
      [3, 'NOT_FOUND', ['create', at('none/b.vhd')]],
      [3, 'NOT_FOUND', ['create', at('b.vhd'), '--parent', at('none.vhd')]],
      [1, 'NOT_RECOGNISED', ['inspect', at('text.vhd')]],
      [1, 'ALREADY_EXISTS', ['create', at('a.vhd')]],
      [1, 'ALREADY_EXISTS', ['convert', at('a.vhd'), at('a.vhd')]],
      [1, 'TOO_LARGE', ['create', at('b.vhd'), '--size', '2041G']],
      [1, 'NOT_A_FILE', ['inspect', folder]],
      [2, 'USAGE', ['create', at('b.vhd'), '--size', 'huge']],
    ]
    for (const [exit, code, words] of failures) {
      expect(await viridian.failure('disk', ...words), words.join(' ')).toEqual({ exit, code })
    }
    expect((await readdir(folder)).sort()).toEqual(['a.vhd', 'text.vhd'])
    expect((await viridian.run('disk', 'inspect', at('none.vhd'))).stderr).toBe(
      `Error: There is no ${at('none.vhd')}. Check the path.\n`,
    )
  })

  it('leaves the source as it was, and nothing else, when Ctrl+C cancels it', async () => {
    // Data all over, so that the copy takes longer than the signal.
    const source = at('a.img')
    const file = await open(source, 'w')
    const bytes = new Uint8Array(8 * MiB).fill(0x5a)
    for (let i = 0; i < 48; i++) await file.write(bytes)
    await file.close()
    const before = await stat(source)
    const watcher = watch(folder)
    const begun = once(watcher, 'change')
    const child = viridian.spawn('disk', 'convert', source, at('b.vhd'), '--json')
    // The test is to be quicker than what it watches, also on a busy computer.
    if (child.pid !== undefined) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW)
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    await begun
    while (!(await readdir(folder)).some((name) => name.endsWith('.unfinished'))) await once(watcher, 'change')
    watcher.close()
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'JOB_CANCELLED',
        facts: { path: source, left: 'source' },
        message: `Cancelled. ${source} is as it was.`,
      },
    })
    expect(await readdir(folder)).toEqual(['a.img'])
    expect([(await stat(source)).size, (await stat(source)).mtimeMs]).toEqual([before.size, before.mtimeMs])
  })
})
