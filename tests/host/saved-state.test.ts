import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootDisc, showColours } from '#tests/fixtures/boot-disc.ts'
import { labDisc, PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const prompt = /lab-linux:\S*# /
const floppySize = 1_474_560

type Start = NonNullable<Parameters<typeof PoweredOn.start>[0]>

/** Goes on from a state; with what was true when it was consumed. */
async function restore(file: string, options: Start): Promise<PoweredOn> {
  return PoweredOn.start({ ...options, savedState: { path: file, consume: () => rm(file) } })
}

function refusal(problem: string, detail: unknown = expect.any(String)) {
  return { code: 'STATE_UNUSABLE', facts: { name: 'Test', problem, detail } }
}

describe('a guest that works on its disk while it is saved', () => {
  let folder = ''
  let disk = ''
  let state = ''
  let machine: Start
  let on: PoweredOn
  let com1: SerialReader

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'viridian-saved-'))
    disk = path.join(folder, 'disk.vhd')
    state = path.join(folder, 'state.bin')
    const floppy = path.join(folder, 'floppy.vfd')
    await copyFile(path.join(builtResources.guests, 'lab-linux-disk.vhd'), disk)
    await writeFile(floppy, Buffer.alloc(floppySize, 'floppy'))
    machine = {
      machineId: 'saved',
      memory: 64,
      floppy,
      drives: [{ kind: 'disk', at: 'ide0:0', path: disk }],
    }
    // The disc is in the drive, but the disk is what is started from: the disc comes when the guest runs.
    on = await PoweredOn.start(machine)
    com1 = await on.serial()
    await com1.read(prompt)
    await on.machine.insertMedia('ide1:0', labDisc)
    machine = { ...machine, dvd: labDisc }
    await com1.run('echo said-before')
    await com1.run('(i=0; while :; do i=$((i + 1)); echo record $i >> /root/records; sync; done) & true')
    await com1.run('until [ -s /root/records ]; do usleep 10000; done')
    await on.machine.save(state)
    await on.machine.turnOff()
  })
  afterAll(async () => {
    await on.machine.turnOff()
    await rm(folder, { recursive: true, force: true })
  })

  test('is off, and its disk free', async () => {
    expect(on.reasons).toEqual([{ kind: 'turnedOff' }])
    expect(on.diskFailures).toEqual([])
    expect((await stat(state)).size).toBeGreaterThan(2 ** 20)
    execFileSync('vhdiinfo', [disk])
  })

  describe('is refused with the reason where', () => {
    const changed = async (change: (copy: string) => Promise<void>) => {
      const copy = path.join(folder, 'copy.bin')
      await copyFile(state, copy)
      await change(copy)
      return restore(copy, machine)
    }
    const flip = async (file: string, position: number) => {
      const handle = await open(file, 'r+')
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, position)
      await handle.write(Buffer.of((buffer[0] ?? 0) ^ 1), 0, 1, position)
      await handle.close()
    }

    test.each([
      ['no state at all is', (file: string) => writeFile(file, 'not a state, whatever its name says')],
      ['a cut one is', async (file: string) => truncate(file, (await stat(file)).size - 1)],
      ['an empty one is', (file: string) => truncate(file, 0)],
      ['the header is damaged', (file: string) => flip(file, 200)],
      ['the content is damaged', async (file: string) => flip(file, (await stat(file)).size >> 1)],
    ])('%s', async (_what, change) => {
      await expect(changed(change)).rejects.toMatchObject(refusal('DAMAGED'))
    })

    test('the memory is another', async () => {
      await expect(restore(state, { ...machine, memory: 128 })).rejects.toMatchObject(refusal('OTHER_HARDWARE'))
    })

    test('a drive is there that was not', async () => {
      const drives = [{ kind: 'dvd', at: 'ide0:1', path: null } as const, ...(machine.drives ?? [])]
      await expect(restore(state, { ...machine, drives })).rejects.toMatchObject(refusal('OTHER_HARDWARE'))
    })

    test('a disk was changed since', async () => {
      const times = path.join(folder, 'times')
      execFileSync('touch', ['-r', disk, times])
      execFileSync('touch', [disk])
      await expect(restore(state, machine)).rejects.toMatchObject(refusal('DISK_CHANGED', disk))
      execFileSync('touch', ['-r', times, disk])
    })
  })

  test('goes on where it was, in another process', async () => {
    on = await restore(state, machine)
    com1 = await on.serial()
    com1.stream.write('echo here-$((40 + 2))\n')
    const shown = await com1.read(/here-42\r\n/)
    expect(shown).toContain('said-before')
    const count = async () => Number((await com1.run('wc -l < /root/records')).match(/\d+/)?.[0])
    const before = await count()
    while ((await count()) <= before);
    await expect(stat(state)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('has its screen, its keyboard and its clock', async () => {
    expect((await on.machine.screenText()).join('\n')).toContain('lab-linux:')
    await on.machine.type('echo typed-$((6 * 7))\n')
    await on.screenShows('typed-42\n')
    const { png } = await on.machine.screenImage()
    expect(new Set(decode(png).data).size).toBeGreaterThan(1)
    await com1.run('sleep 1')
  })

  test('has its network address and the port of its agent', async () => {
    const mac = createHash('sha256').update('saved').digest('hex').slice(0, 6).match(/../g)
    expect(await com1.run('cat /sys/class/net/*/address')).toContain(`00:15:5d:${mac?.join(':')}`)
    expect(await com1.run('cat /sys/class/virtio-ports/vport*/name')).toContain('org.qemu.guest_agent.0')
  })

  test('has its disc and its floppy disk, and can be given others', async () => {
    const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')
    const disc = (await readFile(labDisc)).subarray(0, 2 ** 20)
    expect(await com1.run('dd if=/dev/sr0 bs=1M count=1 2>/dev/null | md5sum')).toContain(md5(disc))
    const floppy = Buffer.alloc(floppySize, 'floppy').subarray(0, 9216)
    expect(await com1.run('dd if=/dev/fd0 bs=9k count=1 2>/dev/null | md5sum')).toContain(md5(floppy))
    await on.machine.ejectMedia('ide1:0')
    expect(await com1.run('dd if=/dev/sr0 of=/dev/null count=1 2>&1')).toContain('No medium')
    await on.machine.insertMedia('ide1:0', labDisc)
    expect(await com1.run('dd if=/dev/sr0 bs=1M count=1 2>/dev/null | md5sum')).toContain(md5(disc))
  })

  test('is saved and goes on a second time, with a command half typed', async () => {
    com1.stream.write('echo half-$((6')
    await on.machine.pause()
    await on.machine.save(state)
    await on.machine.turnOff()
    on = await restore(state, machine)
    com1 = await on.serial()
    com1.stream.write(' * 7))\n')
    await com1.read(/half-42\r\n/)
  })

  test('has lost no record, and its disk is in order when it has switched itself off', async () => {
    await com1.run('kill %1; wait')
    const counted = await com1.run("awk '{ if ($2 != NR) n++ } END { print NR, n + 0 }' /root/records")
    expect(counted).toMatch(/^\d+ 0$/m)
    expect(await com1.run('dmesg')).not.toMatch(/I\/O error|ata\d.*(exception|failed|timeout)/i)
    com1.stream.write('poweroff\n')
    await on.until(() => on.reasons.length > 0)
    expect(on.reasons).toEqual([{ kind: 'guest' }])
    const raw = path.join(folder, 'disk.img')
    execFileSync('qemu-img', ['convert', '-f', 'vpc', '-O', 'raw', disk, raw])
    const table = JSON.parse(execFileSync('sfdisk', ['--json', raw], { encoding: 'utf8' })) as {
      partitiontable: { partitions: { start: number }[] }
    }
    const start = (table.partitiontable.partitions[1]?.start ?? 0) * 512
    expect(spawnSync('e2fsck', ['-fn', `${raw}?offset=${start}`], { encoding: 'utf8' })).toMatchObject({ status: 0 })
  })
})

test('a picture is the same after it was saved', async () => {
  const folder = await temporaryFolder()
  const disc = path.join(folder, 'colours.iso')
  const state = path.join(folder, 'state.bin')
  await writeFile(disc, bootDisc(showColours))
  const picture = async (machine: PoweredOn['machine']) => {
    const { png } = await machine.screenImage()
    const { width, height, data } = decode(png)
    return { width, height, colours: new Set(new Uint32Array(Uint8Array.from(data).buffer)).size, png }
  }
  const on = await PoweredOn.start({ dvd: disc, memory: 16 })
  let before = await picture(on.machine)
  await on.until(async () => {
    const next = await picture(on.machine)
    const same = Buffer.from(next.png).equals(before.png)
    before = next
    return next.width === 320 && next.colours > 100 && same
  })
  await on.machine.save(state)
  await on.machine.turnOff()
  const again = await restore(state, { dvd: disc, memory: 16 })
  expect(await picture(again.machine)).toEqual(before)
  await again.machine.turnOff()
})

test('a state for which there is no room leaves the machine as it was', async () => {
  const folder = await temporaryFolder()
  const on = await PoweredOn.start({ memory: 16 })
  try {
    await on.screenShows('No bootable device.')
    await expect(on.machine.save(path.join(folder, 'nowhere/state.bin'))).rejects.toMatchObject({
      code: 'DISK_FAILED',
      facts: { problem: 'NOT_FOUND' },
    })
    const samples = on.samples.length
    await on.until(() => on.samples.length > samples)
    await on.machine.save(path.join(folder, 'state.bin'))
  } finally {
    await on.machine.turnOff()
  }
})
