import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDynamic, createFixed } from '#electron/disks/tools/create.ts'
import { createFloppy } from '#electron/disks/tools/floppy.ts'
import { digestOf, judge, readExt4, repairExt4, toRaw } from '#tests/fixtures/judge.ts'
import { labDisc, PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { smallVolume } from '#tests/fixtures/small-volume.ts'

const MiB = 2 ** 20

/** The tests follow one machine with every drive there is, in their order. */
describe('a guest with every drive', () => {
  let folder: string
  let on: PoweredOn
  let com1: SerialReader
  const at = (name: string) => path.join(folder, name)

  /** A disc with one file on it, made by a program that is not ours. */
  async function disc(name: string): Promise<string> {
    await mkdir(at(name))
    await writeFile(path.join(at(name), 'name'), `the disc ${name}\n`)
    await judge('genisoimage', '-quiet', '-R', '-V', name, '-o', at(`${name}.iso`), at(name))
    return at(`${name}.iso`)
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'viridian-drives-'))
    await createDynamic(nodeDiskFiles, at('dynamic.vhd'), 64 * MiB)
    await createFixed(nodeDiskFiles, at('fixed.vhd'), 16 * MiB)
    on = await PoweredOn.start({
      dvd: labDisc,
      drives: [
        { kind: 'disk', at: 'ide0:0', path: at('dynamic.vhd') },
        { kind: 'disk', at: 'ide0:1', path: at('fixed.vhd') },
        { kind: 'dvd', at: 'ide1:1', path: null },
      ],
    })
    com1 = await on.shell()
  })
  afterAll(async () => {
    await on.machine.turnOff()
    await rm(folder, { recursive: true })
  })

  test('finds each in its place, the disks as large as they are given', async () => {
    const places = await com1.run('cd /sys/block; for d in sd? sr?; do echo $d $(readlink $d) $(cat $d/size); done')
    const found = [...places.matchAll(/^(s\w+) \S*\/ata(\d)\/host\d\/target\d:0:(\d)\/\S+ (\d+)$/gm)]
    expect(found.map(([, name, controller, location, size]) => [name, controller, location, size])).toEqual([
      ['sda', '1', '0', String((64 * MiB) / 512)],
      ['sdb', '1', '1', String((16 * MiB) / 512)],
      ['sr0', '2', '0', String((await stat(labDisc)).size / 512)],
      ['sr1', '2', '1', expect.any(String)],
    ])
    expect((await com1.run("dmesg | grep 'Write cache'")).match(/sd[ab]\] Write cache: enabled/g)).toHaveLength(2)
    expect(await com1.run('cd; mount -r /dev/sr1 /mnt')).toContain('No medium found')
  })

  test('has what it synced in the file of the disk while it runs', async () => {
    const before = on.samples.at(-1)?.diskWritten ?? 0
    await com1.run('mke2fs -q -t ext4 /dev/sda && mount /dev/sda /mnt')
    await com1.run('dd if=/dev/urandom of=/mnt/filled bs=1M count=8 2>/dev/null; sync')
    await copyFile(at('dynamic.vhd'), at('copy.vhd'))
    const said = await com1.run('md5sum /mnt/filled')
    const raw = await toRaw(at('copy.vhd'), at('copy.img'))
    await repairExt4(raw)
    await judge('debugfs', '-R', `dump /filled ${at('filled')}`, raw)
    expect(said).toContain(await digestOf('md5', at('filled')))
    await on.until(() => (on.samples.at(-1)?.diskWritten ?? 0) >= before + 8 * MiB)
  })

  test('has two disks that do not mix, read back from their files', async () => {
    const read = on.samples.at(-1)?.diskRead ?? 0
    await com1.run('echo on the dynamic > /mnt/note; umount /mnt')
    await com1.run('mke2fs -q -t ext4 /dev/sdb && mount /dev/sdb /mnt && echo on the fixed > /mnt/note; umount /mnt')
    await com1.run('echo 3 > /proc/sys/vm/drop_caches; mount -r /dev/sda /mnt')
    const said = await com1.run('md5sum /mnt/filled; umount /mnt')
    expect(said).toContain(await digestOf('md5', at('filled')))
    await on.until(() => (on.samples.at(-1)?.diskRead ?? 0) >= read + 8 * MiB)
    for (const name of ['dynamic', 'fixed']) {
      await copyFile(at(`${name}.vhd`), at('copy.vhd'))
      const raw = await toRaw(at('copy.vhd'), at('copy.img'))
      await judge('e2fsck', '-fn', raw)
      expect(await readExt4(raw, '/note')).toBe(`on the ${name}\n`)
    }
  })

  test('reads the disc that is in the drive, and finds that it was changed', async () => {
    const [first, second] = [await disc('ONE'), await disc('TWO')]
    await on.machine.insertMedia('ide1:1', first)
    const read = 'until mount -r /dev/sr1 /mnt 2>/dev/null; do :; done; cat /mnt/name; umount /mnt'
    expect(await com1.run(read)).toContain('the disc ONE\n')
    await on.machine.insertMedia('ide1:1', second)
    expect(await com1.run(read)).toContain('the disc TWO\n')
    await on.machine.ejectMedia('ide1:1')
    expect(await com1.run('mount -r /dev/sr1 /mnt')).toContain('No medium found')
    await on.machine.insertMedia('ide1:1', first)
    expect(await com1.run(read)).toContain('the disc ONE\n')
    expect(on.ejected).toEqual([])
  })

  test('takes a disc out itself', async () => {
    // The kernel opens the tray when nobody uses the drive any more.
    await com1.run('echo 1 > /proc/sys/dev/cdrom/autoeject; mount -r /dev/sr1 /mnt; umount /mnt')
    await on.until(() => on.ejected.length > 0)
    expect(on.ejected).toEqual(['ide1:1'])
    expect(await com1.run('echo 0 > /proc/sys/dev/cdrom/autoeject; mount -r /dev/sr1 /mnt')).toContain(
      'No medium found',
    )
    // The file is let go of.
    const open = execFileSync('ls', ['-l', `/proc/${on.machine.pid}/fd`], { encoding: 'utf8' })
    expect(open).not.toContain('ONE.iso')
    expect(open).toContain(labDisc)
  })

  test('writes to a floppy disk what mtools read', async () => {
    await createFloppy(nodeDiskFiles, at('floppy.vfd'), 1_474_560)
    await on.machine.insertMedia('floppy', at('floppy.vfd'))
    const written = await com1.run('mount -t vfat /dev/fd0 /mnt && seq 20000 > /mnt/numbers; umount /mnt; echo $?')
    expect(written).toMatch(/^0$/m)
    await on.machine.ejectMedia('floppy')
    await judge('fsck.fat', '-n', at('floppy.vfd'))
    await judge('mcopy', '-i', at('floppy.vfd'), '::numbers', at('numbers'))
    const numbers = Array.from({ length: 20_000 }, (_, index) => `${index + 1}\n`).join('')
    expect((await judge('cat', at('numbers'))) === numbers).toBe(true)
    expect(await com1.run('dd if=/dev/fd0 of=/dev/null bs=512 count=1')).toMatch(
      /No such device|I\/O error|Input\/output/,
    )
  })

  test('cannot write to a floppy disk that is write-protected', async (context) => {
    let image = at('protected.vfd')
    if (process.getuid?.() === 0) {
      // Permissions do not hold root.
      const volume = await smallVolume(2048)
      if (volume === null) return context.skip('this user may not mount a volume')
      image = path.join(volume.folder, 'protected.vfd')
      await copyFile(at('floppy.vfd'), image)
      volume.protect()
    } else {
      await copyFile(at('floppy.vfd'), image)
      chmodSync(image, 0o444)
    }
    const before = await digestOf('sha256', image)
    await on.machine.insertMedia('floppy', image)
    // The drive was empty when it was last asked: it says so once more before it looks again.
    expect(
      await com1.run('until mount -r -t vfat /dev/fd0 /mnt; do :; done; tail -n 1 /mnt/numbers; umount /mnt'),
    ).toMatch(/^20000$/m)
    const refused = await com1.run('dd if=/dev/zero of=/dev/fd0 bs=512 count=1 conv=fsync')
    expect(refused).toMatch(/Read-only file system|Input\/output error|Operation not permitted/)
    await on.machine.ejectMedia('floppy')
    expect(await digestOf('sha256', image)).toBe(before)
  })

  test('keeps its floppy disk where another has a wrong size', async () => {
    await writeFile(at('wrong.vfd'), new Uint8Array(1_000_000))
    await on.machine.insertMedia('floppy', at('floppy.vfd'))
    await expect(on.machine.insertMedia('floppy', at('wrong.vfd'))).rejects.toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'FLOPPY_SIZE_WRONG', path: at('wrong.vfd'), size: 1_000_000 },
    })
    expect(
      await com1.run('until mount -r -t vfat /dev/fd0 /mnt; do :; done; tail -n 1 /mnt/numbers; umount /mnt'),
    ).toMatch(/^20000$/m)
  })

  test('hears of writes that fail, and goes on', async () => {
    expect(on.diskFailures).toEqual([])
    const limit = (bytes: string) => judge('prlimit', '--pid', String(on.machine.pid), `--fsize=${bytes}:unlimited`)
    const write = 'dd if=/dev/zero of=/dev/sdb bs=4096 seek=2048 count=1 conv=fsync'
    await limit(String(4 * MiB))
    try {
      expect(await com1.run(write)).toContain('Input/output error')
    } finally {
      await limit('unlimited')
    }
    expect(on.diskFailures).toContainEqual({ problem: 'IO', path: at('fixed.vhd'), reason: 'EFBIG' })
    expect(await com1.run(`${write}; echo "status $?"`)).toContain('status 0')
    expect(on.reasons).toEqual([])
  })

  test('hears of reads that fail, and goes on', async () => {
    const failures = on.diskFailures.length
    await com1.run('echo 3 > /proc/sys/vm/drop_caches')
    await truncate(at('fixed.vhd'), 8 * MiB)
    expect(await com1.run('dd if=/dev/sdb of=/dev/null bs=4096 skip=3072 count=1')).toContain('Input/output error')
    expect(on.diskFailures.slice(failures)).toContainEqual({
      problem: 'IO',
      path: at('fixed.vhd'),
      reason: 'end of file',
    })
    expect(await com1.run('dmesg | grep sdb | tail -n 3')).toContain('I/O error')
    expect(await com1.run('dd if=/dev/sdb of=/dev/null bs=4096 count=1; echo "status $?"')).toContain('status 0')
    expect(on.reasons).toEqual([])
  })

  test('begins to count anew what it reads and writes when it is reset', async () => {
    const { diskRead = 0, diskWritten = 0 } = on.samples.at(-1) ?? {}
    expect(Math.min(diskRead, diskWritten)).toBeGreaterThan(8 * MiB)
    await on.machine.reset()
    await on.until(() => on.samples.at(-1)?.diskWritten === 0)
    expect(on.samples.at(-1)?.diskRead).toBeLessThan(diskRead)
    expect(on.outOfSpace).toEqual([])
  })
})
