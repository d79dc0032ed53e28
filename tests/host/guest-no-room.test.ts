import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDynamic } from '#electron/disks/tools/create.ts'
import { digestOf, judge, repairExt4, toRaw } from '#tests/fixtures/judge.ts'
import { labPrompt, SerialReader } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { smallVolume } from '#tests/fixtures/small-volume.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const MiB = 2 ** 20

/** Else the host would pause the machine before its disk is full. */
const noVolume = () => Promise.resolve(null)

it('a guest whose disk finds no room stands still until there is, and does not notice', async (context) => {
  const volume = await smallVolume(24 * 1024)
  if (volume === null) return context.skip('this user may not mount a volume')
  const disk = path.join(volume.folder, 'disk.vhd')
  const filler = path.join(volume.folder, 'filler')
  const folder = await temporaryFolder()
  await createDynamic(nodeDiskFiles, disk, 64 * MiB)
  await writeFile(filler, new Uint8Array(16 * MiB))

  const { host, follower } = await realHost(path.join(folder, 'home'), { volumeOf: noVolume })
  const { machines } = host
  const dvd = { kind: 'template', template: 'lab-linux' } as const
  const { id } = await machines.create({ name: 'lab', dvd, disk: { kind: 'existing', path: disk } })
  const lab = () => machines.list().find((machine) => machine.id === id)
  const events = () => follower.changes.flatMap((change) => (change.type === 'event' ? [change.event] : []))
  const paused = (times: number) =>
    follower.until(() => events().filter(({ code }) => code === 'DISK_FULL').length === times)
  await machines.start(id)
  const com1 = new SerialReader(await machines.openChannel(id, 'serial'))
  await com1.read(labPrompt)
  await com1.run('mke2fs -q -t ext4 /dev/sda && mount /dev/sda /mnt')

  await com1.run('dd if=/dev/urandom of=/tmp/data bs=1M count=12')
  const [sum = ''] = /[0-9a-f]{32}/.exec(await com1.run('md5sum /tmp/data')) ?? []
  com1.stream.write("cp /tmp/data /mnt && sync; echo filled: $?; dmesg | tail -n 9; echo EN''D\n")
  await paused(1)
  const full = { level: 'Critical', code: 'DISK_FULL', machineId: id, facts: { path: disk } }
  expect(lab()).toMatchObject({ state: 'Paused', fault: full })

  // Nobody has made room: it stands still again.
  await machines.resume(id)
  await paused(2)
  expect(lab()).toMatchObject({ state: 'Paused', fault: full })

  await rm(filler)
  await machines.resume(id)
  const said = await com1.read(/END\r\n/)
  expect(lab()).toMatchObject({ state: 'Running', fault: null })
  expect(said).toContain('filled: 0')
  expect(said).not.toMatch(/error/i)
  await com1.run('umount /mnt')
  const raw = await toRaw(disk, path.join(folder, 'disk.img'))
  await repairExt4(raw)
  await judge('debugfs', '-R', `dump /data ${path.join(folder, 'data')}`, raw)
  expect(await digestOf('md5', path.join(folder, 'data'))).toBe(sum)

  // What waits for room does not keep a machine on.
  com1.stream.write('cat /tmp/data /tmp/data /tmp/data > /dev/sda; sync\n')
  await paused(3)
  await machines.turnOff(id)
  expect(lab()).toMatchObject({ state: 'Off' })
  const critical = events().filter(({ level }) => level === 'Critical')
  expect(new Set(critical.map(({ code }) => code))).toEqual(new Set(['DISK_FULL']))
})
