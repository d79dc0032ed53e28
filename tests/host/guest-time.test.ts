import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bootDisc } from '#tests/fixtures/boot-disc.ts'
import { readClocks, showClocks, type GuestClocks } from '#tests/fixtures/clock-guest.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'

/** Counts of the time stamp counter a millisecond. */
const countsPerMillisecond = 1_000_000n
/** Counts of the power management timer a millisecond, and how many there are. */
const timerRate = 3579.545
const timerRange = 2 ** 24
const hour = 3600

describe('the time of a guest', () => {
  let folder: string
  let disc: string
  let on: PoweredOn
  let before: GuestClocks
  /** By the clock of this computer, not later than the guest's were read. */
  let readAt: number

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'viridian-time-'))
    disc = path.join(folder, 'clocks.iso')
    await writeFile(disc, bootDisc(showClocks))
    on = await PoweredOn.start({ dvd: disc, memory: 16 })
    readAt = performance.now()
    before = await readClocks(on)
  })
  afterAll(async () => {
    await on.machine.turnOff()
    await rm(folder, { recursive: true })
  })

  /** Long enough to tell. */
  async function standStill(): Promise<void> {
    const heard = on.samples.length
    await on.until(() => on.samples.length >= heard + 4)
  }

  /** Its timers have counted no more than the machine ran, and the same; its clock shows what time it is. */
  async function expectConsistent(stood: number): Promise<void> {
    const after = await readClocks(on)
    const ran = performance.now() - readAt - stood
    const counted = Number((after.counter - before.counter) / countsPerMillisecond)
    expect(counted).toBeGreaterThan(0)
    expect(counted).toBeLessThan(ran + 1000)
    // A millisecond lies between two readings at most, before as well as after.
    const apart = (after.powerTimer - before.powerTimer - counted * timerRate) % timerRange
    const distance = Math.min(Math.abs(apart), timerRange - Math.abs(apart))
    expect(distance).toBeLessThan(4 * timerRate)
    const now = Math.floor(Date.now() / 1000) % hour
    const late = (now - after.seconds + hour) % hour
    expect(Math.min(late, hour - late)).toBeLessThan(5)
  }

  test('stands still while it is paused', async () => {
    await on.machine.pause()
    const pausedAt = performance.now()
    await standStill()
    const stood = performance.now() - pausedAt
    await on.machine.resume()
    await expectConsistent(stood)
  })

  test('stands still while it is saved', async () => {
    readAt = performance.now()
    before = await readClocks(on)
    const state = path.join(folder, 'state.bin')
    await on.machine.pause()
    const pausedAt = performance.now()
    await standStill()
    await on.machine.save(state)
    await on.machine.turnOff()
    let stood = 0
    on = await PoweredOn.start({
      dvd: disc,
      memory: 16,
      savedState: {
        path: state,
        consume: () => Promise.resolve().then(() => void (stood = performance.now() - pausedAt)),
      },
    })
    await expectConsistent(stood)
  })
})
