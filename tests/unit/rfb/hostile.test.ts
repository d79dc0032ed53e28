import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventually } from '#tests/fixtures/patience.ts'
import { FakeStream } from './fake-stream.ts'
import { makeScene, paint } from './scene.ts'
import { connectViewer, say, takeRawUpdate } from './viewer-session.ts'

test.each([
  ['an unknown message', Buffer.from([77])],
  ['an unknown QEMU message', Buffer.from([255, 9])],
  ['a clipboard text of 4 GB', say.cutText(0xffffffff)],
  ['a clipboard text of 256 KB and a byte', say.cutText(256 * 1024 + 1)],
  ['a fence of 200 bytes', Buffer.from([248, 0, 0, 0, 0, 0, 0, 0, 200])],
])('%s disconnects its viewer and disturbs no other', async (_name, bytes) => {
  const scene = makeScene()
  paint(scene.screen, 64, 48, (x, y) => x * y)
  const good = await connectViewer(scene)
  const bad = await connectViewer(scene)
  bad.say(bytes)
  await bad.ended
  expect(scene.reasons).toHaveLength(1)
  good.say(say.request(false, 0, 0, 64, 48))
  expect(await takeRawUpdate(good)).toHaveLength(1)
  scene.server.close()
})

test('a clipboard text of 256 KB is read past', async () => {
  const scene = makeScene()
  const stream = await connectViewer(scene, new FakeStream({ everyByte: false }))
  stream.say(say.cutText(256 * 1024), Buffer.alloc(256 * 1024, 4), say.fence(0x80000000, []))
  expect((await stream.next(9))[0]).toBe(248)
  expect(scene.keys).toEqual([])
  scene.server.close()
})

test('65535 encodings are read past', async () => {
  const scene = makeScene()
  const stream = await connectViewer(scene, new FakeStream({ everyByte: false }))
  stream.say(say.setEncodings(...Array<number>(65535).fill(0x12345)), say.fence(0x80000000, []))
  expect((await stream.next(9))[0]).toBe(248)
  scene.server.close()
})

test("a listener on the stream's error is there before and after", async () => {
  const scene = makeScene()
  const stream = await connectViewer(scene)
  stream.destroy(new Error('connection reset'))
  await eventually(() => expect(scene.reasons).toEqual(['connection reset']))
  stream.emit('error', new Error('again'))
  expect(scene.server.watching).toBe(0)
})

const messages = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.array(fc.integer({ min: -400, max: 50 }), { maxLength: 20 }).map((encodings) => say.setEncodings(...encodings)),
  fc.uint8Array({ minLength: 16, maxLength: 16 }).map((format) => say.setPixelFormat([...format])),
  fc
    .tuple(fc.boolean(), ...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 65535 })))
    .map(([incremental, x, y, width, height]) =>
      say.request(incremental, x as number, y as number, width as number, height as number),
    ),
  fc.tuple(fc.nat(0xffffff), fc.boolean()).map(([keysym, down]) => say.key(keysym, down)),
  fc
    .tuple(fc.nat(0xffff), fc.nat(0x1ff), fc.boolean())
    .map(([keysym, code, down]) => say.extendedKey(keysym, code, down)),
  fc.tuple(fc.nat(255), fc.nat(65535), fc.nat(65535)).map(([mask, x, y]) => say.pointer(mask, x, y)),
  fc.tuple(fc.boolean(), fc.nat(65535), fc.nat(65535)).map(([on, width, height]) => say.continuous(on, width, height)),
  fc
    .tuple(fc.nat(0xffffffff), fc.array(fc.nat(255), { maxLength: 70 }))
    .map(([flags, bytes]) => say.fence(flags, bytes)),
  fc.tuple(fc.nat(65535), fc.nat(65535)).map(([width, height]) => say.setDesktopSize(width, height)),
)

test('whatever a viewer says, nothing is thrown, no key stays held, and others are served', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(messages, { maxLength: 30 }), fc.boolean(), async (parts, greeted) => {
      const scene = makeScene()
      paint(scene.screen, 40, 30, (x, y) => x * y)
      const good = await connectViewer(scene)
      const stream = new FakeStream({ everyByte: false })
      if (greeted) await connectViewer(scene, stream)
      else scene.server.attach(stream, { kind: 'vncAuth', password: 'x' })
      for (const part of parts) stream.say(part)
      paint(scene.screen, 40, 30, (x, y) => x + y)
      good.say(say.request(false, 0, 0, 40, 30))
      await takeRawUpdate(good)
      stream.hangUp()
      await stream.ended
      expect(heldKeys(scene.keys)).toEqual([])
      expect(scene.server.watching).toBe(1)
      scene.server.close()
    }),
    { numRuns: 150 },
  )
})

/** Keys a guest would take for held after these bytes of scan code set 1. */
function heldKeys(bytes: readonly number[]): number[] {
  const held = new Set<number>()
  let prefix = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === 0xe1) {
      // Pause has no break: e1 1d 45 e1 9d c5.
      i += 5
    } else if (byte === 0xe0) {
      prefix = 0x100
    } else {
      if ((byte & 0x80) === 0) held.add(prefix | byte)
      else held.delete(prefix | (byte & 0x7f))
      prefix = 0
    }
  }
  return [...held]
}
