import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createFirstMachine } from '#electron/host/first-run.ts'
import { SerialReader } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { makeWarmGuest } from '../../build/guest/warm.mjs'

const name = 'lab-linux'

/** The ready-made guests, of which a test may change what is said of them. */
async function guestsFolder(): Promise<string> {
  const folder = path.join(await temporaryFolder(), 'guests')
  await mkdir(folder)
  for (const file of [`${name}.iso`, `${name}.state.bin`, `${name}.state.png`]) {
    await symlink(path.join(builtResources.guests, file), path.join(folder, file))
  }
  for (const file of [`${name}.json`, `${name}.state.json`]) {
    await cp(path.join(builtResources.guests, file), path.join(folder, file))
  }
  return folder
}

const openHost = async (guests = builtResources.guests) =>
  (await realHost(path.join(await temporaryFolder(), 'home'), { resources: { ...builtResources, guests } })).host

describe('the first machine', () => {
  beforeAll(() => makeWarmGuest())

  it('goes on from the state of the booted guest, which answers at once', async () => {
    const host = await openHost()
    const machine = await createFirstMachine(host)
    expect(machine?.state).toBe('Saved')
    const id = machine?.id ?? ''
    await host.machines.start(id)
    expect((await host.machines.screenText(id)).join('\n')).toContain(`${name}:~#`)
    const guest = new SerialReader(await host.machines.openChannel(id, 'serial'))
    expect(await guest.run('uname -s')).toContain('Linux')
    expect((await host.examine()).filter(({ level }) => level !== 'Information')).toEqual([])
  })

  it('finds its disc in another folder, where an installation has put it', async () => {
    const guests = await guestsFolder()
    await cp(path.join(builtResources.guests, `${name}.iso`), path.join(guests, 'other.iso'))
    const manifest = path.join(guests, `${name}.json`)
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(`"${name}.iso"`, '"other.iso"'))
    const host = await openHost(guests)
    const machine = await createFirstMachine(host)
    expect(machine?.state).toBe('Saved')
    await host.machines.start(machine?.id ?? '')
  })

  it('starts anew where the state is of another disc', async () => {
    const guests = await guestsFolder()
    const manifest = path.join(guests, `${name}.state.json`)
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/"disc": "\w+"/, '"disc": "of another"'))
    expect(await createFirstMachine(await openHost(guests))).toMatchObject({ state: 'Off' })
  })

  it('starts anew where the state is damaged', async () => {
    const guests = await guestsFolder()
    const manifest = path.join(guests, `${name}.state.json`)
    await writeFile(
      path.join(guests, 'torn.bin'),
      (await readFile(path.join(guests, `${name}.state.bin`))).subarray(0, 9000),
    )
    await writeFile(manifest, (await readFile(manifest, 'utf8')).replace(/"state": "[^"]+"/, '"state": "torn.bin"'))
    expect(await createFirstMachine(await openHost(guests))).toMatchObject({ state: 'Off' })
  })

  it('starts anew with another memory than the state has', async () => {
    const host = await openHost()
    const dvd = { kind: 'template', template: name } as const
    expect(await host.machines.create({ name: 'Small', memory: 64, dvd }, { warm: true })).toMatchObject({
      state: 'Off',
    })
  })
})
