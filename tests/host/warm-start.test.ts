import { cp, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createFirstMachine } from '#electron/host/first-run.ts'
import type { Host } from '#electron/host/host.ts'
import type { CreateMachine } from '#shared/machine.ts'
import { eventually } from '#tests/fixtures/patience.ts'
import { SerialReader } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { makeWarmGuest } from '../../build/guest/warm.mjs'

const name = 'lab-linux'
const dvd = { kind: 'template', template: name } as const

/** The ready-made guests, of which a test may change what is said of them. */
async function guestsFolder(): Promise<string> {
  const folder = path.join(await temporaryFolder(), 'guests')
  await mkdir(folder)
  for (const file of [`${name}.iso`, `${name}.state.bin`]) {
    await symlink(path.join(builtResources.guests, file), path.join(folder, file))
  }
  for (const file of [`${name}.json`, `${name}.state.json`]) {
    await cp(path.join(builtResources.guests, file), path.join(folder, file))
  }
  return folder
}

const open = async (guests = builtResources.guests) => {
  const home = path.join(await temporaryFolder(), 'home')
  return { home, host: (await realHost(home, { resources: { ...builtResources, guests } })).host }
}

/** Creates a machine and starts it; whether its guest waits for its user at once, as one that boots does not. */
async function startsWarm({ machines }: Host, options: Omit<CreateMachine, 'dvd'>): Promise<boolean> {
  const { id, state } = await machines.create({ dvd, ...options })
  expect(state).toBe('Off')
  await machines.start(id)
  const screen = (await machines.screenText(id)).join('\n')
  await machines.turnOff(id)
  return screen.includes(`${name}:~#`)
}

describe('a machine of the ready-made disc', () => {
  beforeAll(() => makeWarmGuest())

  it('first goes on from the booted guest, under its own name and with the right time, and boots after that', async () => {
    const { host, home } = await open()
    const first = await createFirstMachine(host)
    expect(first?.state).toBe('Off')
    const { id, folder } = await host.machines.create({ name: 'Second', dvd })
    await host.machines.start(id)
    expect((await host.machines.screenText(id)).join('\n')).toContain(`${name}:~#`)
    const guest = new SerialReader(await host.machines.openChannel(id, 'serial'))
    // Asking the guest takes as long as the guest is slow.
    await eventually(async () => expect(await guest.run('hostname')).toBe('second\n'))
    const clock = Number(await guest.run('date +%s'))
    expect(Math.abs(clock - Date.now() / 1000)).toBeLessThan(600)
    // All machines go on from one file.
    expect((await readdir(folder)).filter((file) => file.includes('state'))).toEqual([])
    expect(await readdir(path.join(home, 'templates')).catch(() => [])).toEqual([])
    expect((await host.examine()).filter(({ level }) => level !== 'Information')).toEqual([])
    await host.machines.turnOff(id)
    await host.machines.start(id)
    expect((await host.machines.screenText(id)).join('\n')).not.toContain(':~#')
  })

  it('boots where its hardware is not that of the booted guest, or the boot menu is asked for', async () => {
    const { host } = await open()
    expect(await startsWarm(host, { name: 'Small', memory: 64 })).toBe(false)
    expect(await startsWarm(host, { name: 'Disk', disk: { kind: 'new', capacity: 2 ** 26 } })).toBe(false)
    const { id } = await host.machines.create({ name: 'Menu', dvd })
    await host.machines.start(id, { bootMenu: true })
    expect((await host.machines.screenText(id)).join('\n')).not.toContain(':~#')
  })

  it('goes on in an installation too, which has its disc in another file: told so once for all machines', async () => {
    const guests = await guestsFolder()
    const disc = path.join(guests, 'other.iso')
    await cp(path.join(builtResources.guests, `${name}.iso`), disc)
    await utimes(disc, 1e9, 1e9)
    const manifest = path.join(guests, `${name}.json`)
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(`"${name}.iso"`, '"other.iso"'))
    const { host, home } = await open(guests)
    expect(await startsWarm(host, { name: 'A' })).toBe(true)
    const kept = await readdir(path.join(home, 'templates'))
    expect(kept).toHaveLength(1)
    const before = await stat(path.join(home, 'templates', kept[0] ?? ''))
    expect(await startsWarm(host, { name: 'B' })).toBe(true)
    expect((await stat(path.join(home, 'templates', kept[0] ?? ''))).ino).toBe(before.ino)
    expect((await host.events.list({ limit: 50 })).filter(({ code }) => code === 'MEDIA_CHANGED')).toEqual([])
    expect((await host.examine()).filter(({ level }) => level !== 'Information')).toEqual([])
  })

  it('boots where the state is of another disc', async () => {
    const guests = await guestsFolder()
    const manifest = path.join(guests, `${name}.state.json`)
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/"disc": "\w+"/, '"disc": "of another"'))
    expect(await startsWarm((await open(guests)).host, { name: 'Lab' })).toBe(false)
  })

  it.each<[string, (state: Buffer) => Buffer]>([
    ['at its end', (state) => state.subarray(0, 9000)],
    ['in the middle', (state) => state.fill(0, state.length >> 1, (state.length >> 1) + 100)],
  ])('boots where the state is damaged %s, and starts again', async (_, damage) => {
    const guests = await guestsFolder()
    const manifest = path.join(guests, `${name}.state.json`)
    await writeFile(path.join(guests, 'torn.bin'), damage(await readFile(path.join(guests, `${name}.state.bin`))))
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/"state": "[^"]+"/, '"state": "torn.bin"'))
    const { host } = await open(guests)
    expect(await startsWarm(host, { name: 'Lab' })).toBe(false)
    const { machines } = host
    const [{ id } = { id: '' }] = machines.list()
    await machines.start(id)
    await machines.turnOff(id)
  })
})
