import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTestHost } from '#tests/fixtures/host.ts'
import { jobsInProcess } from '#tests/fixtures/jobs-in-process.ts'
import { eventually } from '#tests/fixtures/patience.ts'
import { FakeEngine } from '#tests/fixtures/fake-engine.ts'
import { completed } from '#tests/fixtures/transfers.ts'

async function wish(folder: string): Promise<unknown> {
  const stored = JSON.parse(await readFile(path.join(folder, 'machine.json'), 'utf8')) as { guestToBeNamed: unknown }
  return stored.guestToBeNamed
}

/** A host with a saved machine and its clone. */
async function withClone(mode: 'full' | 'linked', engine = new FakeEngine()) {
  const test = await openTestHost({ launcher: jobsInProcess, engine })
  const { machines, transfers } = test.host
  const { id, folder } = await machines.create({ name: 'Original', dvd: { kind: 'none' } })
  await machines.start(id)
  await machines.save(id)
  const [clone = ''] = (await completed(
    test,
    await transfers.clone({ id, name: 'Seat 1', mode, count: 1 }),
  )) as string[]
  const seat = machines.list().find((machine) => machine.id === clone)
  return { ...test, id, folder, clone, cloneFolder: seat?.folder ?? '' }
}

describe('a clone that goes on', () => {
  it.each(['full', 'linked'] as const)('has its guest told its name once it is on: a %s one', async (mode) => {
    const { host, engine, clone, cloneFolder, id, folder } = await withClone(mode)
    expect([await wish(folder), await wish(cloneFolder)]).toEqual([false, true])
    engine.hasAgent = true
    await host.machines.start(clone)
    await eventually(() => expect(engine.latest.hostName).toBe('seat-1'))
    const named = { code: 'GUEST_NAMED', machineName: 'Seat 1', user: 'host', facts: { hostName: 'seat-1' } }
    await eventually(async () =>
      expect(await host.events.list({ limit: 100 })).toContainEqual(expect.objectContaining(named)),
    )
    expect(await wish(cloneFolder)).toBe(false)
    await host.machines.start(id)
    await eventually(() => expect(engine.latest.asked).toContain('guest-set-time'))
    expect(engine.latest.asked).not.toContain('guest-exec')
  })

  it('keeps the wish where no agent answers, over a restart of the host, and takes the name it has then', async () => {
    const { host, home, engine, clone, cloneFolder } = await withClone('linked')
    await host.machines.start(clone)
    await eventually(() => expect(engine.latest.asked).toContain('guest-sync-delimited'))
    expect(host.machines.list().find(({ id }) => id === clone)).toMatchObject({ state: 'Running', fault: null })
    await host.machines.configure(clone, { name: 'Seat 2' })
    await host.close()
    expect(await wish(cloneFolder)).toBe(true)
    const next = new FakeEngine()
    next.hasAgent = true
    await openTestHost({ home, launcher: jobsInProcess, engine: next })
    await eventually(() => expect(next.latest.hostName).toBe('seat-2'))
    await eventually(async () => expect(await wish(cloneFolder)).toBe(false))
  })
})
