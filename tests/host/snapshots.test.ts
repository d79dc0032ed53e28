import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { eventually } from '#tests/fixtures/patience.ts'
import { SerialReader } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const prompt = /lab-linux:\S*# /

/** A machine that starts the lab guest from its hard disk. */
async function labMachine() {
  const { host, follower } = await realHost(path.join(await temporaryFolder(), 'home'))
  const { machines } = host
  const { id, folder } = await machines.create({
    name: 'lab',
    memory: 64,
    dvd: { kind: 'none' },
    disk: { kind: 'template', template: 'lab-linux-disk' },
  })
  const get = () => machines.list().find((machine) => machine.id === id)
  return { machines, follower, id, folder, get }
}

it('a guest goes on from its snapshots with the files it had, whatever becomes of their disks', async () => {
  const { machines, follower, id, folder, get } = await labMachine()
  let opened = 0
  /** COM1 behind what it says once more of what was before. */
  const com1 = async () => {
    const reader = new SerialReader(await machines.openChannel(id, 'serial'))
    opened += 1
    if (opened === 1) await reader.read(prompt)
    reader.stream.write(`echo OP''EN ${opened}\n`)
    await reader.read(new RegExp(`OPEN ${opened}\r\n`))
    return reader
  }
  const files = async (guest: SerialReader) => (await guest.run('ls /root')).split(/\s+/).filter((name) => name !== '')
  const write = (guest: SerialReader, name: string) => guest.run(`echo ${name} > /root/${name}; sync`)
  const merged = () => follower.until(() => get()?.mergePending === false)

  await machines.start(id)
  const first = await com1()
  await first.run('touch /tmp/since-boot')
  await write(first, 'one')
  const one = await machines.takeSnapshot(id, { name: 'one' })
  expect((await machines.snapshotImage(id, one)).width).toBeGreaterThan(0)
  // It runs on in the same session.
  await write(first, 'two')
  const two = await machines.takeSnapshot(id, { name: 'two' })
  await write(first, 'three')
  expect(await files(first)).toEqual(['one', 'three', 'two'])

  await machines.applySnapshot(id, one)
  expect(get()).toMatchObject({ state: 'Saved', currentSnapshot: one })
  await machines.start(id)
  const second = await com1()
  expect(await files(second)).toEqual(['one'])
  await second.run('ls /tmp/since-boot')
  await write(second, 'other')
  await machines.turnOff(id)

  // The disks of `two` are merged into those of `one`: its state has to go on with them all the same.
  await machines.applySnapshot(id, two)
  await machines.deleteSnapshot(id, one, { subtree: false })
  await merged()
  await machines.start(id)
  const third = await com1()
  expect(await files(third)).toEqual(['one', 'two'])
  await machines.turnOff(id)
  await machines.revert(id)
  expect(get()?.state).toBe('Saved')
  await machines.deleteSnapshot(id, two, { subtree: true })
  await merged()

  // Nothing is left but the machine, saved, on the disk it had first.
  expect(get()?.drives).toMatchObject([{ path: path.join(folder, 'lab.vhd') }, {}])
  await machines.start(id)
  expect(await files(await com1())).toEqual(['one', 'two'])
  await machines.turnOff(id)
  expect(await readdir(path.join(folder, 'snapshots'))).toEqual([])
})

it('the disks of a deleted snapshot are merged while its guest writes, and nothing of that is lost', async () => {
  const { machines, follower, id, folder, get } = await labMachine()
  const shell = async () => {
    const reader = new SerialReader(await machines.openChannel(id, 'serial'))
    await reader.read(prompt)
    return reader
  }
  /** How many there are; each has its number. */
  const records = async (guest: SerialReader) => {
    const counted = await guest.run("awk '{ if ($2 != NR) n++ } END { print NR, n + 0 }' /root/records")
    const [, count = '', wrong] = /^(\d+) (\d+)$/m.exec(counted) ?? []
    expect(wrong).toBe('0')
    return Number(count)
  }
  await machines.start(id)
  const guest = await shell()
  await guest.run('(i=0; while :; do i=$((i + 1)); echo record $i >> /root/records; sync; done) & true')
  await guest.run('until [ -s /root/records ]; do usleep 10000; done')
  const snapshot = await machines.takeSnapshot(id, { name: 'one' })
  await guest.run('dd if=/dev/urandom of=/root/much bs=64k count=64 && sync; sha256sum /root/much > /root/sum')
  await machines.deleteSnapshot(id, snapshot, { subtree: false })
  await follower.until(() => get()?.mergePending === false)
  expect(get()).toMatchObject({ state: 'Running', snapshots: [] })
  expect(get()?.drives).toMatchObject([{ path: path.join(folder, 'lab.vhd') }, {}])
  // The guest lets go of the disk it has had a moment later.
  await eventually(async () => expect(await readdir(path.join(folder, 'snapshots'))).toEqual([]))
  const merged = await records(guest)
  while ((await records(guest)) <= merged);
  await guest.run('kill %1; wait; sync')
  const last = await records(guest)
  expect(await guest.run('sha256sum -c /root/sum; dmesg')).not.toMatch(/I\/O error|EXT4-fs error/)
  await machines.turnOff(id)
  await machines.start(id)
  const again = await shell()
  expect(await records(again)).toBe(last)
  expect(await again.run('sha256sum -c /root/sum')).toContain('/root/much: OK')
  await machines.turnOff(id)
})
