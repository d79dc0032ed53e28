import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DiskFiles, DiskLock } from '#electron/disks/disk-files.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { checkDisk } from '#electron/disks/tools/check.ts'
import { createDifferencing, createFixed } from '#electron/disks/tools/create.ts'
import { storesNothing } from '#electron/disks/tools/inspect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { embeddedStates } from '#electron/engines/embedded/saved-state/saved-states.ts'
import { bootSector, countOnDisk } from '#tests/fixtures/boot-disc.ts'
import { PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { smallVolume } from '#tests/fixtures/small-volume.ts'

type Start = NonNullable<Parameters<typeof PoweredOn.start>[0]>

/** What the counting guest adds each time it is started anew. */
const aStart = 1_000_000

let folder = ''
const at = (name: string) => path.join(folder, name)

const machineWith = (disk: string, options: Start = {}): Start => ({
  ...options,
  drives: [{ kind: 'disk', at: 'ide0:0', path: at(disk) }],
})
/** The state stays: it is that of a snapshot, whose disks nobody writes any more. */
const from = (state: string) => ({ path: at(state), consume: () => Promise.resolve() })

function take(on: PoweredOn, state: string, disk: string, commit: () => Promise<void> = () => Promise.resolve()) {
  return on.machine.takeSnapshot({ file: at(state), disks: [{ at: 'ide0:0', path: at(disk) }] }, commit)
}

describe('a guest that counts on its disk', () => {
  const small = { memory: 16 }
  let on: PoweredOn

  /** Looks at a disk in use: a moment later it may be another. */
  async function counted(disk: string): Promise<number> {
    const unlocked: DiskLock = {
      release: () => Promise.resolve(),
      share: () => Promise.resolve(unlocked),
      promote: () => Promise.resolve(unlocked),
    }
    const files: DiskFiles = { ...nodeDiskFiles, lock: () => Promise.resolve(unlocked) }
    const vhd = await openVhd(files, at(disk), { writable: false })
    const sector = Buffer.alloc(512)
    await vhd.read(512, sector)
    await vhd.close()
    return sector.readUInt32LE()
  }

  async function counts(disk: string): Promise<number> {
    const before = await counted(disk)
    let now = before
    while (now === before) now = await counted(disk)
    return now
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'viridian-snapshot-'))
    await createFixed(nodeDiskFiles, at('disk.vhd'), 3 * 2 ** 20)
    const file = await open(at('disk.vhd'), 'r+')
    await file.write(bootSector(countOnDisk), 0, 512, 0)
    await file.close()
    on = await PoweredOn.start(machineWith('disk.vhd', small))
    await counts('disk.vhd')
  })
  afterEach(async () => {
    await on.machine.turnOff()
    await rm(folder, { recursive: true, force: true })
  })

  test('stands still until all is written down, then counts on its new disk; the state goes on from there', async () => {
    let frozen = Buffer.alloc(0)
    await take(on, 'state', 'child.vhd', async () => {
      frozen = await readFile(at('disk.vhd'))
      expect(await storesNothing(nodeDiskFiles, at('child.vhd'))).toBe(true)
      const { samples } = on
      const seen = samples.length
      await on.until(() => samples.length > seen)
      expect((await readFile(at('disk.vhd'))).equals(frozen)).toBe(true)
    })
    const then = await counted('disk.vhd')
    expect(await counts('child.vhd')).toBeGreaterThan(then)
    expect((await readFile(at('disk.vhd'))).equals(frozen)).toBe(true)

    // Another machine goes on from there, while the first goes on too.
    await createDifferencing(nodeDiskFiles, at('clone.vhd'), at('disk.vhd'))
    const clone = await PoweredOn.start(machineWith('clone.vhd', { ...small, savedState: from('state') }))
    const cloned = await counts('clone.vhd')
    expect(cloned).toBeGreaterThan(then)
    expect(cloned).toBeLessThan(then + aStart)
    // A second snapshot, of a machine that has a chain.
    await take(on, 'second', 'grandchild.vhd')
    const later = await counted('child.vhd')
    expect(await counts('grandchild.vhd')).toBeGreaterThan(later)
    await clone.machine.save(at('saved'))
    await clone.machine.turnOff()

    await createDifferencing(nodeDiskFiles, at('other.vhd'), at('child.vhd'))
    const other = await PoweredOn.start(machineWith('other.vhd', { ...small, savedState: from('second') }))
    expect(await counts('other.vhd')).toBeGreaterThan(later)
    await other.machine.turnOff()
    // A saved machine whose disk got a child since.
    await createDifferencing(nodeDiskFiles, at('on-clone.vhd'), at('clone.vhd'))
    const again = await PoweredOn.start(machineWith('on-clone.vhd', { ...small, savedState: from('saved') }))
    expect(await counts('on-clone.vhd')).toBeLessThan(then + aStart)
    await again.machine.turnOff()
    for (const disk of ['clone.vhd', 'on-clone.vhd', 'other.vhd']) {
      expect((await checkDisk(nodeDiskFiles, at(disk), { repair: false })).findings).toEqual([])
    }

    await on.machine.turnOff()
    await utimes(at('disk.vhd'), 1, 1)
    await createDifferencing(nodeDiskFiles, at('late.vhd'), at('disk.vhd'))
    await expect(
      PoweredOn.start(machineWith('late.vhd', { ...small, savedState: from('state') })),
    ).rejects.toMatchObject({ code: 'STATE_UNUSABLE', facts: { problem: 'DISK_CHANGED', detail: at('disk.vhd') } })
  })

  test('counts on as before where that cannot be written down', async () => {
    const refused = take(on, 'state', 'child.vhd', () => Promise.reject(new Error('no machine.json')))
    await expect(refused).rejects.toThrow('no machine.json')
    await counts('disk.vhd')
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual(['disk.vhd'])
    await take(on, 'state', 'child.vhd')
    await counts('child.vhd')
  })

  test.skipIf(process.platform === 'win32')('is neither saved nor kept where its disk has been replaced', async () => {
    const replacement = at('sync.tmp')
    await copyFile(at('disk.vhd'), replacement)
    await rename(replacement, at('disk.vhd'))
    const refused = { code: 'DISK_FAILED', facts: { problem: 'REPLACED', path: at('disk.vhd') } }
    await expect(take(on, 'state', 'child.vhd')).rejects.toMatchObject(refused)
    await expect(on.machine.save(at('saved'))).rejects.toMatchObject(refused)
    // The guest goes on, for its user to copy out what it has written.
    const { samples } = on
    const seen = samples.length
    await on.until(() => samples.length > seen)
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual(['disk.vhd'])
  })

  test('counts on as before where its new disk finds no room', async (context) => {
    const volume = await smallVolume(4)
    if (volume === null) return context.skip('this user may not mount a volume')
    await writeFile(path.join(volume.folder, 'filler'), Buffer.alloc(4096))
    const disks = [{ at: 'ide0:0', path: path.join(volume.folder, 'child.vhd') }] as const
    let committed = false
    const refused = on.machine.takeSnapshot({ file: at('state'), disks }, () =>
      Promise.resolve(void (committed = true)),
    )
    await expect(refused).rejects.toMatchObject({ code: 'DISK_FAILED', facts: { problem: 'NO_SPACE' } })
    expect(committed).toBe(false)
    expect(await readdir(volume.folder)).toEqual(['filler'])
    await counts('disk.vhd')
  })

  test('counts on with its new disk where its state finds no room', async (context) => {
    const volume = await smallVolume(64)
    if (volume === null) return context.skip('this user may not mount a volume')
    const file = path.join(volume.folder, 'state')
    const disks = [{ at: 'ide0:0', path: at('child.vhd') }] as const
    let committed = false
    const lost = on.machine.takeSnapshot({ file, disks }, () => Promise.resolve(void (committed = true)))
    await expect(lost).rejects.toMatchObject({ code: 'DISK_FAILED', facts: { problem: 'NO_SPACE', path: file } })
    expect(committed).toBe(true)
    expect(await readdir(volume.folder)).toEqual([])
    await counts('child.vhd')
    await take(on, 'state', 'grandchild.vhd')
    await counts('grandchild.vhd')
  })

  test('that is killed when all is written down has lost nothing', async () => {
    const killed = take(on, 'state', 'child.vhd', () => Promise.resolve(void process.kill(on.machine.pid, 'SIGKILL')))
    await expect(killed).rejects.toThrow('The machine is off.')
    expect(await storesNothing(nodeDiskFiles, at('child.vhd'))).toBe(true)
    expect((await checkDisk(nodeDiskFiles, at('child.vhd'), { repair: false })).findings).toEqual([])
    const then = await counted('child.vhd')
    on = await PoweredOn.start(machineWith('child.vhd', small))
    await on.until(async () => (await counted('child.vhd')) > then + aStart)
    expect(await counted('disk.vhd')).toBe(then)
  })

  test('that is turned off meanwhile has its state', async () => {
    let off: Promise<void> = Promise.resolve()
    await take(on, 'state', 'child.vhd', () => Promise.resolve(void (off = on.machine.turnOff())))
    await off
    expect(on.reasons).toEqual([{ kind: 'turnedOff' }])
    expect(await embeddedStates.describe(at('state'))).toMatchObject({ memory: 16 })
    const then = await counted('disk.vhd')
    on = await PoweredOn.start(machineWith('child.vhd', { ...small, savedState: from('state') }))
    const now = await counts('child.vhd')
    expect(now).toBeGreaterThan(then)
    expect(now).toBeLessThan(then + aStart)
  })

  test('that stands still has none taken, and stands still', async () => {
    await on.machine.pause()
    await expect(take(on, 'state', 'child.vhd')).rejects.toThrow('does not run')
    const then = await counted('disk.vhd')
    const seen = on.samples.length
    await on.until(() => on.samples.length > seen)
    expect(await counted('disk.vhd')).toBe(then)
  })
})

describe('a Linux guest that works on its disk', () => {
  const machine = (disk: string, id: string) => machineWith(disk, { memory: 64, machineId: id })
  let on: PoweredOn
  let com1: SerialReader

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'viridian-snapshot-'))
    await copyFile(path.join(builtResources.guests, 'lab-linux-disk.vhd'), at('disk.vhd'))
    on = await PoweredOn.start(machine('disk.vhd', 'original'))
    com1 = await on.shell()
    await com1.run('(i=0; while :; do i=$((i + 1)); echo record $i >> /root/records; sync; done) & true')
    await com1.run('until [ -s /root/records ]; do usleep 10000; done')
  })
  afterAll(async () => {
    await on.machine.turnOff()
    await rm(folder, { recursive: true, force: true })
  })

  const recorded = async () => {
    const counted = await com1.run("awk '{ if ($2 != NR) n++ } END { print NR, n + 0 }' /root/records")
    const [, records = '', wrong] = /^(\d+) (\d+)$/m.exec(counted) ?? []
    expect(wrong).toBe('0')
    return Number(records)
  }
  const address = (id: string) => {
    const hash = createHash('sha256').update(id).digest('hex').slice(0, 6)
    return `00:15:5d:${(hash.match(/../g) ?? []).join(':')}`
  }

  test('goes on and notices nothing', async () => {
    await com1.run('echo before > /root/mark; sync')
    await take(on, 'state', 'child.vhd')
    const frozen = await stat(at('disk.vhd'))
    await com1.run('echo after > /root/mark; sync')
    const records = await recorded()
    while ((await recorded()) <= records);
    expect(await com1.run('dmesg')).not.toMatch(/I\/O error|ata\d.*(exception|failed|timeout)/i)
    expect(await stat(at('disk.vhd'))).toMatchObject({ size: frozen.size, mtimeMs: frozen.mtimeMs })
    expect(await storesNothing(nodeDiskFiles, at('child.vhd'))).toBe(false)
    await com1.run('kill %1; wait')
    await on.machine.turnOff()
  })

  test('and goes on from its snapshot as another machine, with the disk of then', async () => {
    await createDifferencing(nodeDiskFiles, at('clone.vhd'), at('disk.vhd'))
    on = await PoweredOn.start({ ...machine('clone.vhd', 'clone'), savedState: from('state') })
    com1 = await on.serial()
    // What COM1 showed before comes first.
    com1.stream.write('echo here-$((40 + 2))\n')
    await com1.read(/here-42\r\n/)
    expect(await com1.run('cat /root/mark')).toContain('before')
    const records = await recorded()
    while ((await recorded()) <= records);
    await com1.run('kill %1; wait')
    expect(await com1.run('dmesg')).not.toMatch(/I\/O error|ata\d.*(exception|failed|timeout)/i)
  })

  test('its network adapter has the address of its own, which its driver has once it looks again', async () => {
    expect(await com1.run('cat /sys/class/net/*/address')).toContain(address('original'))
    await com1.run('cd /sys/bus/virtio/drivers/virtio_net; d=$(ls -d virtio*); echo $d > unbind; echo $d > bind; cd')
    expect(await com1.run('cat /sys/class/net/*/address')).toContain(address('clone'))
  })
})
