import { expect, test } from 'vitest'
import { eventually } from '#tests/fixtures/patience.ts'
import type { FakeStream } from './fake-stream.ts'
import { makeScene, type Scene } from './scene.ts'
import { connectViewer, say, takeRawUpdate, takeRectHeader } from './viewer-session.ts'

// rfbproto, QEMU Pointer Motion Change: x of the rectangle is 1 for positions, 0 for steps; steps count from 0x7FFF.
const POINTER_MOTION = -257
const RAW = 0
const STILL = 0x7fff

/** A viewer that was told how the guest takes the mouse, and has the picture. */
async function connectKnowing(scene: Scene, positions: boolean): Promise<FakeStream> {
  const stream = await connectViewer(scene)
  stream.say(say.setEncodings(RAW, POINTER_MOTION), say.request(true, 0, 0, 1, 1))
  await expectTold(stream, positions)
  return stream
}

async function expectTold(stream: FakeStream, positions: boolean): Promise<void> {
  const header = await stream.next(4)
  expect(header[0]).toBe(0)
  expect(await takeRectHeader(stream)).toMatchObject({ x: positions ? 1 : 0, encoding: POINTER_MOTION })
  // What was on the screen of one pixel, the first time.
  if (header.readUInt16BE(2) === 2) await takePixel(stream)
}

async function takePixel(stream: FakeStream): Promise<void> {
  const { encoding, width, height } = await takeRectHeader(stream)
  expect(encoding).toBe(RAW)
  await stream.next(width * height * 4)
}

test.each([true, false])(
  'a viewer that knows the encoding is told whether the guest takes positions: %s',
  async (on) => {
    const scene = makeScene()
    scene.takePositions(on)
    await connectKnowing(scene, on)
    scene.server.close()
  },
)

test('it is told again as often as that changes, and of many changes while it does not ask of the last', async () => {
  const scene = makeScene()
  const stream = await connectKnowing(scene, true)
  stream.say(say.request(true, 0, 0, 1, 1), say.fence(0x80000000, []))
  await stream.next(9)
  scene.takePositions(false)
  await expectTold(stream, false)
  for (let i = 0; i < 20; i++) scene.takePositions(i % 2 === 0)
  scene.takePositions(true)
  stream.say(say.request(true, 0, 0, 1, 1))
  await expectTold(stream, true)
  stream.say(say.request(false, 0, 0, 1, 1))
  await expect(takeRawUpdate(stream)).resolves.toHaveLength(1)
  scene.server.close()
})

test('a viewer that does not know it is told nothing, and sends positions to the edge as ever', async () => {
  const scene = makeScene()
  scene.takePositions(false)
  const stream = await connectViewer(scene)
  stream.say(say.setEncodings(RAW), say.request(false, 0, 0, 1, 1))
  await expect(takeRawUpdate(stream)).resolves.toHaveLength(1)
  stream.say(say.pointer(0, STILL + 5, STILL + 5))
  await eventually(() => expect(scene.pointer).toHaveLength(1))
  expect(scene.pointer[0]).toMatchObject({ x: 719, y: 399 })
  expect(scene.steps).toEqual([])
  scene.server.close()
})

test('steps reach the guest with buttons and wheel, and none is longer than a hand moves', async () => {
  const scene = makeScene()
  scene.takePositions(false)
  const stream = await connectKnowing(scene, false)
  stream.say(
    say.pointer(0, STILL + 3, STILL - 4),
    say.pointer(0b100, STILL, STILL),
    say.pointer(0b10100, STILL, STILL),
    say.pointer(0, 65535, 0x4000),
  )
  await eventually(() => expect(scene.steps).toHaveLength(4))
  expect(scene.steps).toEqual([
    { dx: 3, dy: -4, buttons: 0, wheel: 0 },
    { dx: 0, dy: 0, buttons: 4, wheel: 0 },
    { dx: 0, dy: 0, buttons: 4, wheel: -1 },
    { dx: 2047, dy: -2047, buttons: 0, wheel: 0 },
  ])
  expect(scene.pointer).toEqual([])
  scene.server.close()
})

test('a position that was on its way when the guest stopped to take them is still a position', async () => {
  const scene = makeScene()
  const stream = await connectKnowing(scene, true)
  scene.takePositions(false)
  stream.say(say.pointer(0, 10, 20))
  await eventually(() => expect(scene.pointer).toHaveLength(1))
  expect(scene.pointer[0]).toMatchObject({ x: 10, y: 20 })
  expect(scene.steps).toEqual([])
  scene.server.close()
})

test('a viewer that goes with a button held in a step lets go of it', async () => {
  const scene = makeScene()
  scene.takePositions(false)
  const stream = await connectKnowing(scene, false)
  stream.say(say.pointer(1, STILL, STILL))
  await eventually(() => expect(scene.steps).toHaveLength(1))
  stream.hangUp()
  await eventually(() => expect(scene.steps[1]).toEqual({ dx: 0, dy: 0, buttons: 0, wheel: 0 }))
  scene.server.close()
})
