import { describe, expect, it } from 'vitest'
import type { Recovery } from '#shared/machine-settings.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { eventually } from '#tests/fixtures/patience.ts'

const crash = { kind: 'crashed', detail: 'out of memory' } as const

/** What tells of faults and what came of them; that machines are started and turned off is told too. */
const told = ['ENGINE_CRASHED', 'ENGINE_HUNG', 'GUEST_POWERED_OFF', 'RESTARTED_AFTER_FAULT', 'NOT_RESTARTED_AGAIN']

async function running(recovery: Recovery) {
  const { host, engine } = await openTestHost()
  const { id } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
  await host.machines.configure(id, { settings: { recovery } })
  await host.machines.start(id)
  const follower = await follow(host)
  const codes = () =>
    follower.changes.flatMap((change) =>
      change.type === 'event' && told.includes(change.event.code) ? [change.event.code] : [],
    )
  const machine = () => host.machines.list()[0]
  return { host, engine, id, codes, machine }
}

describe('a machine that goes off by a fault', () => {
  it.each(['restart', 'revert'] as const)(
    'is started again where it is to (%s), and shows no fault',
    async (recovery) => {
      const { engine, codes, machine } = await running(recovery)
      engine.latest.end(crash)
      await eventually(() => expect(codes()).toEqual(['ENGINE_CRASHED', 'RESTARTED_AFTER_FAULT']))
      expect(machine()).toMatchObject({ state: 'Running', fault: null })
      expect(engine.machines).toHaveLength(2)
    },
  )

  it('is started three times in ten minutes, then stays off with its fault', async () => {
    const { host, engine, id, codes, machine } = await running('restart')
    for (let restarts = 1; restarts <= 3; restarts++) {
      engine.latest.end({ kind: 'killed', signal: 'SIGKILL' })
      await eventually(() => expect(codes().filter((code) => code === 'RESTARTED_AFTER_FAULT')).toHaveLength(restarts))
    }
    engine.latest.end({ kind: 'hung', seconds: 30 })
    await eventually(() => expect(codes().at(-1)).toBe('NOT_RESTARTED_AGAIN'))
    expect(machine()).toMatchObject({ state: 'Off', fault: { code: 'ENGINE_HUNG' } })
    await host.machines.start(id)
    expect(machine()).toMatchObject({ state: 'Running' })
  })

  it('stays off where nothing is to be done, and so does a guest that went off by itself', async () => {
    const none = await running('none')
    none.engine.latest.end(crash)
    const shutDown = await running('restart')
    shutDown.engine.latest.end({ kind: 'guest' })
    for (const { host } of [none, shutDown]) await host.close()
    expect(none.codes()).toEqual(['ENGINE_CRASHED'])
    expect(shutDown.codes()).toEqual(['GUEST_POWERED_OFF'])
    expect([none, shutDown].map(({ engine }) => engine.machines.length)).toEqual([1, 1])
  })

  it('stays off where somebody was turning it off', async () => {
    const { host, engine, id, codes, machine } = await running('restart')
    const release = engine.hold('turnOff')
    const asked = engine.asked('turnOff')
    const turningOff = host.machines.turnOff(id)
    await asked
    engine.latest.end(crash)
    release()
    await turningOff
    expect(machine()?.state).toBe('Off')
    expect(codes()).toEqual(['ENGINE_CRASHED'])
  })
})
