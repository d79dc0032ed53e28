import { describe, expect, it } from 'vitest'
import { EventHub, watcherLimit } from '#electron/host/event-hub.ts'
import type { Change, Snapshot, WatchMessage } from '#shared/host.ts'

const empty = { machines: [], metrics: [], templates: [], events: [] } as unknown as Snapshot
const removed = (machineId: string): Change => ({ type: 'machineRemoved', machineId })

function hubWith() {
  return { hub: new EventHub(() => empty), abort: new AbortController() }
}

async function readAll(watch: AsyncIterable<WatchMessage>): Promise<WatchMessage[]> {
  const messages: WatchMessage[] = []
  for await (const message of watch) messages.push(message)
  return messages
}

describe('the event hub', () => {
  it('counts every change once and tells it to every watcher', async () => {
    const { hub, abort } = hubWith()
    hub.publish(removed('before'))
    const first = hub.watch(abort.signal)
    const second = hub.watch(abort.signal)
    await first.next()
    hub.publish(removed('a'))
    hub.publish(removed('b'))
    hub.close()
    const expected = [
      { type: 'change', revision: 2, change: removed('a') },
      { type: 'change', revision: 3, change: removed('b') },
    ]
    expect(await readAll(first)).toEqual(expected)
    expect(await readAll(second)).toEqual([{ type: 'snapshot', revision: 1, snapshot: empty }, ...expected])
  })

  it('takes the snapshot after what is to be prepared, and nothing is told twice', async () => {
    const { hub, abort } = hubWith()
    let ready: () => void = () => {}
    const watch = hub.watch(abort.signal, () => new Promise((resolve) => (ready = resolve)))
    const first = watch.next()
    hub.publish(removed('meanwhile'))
    ready()
    expect(await first).toMatchObject({ value: { type: 'snapshot', revision: 1 } })
    hub.publish(removed('later'))
    expect(await watch.next()).toMatchObject({ value: { revision: 2 } })
  })

  it('ends a waiting watcher when its signal aborts, and forgets it', async () => {
    const { hub, abort } = hubWith()
    const watch = hub.watch(abort.signal)
    await watch.next()
    const waiting = watch.next()
    expect(hub.watcherCount).toBe(1)
    abort.abort()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(hub.watcherCount).toBe(0)
    expect(await hub.watch(abort.signal).next()).toMatchObject({ done: true })
  })

  it('ends a watcher that returns while it waits', async () => {
    const { hub, abort } = hubWith()
    const watch = hub.watch(abort.signal)
    await watch.next()
    const waiting = watch.next()
    await watch.return?.()
    expect(await waiting).toMatchObject({ done: true })
    expect(hub.watcherCount).toBe(0)
  })

  it('ends a watcher that does not keep up, and no other', async () => {
    const { hub, abort } = hubWith()
    const slow = hub.watch(abort.signal)
    const quick = hub.watch(abort.signal)
    await slow.next()
    await quick.next()
    for (let index = 0; index <= watcherLimit; index++) {
      hub.publish(removed(String(index)))
      expect(await quick.next()).toMatchObject({ done: false })
    }
    expect(await slow.next()).toMatchObject({ done: true })
    expect(hub.watcherCount).toBe(1)
  })

  it('has no watchers once it is closed', async () => {
    const { hub, abort } = hubWith()
    hub.close()
    expect(await hub.watch(abort.signal).next()).toMatchObject({ done: true })
    expect(hub.watcherCount).toBe(0)
  })
})
