import type { Duplex } from 'node:stream'
import { expect, it } from 'vitest'
import { Deferred } from '#electron/engines/protocol/deferred.ts'
import { GuestTalks } from '#electron/host/guest-talks.ts'
import { openTestHost } from '#tests/fixtures/host.ts'

const never = new AbortController().signal
/** Milliseconds nothing here takes. */
const patience = 600_000

async function running() {
  const { host } = await openTestHost()
  const { id } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
  await host.machines.start(id)
  return { machine: host.machines.registry.machine(id), talks: new GuestTalks() }
}

/** Resolves with the channel of a talk that goes on until it is broken off. */
function endless() {
  const open: Duplex[] = []
  const begun = new Deferred<undefined>()
  const say = (channel: Duplex, signal: AbortSignal) =>
    new Promise<void>((_, reject) => {
      open.push(channel)
      begun.resolve(undefined)
      signal.addEventListener('abort', () => reject(new Error('broken off')))
    })
  return { say, begun: begun.promise, open }
}

it('the last thing a guest is told breaks off what is said to it, and waits until its channel is closed', async () => {
  const { machine, talks } = await running()
  const { say, begun, open } = endless()
  const talk = expect(talks.begin(machine, { grace: 0, patience }, say)).rejects.toThrow('broken off')
  const waiting = expect(talks.begin(machine, { grace: patience, patience }, say)).rejects.toThrow('aborted')
  await begun
  let closedBefore = false
  await talks.finish(machine, patience, never, () => {
    closedBefore = open[0]?.destroyed ?? false
    return Promise.resolve()
  })
  expect(closedBefore).toBe(true)
  await talk
  await waiting
  expect(open.length).toBe(1)
})

it('what is said afterwards waits until the guest was told', async () => {
  const { machine, talks } = await running()
  const order: string[] = []
  const told = new Deferred<undefined>()
  const last = talks.finish(machine, patience, never, async () => {
    await told.promise
    order.push('last')
  })
  const next = talks.begin(machine, { grace: 0, patience }, () => Promise.resolve(void order.push('next')))
  told.resolve(undefined)
  await Promise.all([last, next])
  expect(order).toEqual(['last', 'next'])
})

it('as the host closes a guest is told to shut down, and nothing else', async () => {
  const { machine, talks } = await running()
  talks.close()
  await expect(talks.begin(machine, { grace: 0, patience }, () => Promise.resolve())).rejects.toThrow('aborted')
  const said: string[] = []
  await talks.finish(machine, patience, never, () => Promise.resolve(void said.push('off')))
  expect(said).toEqual(['off'])
})
