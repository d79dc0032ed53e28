import { expect, it } from 'vitest'
import type { WatchMessage } from '#shared/host.ts'
import { joinParts, type WatchPart } from '#shared/watch-parts.ts'
import { connectHost } from '#electron/server/client.ts'
import { limits } from '#electron/server/limits.ts'
import { fakeMachine } from '#tests/fixtures/fake-host.ts'
import { startTestServer } from './running.ts'

const notes = 'n'.repeat(30_000)
const manyMachines = Array.from({ length: 3000 }, (_, i) => ({ ...fakeMachine(`lab ${i}`), notes }))

/** The first messages of a watch. */
async function firstOf(parts: AsyncIterable<WatchPart>, count: number) {
  const messages: WatchMessage[] = []
  for await (const message of joinParts(parts)) if (messages.push(message) === count) break
  return messages
}

it('a snapshot that is larger than any message arrives in parts, then what has changed meanwhile', async () => {
  const running = await startTestServer({}, manyMachines)
  const { host, home } = running
  const connection = await connectHost(home)
  const watch = await connection.client.host.watch()
  const following = firstOf(watch, 2)
  const renamed = { ...fakeMachine('lab 2999'), notes: 'renamed' }
  const change = { type: 'machine', machine: renamed } as const
  setImmediate(() => host.publish(change))
  const [first, second] = await following
  expect(first?.type === 'snapshot' && first.snapshot.machines.map(({ name }) => name)).toEqual(
    manyMachines.map(({ name }) => name),
  )
  expect(JSON.stringify(first).length).toBeGreaterThan(limits.callAnswer)
  expect(second).toEqual({ type: 'change', revision: (first?.revision ?? 0) + 1, change })
  await connection.close()
  await running.close()
})

it('a small snapshot is one message', async () => {
  const running = await startTestServer({}, manyMachines.slice(0, 20))
  const connection = await connectHost(running.home)
  const watch = await connection.client.host.watch()
  const { value } = await watch.next()
  expect(value).not.toHaveProperty('parts')
  expect(value).toMatchObject({ type: 'snapshot', revision: 0 })
  await connection.close()
  await running.close()
})
