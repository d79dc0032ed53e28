import { describe, expect, it } from 'vitest'
import { FakeEngine } from '#tests/fixtures/fake-engine.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { eventually } from '#tests/fixtures/patience.ts'

async function started() {
  const engine = new FakeEngine()
  engine.hasAgent = true
  const { host } = await openTestHost({ engine })
  const { id } = await host.machines.create({ name: 'Test', dvd: { kind: 'none' } })
  await host.machines.start(id)
  return { host, engine, id }
}

const times = (engine: FakeEngine) => engine.latest.asked.filter((command) => command === 'guest-set-time').length

describe('a guest that goes on', () => {
  it('is told what time it is after a pause, each time', async () => {
    const { host, engine, id } = await started()
    expect(engine.latest.asked).toEqual([])
    for (const count of [1, 2]) {
      await host.machines.pause(id)
      const from = Date.now()
      await host.machines.resume(id)
      await eventually(() => expect(times(engine)).toBe(count))
      expect(engine.latest.timeSet).toBeGreaterThanOrEqual(from)
      expect(engine.latest.timeSet).toBeLessThanOrEqual(Date.now())
    }
  })

  it('is told what time it is when it was saved', async () => {
    const { host, engine, id } = await started()
    await host.machines.save(id)
    await host.machines.start(id)
    await eventually(() => expect(times(engine)).toBe(1))
  })

  it('is left alone when it starts anew', async () => {
    const { host, engine, id } = await started()
    await host.machines.pause(id)
    await host.machines.reset(id)
    await host.machines.turnOff(id)
    await host.machines.start(id)
    expect(engine.machines.length).toBe(2)
    // What is said to a guest is said in order: had it been told before, this would be the second time.
    await host.machines.pause(id)
    await host.machines.resume(id)
    await eventually(() => expect(times(engine)).toBeGreaterThan(0))
    expect(engine.machines.map(({ asked }) => asked.filter((each) => each === 'guest-set-time').length)).toEqual([0, 1])
  })
})
