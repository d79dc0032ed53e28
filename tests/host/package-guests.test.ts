import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packageGuests } from '#tests/fixtures/package-guests.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'

/** What hosts do to guests of which they know nothing; each test goes on with what the one before has left. */
describe.each(packageGuests)('$name', ({ media, memory, booted, works }) => {
  let folder: string
  let options: Parameters<typeof PoweredOn.start>[0]
  let on: PoweredOn
  let turn = 0

  const goesOn = () => works(on, (turn += 1))

  async function tellAgent(): Promise<void> {
    const agent = await on.machine.openAgent()
    for (let count = 0; count < 20; count++) {
      await new Promise<void>((resolve) => agent.write('{"execute":"guest-ping"}\n', () => resolve()))
      // Not all of it in one piece.
      await on.rows()
    }
    agent.destroy()
  }

  /** Goes on from a state, which stays. */
  async function restore(state: string, machineId?: string): Promise<PoweredOn> {
    const savedState = { path: state, consume: () => Promise.resolve() }
    return PoweredOn.start({ ...options, ...(machineId !== undefined && { machineId }), savedState })
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'viridian-guest-'))
    options = { ...(await media(folder)), memory }
    on = await PoweredOn.start(options)
    await booted(on)
  })
  afterAll(async () => {
    await on.machine.turnOff()
    await rm(folder, { recursive: true })
  })

  test('works', goesOn)

  test('is not harmed by what is said to an agent', async () => {
    await tellAgent()
    await goesOn()
  })

  test('goes on after a pause', async () => {
    await on.machine.pause()
    const samples = on.samples.length
    await on.until(() => on.samples.length >= samples + 2)
    await on.machine.resume()
    await goesOn()
  })

  test('goes on while a snapshot of it is taken', async () => {
    await on.machine.takeSnapshot({ file: path.join(folder, 'snapshot.bin'), disks: [] }, () => Promise.resolve())
    await goesOn()
    expect(on.faults).toEqual([])
  })

  test('goes on as another machine, a clone from the snapshot, and as itself when it was saved', async () => {
    const state = path.join(folder, 'state.bin')
    await on.machine.save(state)
    // First: both have the same floppy disk.
    await on.machine.turnOff()
    on = await restore(path.join(folder, 'snapshot.bin'), 'clone')
    await tellAgent()
    await goesOn()
    expect(on.faults).toEqual([])
    await on.machine.turnOff()
    on = await restore(state)
    await goesOn()
    expect(on.faults).toEqual([])
  })
})
