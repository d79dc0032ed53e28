import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeGuest } from '#build/guest/make-guest.mjs'
import { root } from '#build/run.mjs'

const template = 'lab-linux-disk'
const built = path.join(root, 'dist/guest')
const quiet = () => undefined
const gigabyte = 1024 ** 3
let manifest: Awaited<ReturnType<typeof makeGuest>>
let disk = ''
let folder = ''
/** The disk as other programs read it. */
let raw = ''

interface PartitionTable {
  partitiontable: { label: string; partitions: { start: number; size: number; type: string; bootable?: boolean }[] }
}

function partitions() {
  const table = JSON.parse(execFileSync('sfdisk', ['--json', raw], { encoding: 'utf8' })) as PartitionTable
  return table.partitiontable
}

/** How e2fsprogs are told where in a file a file system is. */
function rootFileSystem(): string {
  return `${raw}?offset=${(partitions().partitions[1]?.start ?? 0) * 512}`
}

function debugfs(request: string): string {
  return execFileSync('debugfs', ['-R', request, rootFileSystem()], { encoding: 'utf8', stdio: 'pipe' })
}

beforeAll(async () => {
  manifest = await makeGuest({ template, progress: quiet })
  disk = path.join(built, manifest.image)
  folder = mkdtempSync(path.join(tmpdir(), 'viridian-guest-disk-'))
  raw = path.join(folder, 'disk.img')
  execFileSync('qemu-img', ['convert', '-f', 'vpc', '-O', 'raw', disk, raw])
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the hard disk of the lab guest', () => {
  it('is made again to the same bytes', async () => {
    const again = await makeGuest({ template, output: path.join(folder, 'again'), progress: quiet })
    expect(again).toEqual(manifest)
    expect(readdirSync(path.join(folder, 'again')).sort()).toEqual(['lab-linux-disk.json', 'lab-linux-disk.vhd'])
    expect(readFileSync(path.join(folder, 'again', again.image)).equals(readFileSync(disk))).toBe(true)
  })

  it('is a dynamic disk of 2 GB in a file of its content', () => {
    expect(manifest).toMatchObject({ name: template, media: 'disk', size: statSync(disk).size })
    expect(statSync(disk).size).toBeLessThan(100e6)
    const info = execFileSync('vhdiinfo', [disk], { encoding: 'utf8' })
    expect(info).toMatch(/Disk type\s+: Dynamic/)
    expect(statSync(raw).size).toBe(2 * gigabyte)
    const { status } = spawnSync('qemu-img', ['compare', '-f', 'vpc', '-F', 'raw', disk, raw])
    expect(status).toBe(0)
  })

  it('boots from one partition and has its files on another', () => {
    const { label, partitions: all } = partitions()
    expect(label).toBe('dos')
    expect(all.map(({ type, bootable = false }) => [type, bootable])).toEqual([
      ['96', true],
      ['83', false],
    ])
    const last = all.at(-1)
    expect((last?.start ?? 0) + (last?.size ?? 0)).toBe((2 * gigabyte) / 512)
  })

  it('has kernel and boot loader where isoinfo finds them', () => {
    const [boot] = partitions().partitions
    const image = path.join(folder, 'boot.iso')
    const range = [`skip=${boot?.start}`, `count=${boot?.size}`]
    execFileSync('dd', [`if=${raw}`, `of=${image}`, 'bs=512', ...range, 'status=none'])
    const files = execFileSync('isoinfo', ['-R', '-f', '-i', image], { encoding: 'utf8' })
    for (const name of ['/boot/vmlinuz', '/boot/initrd.img', '/isolinux/isolinux.cfg']) expect(files).toContain(name)
  })

  it('has a journaled file system without errors, all of root', () => {
    const checked = spawnSync('e2fsck', ['-fn', rootFileSystem()], { encoding: 'utf8' })
    expect(checked.stdout).toContain('Pass 5')
    expect(checked.status).toBe(0)
    expect(debugfs('stats')).toContain('has_journal')
    expect(debugfs('cat /etc/hostname')).toBe('lab-linux\n')
    expect(debugfs('stat /bin/mke2fs')).toMatch(/Mode: {2}0755[^]*User: +0 +Group: +0/)
    expect(debugfs('ls -l /dev')).toMatch(/ 20600 \(3\) +0 +0 .* console/)
    for (const { name } of manifest.packages) {
      expect(debugfs(`stat /usr/share/licences/${name}.gz`)).toContain('Type: regular')
    }
  })
})
