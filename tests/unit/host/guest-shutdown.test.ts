import { describe, expect, it } from 'vitest'
import { shutDownGuest, type ShutDownMeans } from '#electron/host/guest-shutdown.ts'
import { GuestTalks } from '#electron/host/guest-talks.ts'
import type { HostEvent } from '#shared/event.ts'
import type { Job } from '#shared/job.ts'
import { follow, openTestHost, type Follower } from '#tests/fixtures/host.ts'

const never = new AbortController().signal
/** A time nothing here takes. */
const seconds = 600
/** So that a guest without an agent is not waited for. */
const agentPatience = 1

async function running() {
  const { host, engine } = await openTestHost()
  const { id, name } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
  await host.machines.start(id)
  const means: ShutDownMeans[] = []
  const talks = new GuestTalks()
  const options = { talks, seconds, signal: never, agentPatience, asked: (by: ShutDownMeans) => void means.push(by) }
  const state = () => host.machines.list()[0]?.state
  return {
    host,
    engine,
    machines: host.machines,
    machine: host.machines.registry.machine(id),
    id,
    name,
    means,
    options,
    state,
  }
}

const jobsOf = ({ changes }: Follower): Job[] =>
  changes.flatMap((change) => (change.type === 'job' ? [change.job] : []))
const eventsOf = ({ changes }: Follower): HostEvent[] =>
  changes.flatMap((change) => (change.type === 'event' ? [change.event] : []))

describe('a guest that is to shut down', () => {
  it('is asked by its agent where one answers', async () => {
    const { engine, machine, means, options, state } = await running()
    engine.hasAgent = true
    await shutDownGuest(machine, { ...options, agentPatience: seconds * 1000 })
    expect(state()).toBe('Off')
    expect(means).toEqual(['agent'])
    expect(engine.latest.asked).toEqual(['guest-sync-delimited', 'guest-shutdown'])
    expect(engine.calls).not.toContain('pressPowerButton')
  })

  it('hears the power button where no agent answers', async () => {
    const { engine, machine, means, options, state } = await running()
    engine.powerButton = 'obeyed'
    await shutDownGuest(machine, options)
    expect(state()).toBe('Off')
    expect(means).toEqual(['powerButton'])
  })

  it('that hears neither is told of at once', async () => {
    const { machine, name, means, options, state } = await running()
    await expect(shutDownGuest(machine, options)).rejects.toMatchObject({
      code: 'GUEST_NOT_LISTENING',
      facts: { name },
    })
    expect(means).toEqual([])
    expect(state()).toBe('Running')
  })

  it('has its time, and is on afterwards', async () => {
    const { engine, machine, name, options, state } = await running()
    engine.powerButton = 'heard'
    await expect(shutDownGuest(machine, { ...options, seconds: 0.2 })).rejects.toMatchObject({
      code: 'GUEST_STILL_ON',
      facts: { name, seconds: 0.2 },
    })
    expect(state()).toBe('Running')
    expect(engine.calls).toContain('pressPowerButton')
  })

  it('is not off where somebody saves it meanwhile', async () => {
    const { engine, machine, machines, id, options } = await running()
    engine.powerButton = 'heard'
    const pressed = engine.asked('pressPowerButton')
    const shutDown = shutDownGuest(machine, options)
    await pressed
    const refused = expect(shutDown).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      facts: { command: 'shutDown', state: 'Saved' },
    })
    await machines.save(id)
    await refused
  })
})

describe('the job of shutting a guest down', () => {
  it('ends when the machine is off, and says how the guest was asked', async () => {
    const { host, engine, machines, id } = await running()
    engine.hasAgent = true
    const follower = await follow(host)
    const jobId = machines.shutDown(id)
    expect(await host.jobs.wait(jobId)).toMatchObject({ kind: 'shutDown', machineId: id, state: 'Completed' })
    const said = () => eventsOf(follower).filter(({ code }) => /^GUEST_/.test(code))
    await follower.until(() => said().length === 2)
    expect(said().map(({ code, facts }) => [code, facts])).toContainEqual([
      'GUEST_ASKED_TO_SHUT_DOWN',
      { means: 'agent' },
    ])
    expect(said().map(({ code }) => code)).toContain('GUEST_POWERED_OFF')
  })

  it('is one, however often it is asked for; cancelled, it leaves the guest on and can be asked for again', async () => {
    const { host, engine, machines, id, state } = await running()
    engine.powerButton = 'heard'
    const follower = await follow(host)
    const jobId = machines.shutDown(id, seconds)
    expect(machines.shutDown(id, seconds)).toBe(jobId)
    host.jobs.cancel(jobId)
    expect(await host.jobs.wait(jobId)).toMatchObject({ state: 'Cancelled' })
    expect(new Set(jobsOf(follower).map((job) => job.id))).toEqual(new Set([jobId]))
    expect(state()).toBe('Running')
    engine.hasAgent = true
    const again = machines.shutDown(id, seconds)
    expect(again).not.toBe(jobId)
    expect(await host.jobs.wait(again)).toMatchObject({ state: 'Completed' })
  })

  it('tells what the guest did not do', async () => {
    const { host, machines, id, name } = await running()
    const jobId = machines.shutDown(id, 0.2)
    expect(await host.jobs.wait(jobId)).toMatchObject({
      state: 'Failed',
      error: { code: 'GUEST_STILL_ON', facts: { name, seconds: 0.2 } },
    })
  })
})
