import { inflateSync, constants } from 'node:zlib'
import { describe, expect, test, vi } from 'vitest'
import { eventually } from '#tests/fixtures/patience.ts'
import { FakeStream } from './fake-stream.ts'
import { makeScene, paint } from './scene.ts'
import { connectViewer, say, takeRawUpdate, takeRectHeader } from './viewer-session.ts'

const CURSOR = -239
const EXTENDED_KEY_EVENT = -258
const DESKTOP_SIZE = -223
const EXTENDED_DESKTOP_SIZE = -308
const FENCE = -312
const CONTINUOUS_UPDATES = -313

/** Lets everything that is due now happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)))

function smallScene() {
  const scene = makeScene()
  paint(scene.screen, 64, 48, (x, y) => x * y)
  return scene
}

/** Paints one pixel of the small screen. */
function dot(scene: ReturnType<typeof makeScene>, x: number, y: number, colour: number): void {
  paint(scene.screen, 64, 48, (px, py) => (px === x && py === y ? colour : px * py))
}

describe('pixel formats', () => {
  test.each([
    ['32 bits, red high', [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0], [0x56, 0x34, 0x12, 0]],
    ['32 bits, big endian', [32, 24, 1, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0], [0, 0x12, 0x34, 0x56]],
    ['16 bits', [16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0], [0xaa, 0x11]],
    ['16 bits, big endian', [16, 16, 1, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0], [0x11, 0xaa]],
    ['8 bits', [8, 8, 0, 1, 0, 7, 0, 7, 0, 3, 0, 3, 6, 0, 0, 0], [0x48]],
  ])('%s', async (_name, format, pixel) => {
    const scene = makeScene()
    paint(scene.screen, 2, 1, () => 0x123456)
    const stream = await connectViewer(scene)
    stream.say(say.setPixelFormat(format), say.request(false, 0, 0, 2, 1))
    await stream.next(4 + 12)
    expect([...(await stream.next(pixel.length * 2))]).toEqual([...pixel, ...pixel])
    scene.server.close()
  })

  test.each([
    ['32 bits, colours low', [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0], [0x56, 0x34, 0x12]],
    ['32 bits, colours high', [32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 24, 16, 8, 0, 0, 0], [0x56, 0x34, 0x12]],
    ['big endian, colours low', [32, 24, 1, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0], [0x12, 0x34, 0x56]],
    ['depth 32', [32, 32, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0], [0x56, 0x34, 0x12, 0]],
    ['16 bits', [16, 16, 0, 1, 0, 31, 0, 63, 0, 31, 11, 5, 0, 0, 0, 0], [0xaa, 0x11]],
  ])('ZRLE shortens the pixels of: %s', async (_name, format, pixel) => {
    const scene = makeScene()
    paint(scene.screen, 2, 1, () => 0x123456)
    const stream = await connectViewer(scene)
    stream.say(say.setPixelFormat(format), say.setEncodings(16), say.request(false, 0, 0, 2, 1))
    await stream.next(4 + 12)
    const data = await stream.next((await stream.next(4)).readUInt32BE())
    expect([...inflateSync(data, { finishFlush: constants.Z_SYNC_FLUSH })]).toEqual([1, ...pixel])
    scene.server.close()
  })

  test.each([
    ['a colour map', [8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['24 bits', [24, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]],
    ['colours beyond the pixel', [8, 8, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0]],
  ])('%s is refused', async (_name, format) => {
    const scene = makeScene()
    const stream = await connectViewer(scene)
    stream.say(say.setPixelFormat(format))
    await stream.ended
    expect(scene.reasons[0]).toMatch(/^the viewer asked for/)
  })
})

test('an incremental request is answered when something changed, with what changed', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.request(false, 0, 0, 64, 48))
  expect(await takeRawUpdate(stream)).toMatchObject([{ x: 0, y: 0, width: 64, height: 48 }])
  stream.say(say.request(true, 0, 0, 64, 48))
  await settle()
  expect(stream.received).toHaveLength(0)
  dot(scene, 20, 33, 0xabcdef)
  const [rect, ...others] = await takeRawUpdate(stream)
  expect(others).toEqual([])
  expect(rect).toMatchObject({ x: 16, y: 32, width: 16, height: 16 })
  expect([...(rect?.pixels.subarray((1 * 16 + 4) * 4, (1 * 16 + 4) * 4 + 3) ?? [])]).toEqual([0xab, 0xcd, 0xef])
  scene.server.close()
})

test('what changed without a request is sent together with the next one', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.request(false, 0, 0, 64, 48))
  await takeRawUpdate(stream)
  dot(scene, 0, 0, 0x111111)
  dot(scene, 63, 47, 0x222222)
  await settle()
  expect(stream.received).toHaveLength(0)
  stream.say(say.request(true, 0, 0, 64, 48))
  // The first dot went again when the second was painted; its cell is sent all the same.
  expect(await takeRawUpdate(stream)).toMatchObject([
    { x: 0, y: 0, width: 16, height: 16 },
    { x: 48, y: 32, width: 16, height: 16 },
  ])
  scene.server.close()
})

test('a request for a part leaves the rest for later', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.request(true, 0, 0, 16, 16))
  expect(await takeRawUpdate(stream)).toMatchObject([{ x: 0, y: 0, width: 16, height: 16 }])
  stream.say(say.request(true, 0, 0, 64, 16))
  expect(await takeRawUpdate(stream)).toMatchObject([{ x: 16, y: 0, width: 48, height: 16 }])
  scene.server.close()
})

test('a viewer is told of extended keys, of the pointer and of the size', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.setEncodings(CURSOR, EXTENDED_KEY_EVENT, EXTENDED_DESKTOP_SIZE), say.request(true, 0, 0, 64, 48))
  expect((await stream.next(4)).readUInt16BE(2)).toBe(4)
  const cursor = await takeRectHeader(stream)
  expect(cursor).toMatchObject({ encoding: CURSOR, x: 2, y: 2, width: 5, height: 5 })
  await stream.next(5 * 5 * 4 + 5)
  expect(await takeRectHeader(stream)).toMatchObject({ encoding: EXTENDED_KEY_EVENT })
  expect(await takeRectHeader(stream)).toMatchObject({
    encoding: EXTENDED_DESKTOP_SIZE,
    x: 0,
    y: 0,
    width: 64,
    height: 48,
  })
  expect([...(await stream.next(20))]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 48, 0, 0, 0, 0])
  scene.server.close()
})

test.each([
  ['DesktopSize', DESKTOP_SIZE, 0],
  ['ExtendedDesktopSize', EXTENDED_DESKTOP_SIZE, 20],
])('a new size is told by %s, then shown', async (_name, encoding, body) => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.setEncodings(encoding), say.request(false, 0, 0, 64, 48))
  await stream.first(64 * 48 * 4)
  await settle()
  stream.received = Buffer.alloc(0)
  paint(scene.screen, 32, 20, () => 0x010203)
  stream.say(say.request(true, 0, 0, 64, 48))
  expect((await stream.next(4)).readUInt16BE(2)).toBe(1)
  expect(await takeRectHeader(stream)).toMatchObject({ encoding, width: 32, height: 20 })
  await stream.next(body)
  stream.say(say.request(true, 0, 0, 32, 20))
  expect(await takeRawUpdate(stream)).toMatchObject([{ x: 0, y: 0, width: 32, height: 20 }])
  scene.server.close()
})

describe('a viewer that knows no other size', () => {
  /** What it shows after the updates it has had. */
  class Picture {
    readonly #pixels = new Uint32Array(64 * 48)

    async take(stream: FakeStream, incremental = true): Promise<void> {
      stream.say(say.request(incremental, 0, 0, 64, 48))
      for (const { x, y, width, height, pixels } of await takeRawUpdate(stream)) {
        expect([x + width <= 64, y + height <= 48]).toEqual([true, true])
        for (let at = 0; at < width * height; at++) {
          const place = (y + Math.floor(at / width)) * 64 + x + (at % width)
          this.#pixels[place] = pixels.readUIntLE(at * 4, 3)
        }
      }
    }

    expect(colour: (x: number, y: number) => number): void {
      const wanted = Uint32Array.from(this.#pixels, (_, at) => swapped(colour(at % 64, Math.floor(at / 64))))
      expect(this.#pixels).toEqual(wanted)
    }
  }

  const swapped = (rgb: number) => ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)

  test('sees a smaller screen with black around it, and the same again when it asks for all', async () => {
    const scene = smallScene()
    const stream = await connectViewer(scene)
    const picture = new Picture()
    paint(scene.screen, 64, 48, () => 0x445566)
    await picture.take(stream)
    picture.expect(() => 0x445566)
    for (const incremental of [true, false]) {
      if (incremental) paint(scene.screen, 32, 20, () => 0x010203)
      await picture.take(stream, incremental)
      picture.expect((x, y) => (x < 32 && y < 20 ? 0x010203 : 0))
    }
    paint(scene.screen, 64, 48, () => 0x778899)
    await picture.take(stream)
    picture.expect(() => 0x778899)
    paint(scene.screen, 32, 20, () => 0x010203)
    await picture.take(stream)
    picture.expect((x, y) => (x < 32 && y < 20 ? 0x010203 : 0))
    scene.server.close()
  })

  test('sees what it has room for of a larger screen', async () => {
    const scene = smallScene()
    const stream = await connectViewer(scene)
    const picture = new Picture()
    await picture.take(stream)
    paint(scene.screen, 100, 20, (x) => x)
    await picture.take(stream)
    picture.expect((x, y) => (y < 20 ? x : 0))
    expect(scene.reasons).toEqual([])
    scene.server.close()
  })

  test('is told when it says later that it can follow', async () => {
    const scene = smallScene()
    const stream = await connectViewer(scene)
    const picture = new Picture()
    await picture.take(stream)
    paint(scene.screen, 32, 20, () => 0x010203)
    await picture.take(stream)
    stream.say(say.setEncodings(DESKTOP_SIZE), say.request(true, 0, 0, 64, 48))
    expect((await stream.next(4)).readUInt16BE(2)).toBe(1)
    expect(await takeRectHeader(stream)).toMatchObject({ encoding: DESKTOP_SIZE, width: 32, height: 20 })
    scene.server.close()
  })
})

test('a viewer cannot change the size of the screen', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.setEncodings(EXTENDED_DESKTOP_SIZE), say.request(false, 0, 0, 64, 48))
  await stream.next(4 + 12 + 20 + 12 + 64 * 48 * 4)
  stream.say(say.setDesktopSize(800, 600), say.request(true, 0, 0, 64, 48))
  await stream.next(4)
  expect(await takeRectHeader(stream)).toMatchObject({
    encoding: EXTENDED_DESKTOP_SIZE,
    x: 1,
    y: 1,
    width: 64,
    height: 48,
  })
  scene.server.close()
})

test('a slow viewer gets one update with all it missed', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene, new FakeStream({ everyByte: false, highWaterMark: 1024 }))
  stream.hold()
  stream.say(say.request(false, 0, 0, 64, 48))
  await eventually(() => expect(stream.writableLength).toBeGreaterThan(64 * 48 * 4))
  const queued = stream.writableLength
  for (let i = 0; i < 20; i++) {
    dot(scene, i, i, 0xff0000 + i)
    stream.say(say.request(false, 0, 0, 64, 48))
    await settle()
  }
  expect(stream.writableLength).toBe(queued)
  stream.release()
  await takeRawUpdate(stream)
  const [rect] = await takeRawUpdate(stream)
  expect(rect).toMatchObject({ x: 0, y: 0, width: 64, height: 48 })
  expect([...(rect?.pixels.subarray((19 * 64 + 19) * 4, (19 * 64 + 19) * 4 + 3) ?? [])]).toEqual([0xff, 0, 19])
  scene.server.close()
})

test('a viewer that makes the server answer and does not read is disconnected', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene, new FakeStream({ everyByte: false, highWaterMark: 16 }))
  stream.hold()
  const questions = Buffer.concat(Array.from({ length: 2000 }, () => say.fence(0x80000000, Array<number>(64).fill(7))))
  stream.say(questions)
  await eventually(() => expect(scene.reasons).toEqual(['the viewer sends but does not read']))
  expect(stream.writableLength).toBeLessThan(100_000)
})

test('a fence comes back without the request bit', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.fence(0x80000003, [1, 2, 3]))
  expect([...(await stream.next(12))]).toEqual([248, 0, 0, 0, 0, 0, 0, 3, 3, 1, 2, 3])
  scene.server.close()
})

test('continuous updates come unasked, but no more than the viewer confirms', async () => {
  const scene = smallScene()
  const stream = await connectViewer(scene)
  stream.say(say.setEncodings(0, FENCE, CONTINUOUS_UPDATES))
  expect([...(await stream.next(1))]).toEqual([150])
  stream.say(say.continuous(true, 64, 48))
  const fence = async () => expect([...(await stream.next(9))].slice(0, 5)).toEqual([248, 0, 0, 0, 0x80])
  await takeRawUpdate(stream)
  await fence()
  for (let i = 0; i < 2; i++) {
    dot(scene, i, 0, 0xffffff)
    await takeRawUpdate(stream)
    await fence()
  }
  dot(scene, 40, 40, 0xffffff)
  await settle()
  expect(stream.received).toHaveLength(0)
  stream.say(say.fence(0, []))
  const rects = await takeRawUpdate(stream)
  expect(rects.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [32, 32],
  ])
  await fence()
  stream.say(say.continuous(false, 64, 48))
  expect([...(await stream.next(1))]).toEqual([150])
  scene.server.close()
})

test('each of several viewers gets all changes', async () => {
  const scene = smallScene()
  const viewers = await Promise.all([connectViewer(scene), connectViewer(scene), connectViewer(scene)])
  for (const stream of viewers) {
    stream.say(say.request(false, 0, 0, 64, 48))
    await takeRawUpdate(stream)
  }
  dot(scene, 20, 20, 0xffffff)
  for (const stream of viewers) {
    stream.say(say.request(true, 0, 0, 64, 48))
    expect(await takeRawUpdate(stream)).toMatchObject([{ x: 16, y: 16, width: 16, height: 16 }])
  }
  scene.server.close()
})

test('graphics are fetched from the guest only while a viewer waits for them', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const scene = smallScene()
  let fills = 0
  scene.screen.source = { fill: () => void fills++, redraw: () => undefined }
  const stream = await connectViewer(scene)
  vi.advanceTimersByTime(1000)
  expect(fills).toBe(0)
  stream.say(say.request(false, 0, 0, 64, 48))
  await takeRawUpdate(stream)
  stream.say(say.request(true, 0, 0, 64, 48))
  vi.advanceTimersByTime(100)
  expect(fills).toBeGreaterThan(2)
  scene.server.close()
  fills = 0
  vi.advanceTimersByTime(1000)
  expect(fills).toBe(0)
  vi.useRealTimers()
})
