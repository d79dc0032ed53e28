import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bootDisc } from '#tests/fixtures/boot-disc.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { agentBuffer, agentLine as line, watchInterruptVectors, type AgentQueue } from '#tests/fixtures/virtio-guest.ts'

const acknowledged = 0x0b
const driverOk = 0x04
const inOrder: AgentQueue = { status: acknowledged | driverOk, available: 1, buffer: agentBuffer }

describe('what is said to the agent of a guest', () => {
  let folder: string
  let on: PoweredOn

  beforeEach(async () => (folder = await temporaryFolder()))
  afterEach(() => on.machine.turnOff())

  async function start(queue?: AgentQueue, memory = 16): Promise<void> {
    const disc = path.join(folder, 'watch.iso')
    await writeFile(disc, bootDisc(watchInterruptVectors(queue)))
    on = await PoweredOn.start({ dvd: disc, memory })
    await sawVectors()
  }

  /** The guest has looked at its vectors since, and found them as they were. */
  async function sawVectors(): Promise<void> {
    const letters = new Set<string>()
    await on.screen((rows) => {
      const [corner = ''] = rows
      if (corner.startsWith('!')) throw new Error('The interrupt vectors have changed.')
      if (/^[A-P]/.test(corner)) letters.add(corner.slice(0, 1))
      return letters.size >= 3
    })
  }

  /** More than once: the places of a queue are used one after the other. */
  async function say(): Promise<void> {
    const agent = await on.machine.openAgent()
    for (let count = 0; count < 20; count++) {
      await new Promise<void>((resolve) => agent.write('are you there', () => resolve()))
      // Not all of it in one piece.
      await on.rows()
    }
    agent.destroy()
  }

  async function unharmed(): Promise<void> {
    await say()
    await sawVectors()
    expect(on.faults).toEqual([])
    expect(on.reasons).toEqual([])
  }

  test('does nothing to one without a driver', async () => {
    await start()
    await unharmed()
    await on.machine.reset()
    await sawVectors()
    await unharmed()
  })

  test('does nothing to one without a driver that goes on from a state', async () => {
    await start()
    const state = path.join(folder, 'state.bin')
    await on.machine.save(state)
    await on.machine.turnOff()
    on = await PoweredOn.start({
      dvd: path.join(folder, 'watch.iso'),
      memory: 16,
      savedState: { path: state, consume: () => Promise.resolve() },
    })
    await unharmed()
  })

  test('arrives where a driver has a buffer for it, and only there', async () => {
    await start(inOrder)
    await unharmed()
    expect((await on.rows())[line]).toContain('are you there')
  })

  test.each<[string, Partial<AgentQueue>]>([
    ['whose driver has yet to say that it is ready', { status: acknowledged }],
    ['whose driver has failed', { status: inOrder.status | 0x80 }],
    ['whose queue has become something else', { available: 0xfff0 }],
    ['whose buffer lies outside of its memory', { buffer: 0x7fff_ff00 }],
    ['whose buffer begins in its memory and ends outside', { buffer: 16 * 2 ** 20 - 16 }],
  ])('does nothing to one %s', async (_, queue) => {
    await start({ ...inOrder, ...queue })
    await unharmed()
    expect((await on.rows())[line]).toBe('')
  })

  test('does nothing to one that was reset after its driver had a buffer', async () => {
    await start(inOrder)
    await on.machine.ejectMedia('ide1:0')
    await on.machine.reset()
    const standing = (rows: readonly string[]) => rows.some((row) => row.startsWith('No bootable device.'))
    await on.screen(standing)
    await say()
    const samples = on.samples.length
    await on.until(() => on.samples.length > samples + 1)
    expect(standing(await on.rows())).toBe(true)
    expect(on.reasons).toEqual([])
  })
})
