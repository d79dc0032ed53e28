import path from 'node:path'
import { expect, it } from 'vitest'
import type { Host } from '#electron/host/host.ts'
import type { Job } from '#shared/job.ts'
import { eventually } from '#tests/fixtures/patience.ts'
import { SerialReader } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const prompt = /lab-linux:\S*# /

let opened = 0

/** COM1 behind what it says once more of what was before. */
async function shell({ machines }: Host, id: string, boots: boolean): Promise<SerialReader> {
  const reader = new SerialReader(await machines.openChannel(id, 'serial'))
  opened += 1
  if (boots) await reader.read(prompt)
  reader.stream.write(`echo OP''EN ${opened}\n`)
  await reader.read(new RegExp(`OPEN ${opened}\r\n`))
  return reader
}

const address = async (guest: SerialReader) => (await guest.run('cat /sys/class/net/eth0/address')).trim()
const hostName = async (guest: SerialReader) => (await guest.run('hostname; cat /etc/hostname')).trim().split('\n')

/** Takes the adapter from its driver and gives it back, as the guest's looking again. */
const lookAgain =
  'device=$(basename $(readlink -f /sys/class/net/eth0/device)); driver=$(readlink -f /sys/class/net/eth0/device/driver); echo $device > $driver/unbind; echo $device > $driver/bind'

it('a guest goes on as the machine that was made of its template: with that name, that address, and without starting anew', async () => {
  const { host } = await realHost(path.join(await temporaryFolder(), 'home'))
  const { machines, templates, jobs } = host
  const { id } = await machines.create({
    name: 'Original',
    memory: 64,
    dvd: { kind: 'none' },
    disk: { kind: 'template', template: 'lab-linux-disk' },
  })
  await machines.start(id)
  const first = await shell(host, id, true)
  await first.run('echo before > /tmp/since-boot; until pidof qemu-ga; do sleep 1; done')
  const original = await address(first)
  const [originalName] = await hostName(first)
  await machines.save(id)
  const job: Job = await jobs.wait(await templates.create({ id, name: 'Course' }))
  expect(job).toMatchObject({ state: 'Completed', error: null })

  const [seat] = await templates.createMachines({ templateId: job.result as string, name: 'Seat 1', count: 1 })
  if (seat === undefined) throw new Error('There is no machine.')
  expect(seat.state).toBe('Saved')
  await machines.start(seat.id)
  const named = async () => (await host.events.list({ limit: 50 })).some(({ code }) => code === 'GUEST_NAMED')
  await eventually(async () => expect(await named()).toBe(true))
  const guest = await shell(host, seat.id, false)
  expect(await hostName(guest)).toEqual(['seat-1', 'seat-1'])
  expect((await guest.run('cat /tmp/since-boot')).trim()).toBe('before')
  expect(await address(guest)).toBe(original)
  await guest.run(lookAgain)
  await eventually(async () => expect(await address(guest)).toMatch(/^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/))
  expect(await address(guest)).not.toBe(original)

  // The original is as it was, and goes on under its own name.
  await machines.start(id)
  const again = await shell(host, id, false)
  expect(await hostName(again)).toEqual([originalName, originalName])
  expect((await host.examine()).filter(({ level }) => level !== 'Information')).toEqual([])
})
