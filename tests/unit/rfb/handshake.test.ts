import { describe, expect, test } from 'vitest'
import { FakeStream } from './fake-stream.ts'
import { makeScene } from './scene.ts'

const SHARED = 1
const EXCLUSIVE = 0
/** 720 by 400, the pixel format, and the name with its length. */
const SERVER_INIT = 4 + 16 + 4 + Buffer.byteLength('lab ü')

const greet = (version: string) => Buffer.from(`RFB ${version}\n`)

async function connect(scene: ReturnType<typeof makeScene>, shared: number): Promise<FakeStream> {
  const stream = new FakeStream()
  scene.server.attach(stream, { kind: 'none' })
  stream.say(greet('003.008'), [1], [shared])
  await stream.next(12 + 2 + 4 + SERVER_INIT)
  return stream
}

describe('without a password', () => {
  test.each([
    ['003.008', [1, 1], [1], [0, 0, 0, 0]],
    ['003.007', [1, 1], [1], []],
    ['003.003', [0, 0, 0, 1], [], []],
    // Never published, to be taken for 3.3 (RFC 6143 section 7.1.1).
    ['003.005', [0, 0, 0, 1], [], []],
    ['003.889', [1, 1], [1], [0, 0, 0, 0]],
    ['004.001', [1, 1], [1], [0, 0, 0, 0]],
  ])('version %s', async (version, offer, choice, result) => {
    const scene = makeScene()
    const stream = new FakeStream()
    scene.server.attach(stream, { kind: 'none' })
    expect((await stream.next(12)).toString()).toBe('RFB 003.008\n')
    stream.say(greet(version))
    expect([...(await stream.next(offer.length))]).toEqual(offer)
    stream.say(choice)
    expect([...(await stream.next(result.length))]).toEqual(result)
    expect(scene.server.watching).toBe(0)
    stream.say([SHARED])
    const init = await stream.next(SERVER_INIT)
    expect([init.readUInt16BE(0), init.readUInt16BE(2)]).toEqual([720, 400])
    expect([...init.subarray(4, 20)]).toEqual([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16, 0, 0, 0])
    expect(init.subarray(24).toString()).toBe('lab ü')
    expect(scene.server.watching).toBe(1)
    scene.server.close()
  })
})

describe('with a password', () => {
  test.each([
    ['003.003', 4, [], 4],
    ['003.007', 2, [2], 4],
    ['003.008', 2, [2], 4 + 4 + 'The password is wrong.'.length],
  ])('version %s is refused when it is wrong', async (version, offer, choice, refusal) => {
    const scene = makeScene()
    const stream = new FakeStream()
    scene.server.attach(stream, { kind: 'vncAuth', password: 'secret' })
    stream.say(greet(version))
    await stream.next(12 + offer)
    stream.say(choice)
    await stream.next(16)
    stream.say(Buffer.alloc(16))
    expect([...(await stream.next(refusal)).subarray(0, 4)]).toEqual([0, 0, 0, 1])
    await stream.ended
    expect(scene.reasons).toEqual(['the viewer gave a wrong password'])
    expect(scene.server.watching).toBe(0)
  })

  test('nobody may guess on after five wrong ones', async () => {
    const scene = makeScene()
    for (let attempt = 0; attempt < 5; attempt++) {
      const stream = new FakeStream()
      scene.server.attach(stream, { kind: 'vncAuth', password: 'secret' })
      stream.say(greet('003.008'), [2], Buffer.alloc(16))
      await stream.first(12 + 2 + 16 + 4)
    }
    const stream = new FakeStream()
    scene.server.attach(stream, { kind: 'vncAuth', password: 'secret' })
    stream.say(greet('003.008'))
    await stream.next(12)
    const refusal = await stream.next(5)
    expect(refusal[0]).toBe(0)
    expect((await stream.next(refusal.readUInt32BE(1))).toString()).toMatch(/^Too many wrong passwords/)
  })

  test('a viewer cannot choose to need none', async () => {
    const scene = makeScene()
    const stream = new FakeStream()
    scene.server.attach(stream, { kind: 'vncAuth', password: 'secret' })
    stream.say(greet('003.008'), [1], [SHARED])
    await stream.ended
    expect(scene.server.watching).toBe(0)
  })
})

test.each(['GET / HTTP/1.1\r\n\r\n', 'RFB 003.00x\n', 'RFB 002.009\n', '\0'.repeat(12)])(
  '%j is no viewer',
  async (bytes) => {
    const scene = makeScene()
    const stream = new FakeStream()
    scene.server.attach(stream, { kind: 'none' })
    stream.say(Buffer.from(bytes))
    await stream.ended
    expect(scene.reasons).toHaveLength(1)
  },
)

test('viewers share the screen, also with one that asks to have it alone', async () => {
  const scene = makeScene()
  const first = await connect(scene, SHARED)
  const second = await connect(scene, SHARED)
  expect(scene.server.watching).toBe(2)
  const third = await connect(scene, EXCLUSIVE)
  expect([first, second, third].map((stream) => stream.writableEnded)).toEqual([false, false, false])
  expect(scene.server.watching).toBe(3)
  scene.server.close()
  expect([first, second, third].map((stream) => stream.writableEnded)).toEqual([true, true, true])
})

test('a viewer that goes in the middle of the handshake leaves nothing behind', async () => {
  const scene = makeScene()
  const stream = new FakeStream()
  scene.server.attach(stream, { kind: 'none' })
  stream.say(greet('003.008'))
  stream.hangUp()
  await stream.ended
  expect(scene.reasons).toEqual([])
})

test('the server turned off takes no viewer', () => {
  const scene = makeScene()
  scene.server.close()
  const stream = new FakeStream()
  scene.server.attach(stream, { kind: 'none' })
  expect(stream.destroyed).toBe(true)
})
