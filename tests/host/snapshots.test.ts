import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { SerialReader } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const prompt = /lab-linux:\S*# /

it('a guest goes on from its snapshots with the files it had, whatever becomes of their disks', async () => {
  const { host, follower } = await realHost(path.join(await temporaryFolder(), 'home'))
  const { machines } = host
  const { id, folder } = await machines.create({
    name: 'lab',
    memory: 64,
    dvd: { kind: 'none' },
    disk: { kind: 'template', template: 'lab-linux-disk' },
  })
  const get = () => machines.list().find((machine) => machine.id === id)
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
}, 600_000)
