import { mkdir, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { HostClock } from '#electron/host/host-clock.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { TestTime } from '#tests/fixtures/test-time.ts'

const fortyYears = 40 * 365

async function clockAt(time: TestTime) {
  const home = await temporaryFolder()
  return { home, clock: await HostClock.open(home, time) }
}

describe('what is kept for some days', () => {
  it('has lasted when the host has run as long', async () => {
    const time = new TestTime()
    const { clock } = await clockAt(time)
    expect(clock.hasLasted('a', 7)).toBe(false)
    time.pass(6.9)
    expect(clock.hasLasted('a', 7)).toBe(false)
    time.pass(0.2)
    expect(clock.hasLasted('a', 7)).toBe(true)
    clock.forget('a')
    expect(clock.hasLasted('a', 7)).toBe(false)
  })

  it('is a day older at most after each time that the host did not run, or the computer slept', async () => {
    const time = new TestTime()
    const { home, clock } = await clockAt(time)
    clock.hasLasted('a', 3)
    await clock.save()
    time.pass(1000)
    const next = await HostClock.open(home, time)
    expect(next.hasLasted('a', 2)).toBe(false)
    time.sleep(1000)
    expect(next.hasLasted('a', 2)).toBe(true)
    expect(next.hasLasted('a', 3)).toBe(false)
  })

  it('is no older by a clock that was wrong, in either direction, while the host runs or from one start to the next', async () => {
    const time = new TestTime()
    const { home, clock } = await clockAt(time)
    clock.hasLasted('a', 2)
    time.wrong = fortyYears
    expect(clock.hasLasted('a', 2)).toBe(false)
    time.wrong = -fortyYears
    expect(clock.hasLasted('a', 2)).toBe(false)
    await clock.save()
    time.wrong = 0
    // Seen to be wrong by forty years, the clock is believed for a day, no more.
    expect((await HostClock.open(home, time)).hasLasted('a', 2.5)).toBe(false)
  })

  it('begins anew where the record is damaged, and is not kept from it by what stands in its place', async () => {
    const time = new TestTime()
    for (const text of [
      '',
      '{',
      '{"schema":1,"seen":1e300,"wall":0,"since":{}}',
      '{"schema":1,"seen":5,"wall":0,"since":[]}',
    ]) {
      const { home } = await clockAt(time)
      await writeFile(path.join(home, 'clock.json'), text)
      expect((await HostClock.open(home, time)).hasLasted('a', 1)).toBe(false)
    }
    const { home } = await clockAt(time)
    await mkdir(path.join(home, 'clock.json', 'folder'), { recursive: true })
    const clock = await HostClock.open(home, time)
    clock.hasLasted('a', 1)
    await clock.save()
    time.pass(1)
    expect((await HostClock.open(home, time)).hasLasted('a', 1)).toBe(true)
    expect((await readdir(home)).sort()).toEqual(['clock.json', expect.stringMatching(/^clock\.json\.damaged-/)])
  })
})

it('a host that is started once with a clock forty years ahead empties no trash', async () => {
  const time = new TestTime()
  const { host, home } = await openTestHost({ time })
  const { id } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
  await host.machines.delete(id)
  await host.close()
  time.wrong = fortyYears
  const { host: wrong } = await openTestHost({ home, time })
  expect(wrong.trash.entries).toHaveLength(1)
  await wrong.trash.removeExpired()
  await wrong.close()
  time.wrong = 0
  const { host: right } = await openTestHost({ home, time })
  expect(right.trash.entries).toMatchObject([{ name: 'lab' }])
})
