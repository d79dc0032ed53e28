import { describe, expect, it } from 'vitest'
import { SpaceWait } from '#electron/engines/machine-process/drives/space-wait.ts'

function guest() {
  const told: string[] = []
  let stand = () => {}
  const stopping = new Promise<void>((resolve) => (stand = resolve))
  return { told, stand: () => stand(), stop: () => stopping, stopped: () => told.push('stands still') }
}

/** What became of a promise so far. */
async function stateOf(promise: Promise<unknown>): Promise<string> {
  // Enough for everything that was resolved to have been heard of.
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  return Promise.race([
    promise.then(
      () => 'goes on',
      () => 'given up',
    ),
    Promise.resolve('waits'),
  ])
}

describe('a disk that waits for room', () => {
  it('tells once the guest stands still, and goes on with it', async () => {
    const space = new SpaceWait()
    const { told, stand, ...still } = guest()
    const waiting = space.wait('/a.vhd', still)
    expect([await stateOf(waiting), told]).toEqual(['waits', []])
    stand()
    expect([await stateOf(waiting), told]).toEqual(['waits', ['stands still']])
    space.retry()
    await waiting
    expect(told).toEqual(['stands still'])
    expect(space.isOver).toBe(false)
  })

  it('goes on with a guest that was let go before it stood still, and tells nothing', async () => {
    const space = new SpaceWait()
    const { told, ...still } = guest()
    const waiting = space.wait('/a.vhd', still)
    space.retry()
    await waiting
    expect(told).toEqual([])
  })

  it('is given up with its machine, before the guest stands still and after', async () => {
    const space = new SpaceWait()
    const [one, other] = [guest(), guest()]
    const waiting = [space.wait('/a.vhd', one), space.wait('/a.vhd', other)]
    other.stand()
    expect(await stateOf(waiting[1] ?? Promise.resolve())).toBe('waits')
    space.giveUp()
    for (const each of waiting) await expect(each).rejects.toThrow('The machine goes off.')
    expect([one.told, other.told]).toEqual([[], ['stands still']])
    expect(space.isOver).toBe(true)
    await expect(space.wait('/a.vhd', guest())).rejects.toThrow('The machine goes off.')
  })
})
