import { describe, expect, test } from 'vitest'
import type { VgaScreen } from '#electron/engines/embedded/display/screen.ts'
import { eventually } from '#tests/fixtures/patience.ts'
import { FakeStream } from './fake-stream.ts'
import { connectNovnc, type NovncRfb } from './novnc.ts'
import { makeRandom, makeScene, paint, writeText } from './scene.ts'

const TIGHT = 7
const ZRLE = 16
const CONTINUOUS_UPDATES = -313
const random = makeRandom(1)

/** Rounds a colour to one of a few, so that pictures have palettes of every size. */
const fewColours = (count: number) => (x: number, y: number) => ((x * 7 + y * 13) % count) * 0x030507 + 0x10

const pictures: Record<string, (screen: VgaScreen) => void> = {
  text: (screen) => writeText(screen),
  'one colour': (screen) => paint(screen, 100, 70, () => 0x123456),
  'one pixel': (screen) => paint(screen, 1, 1, () => 0xfedcba),
  'two colours in 3 x 3 pixels': (screen) => paint(screen, 3, 3, fewColours(2)),
  'two colours': (screen) => paint(screen, 101, 67, fewColours(2)),
  'four colours': (screen) => paint(screen, 101, 67, fewColours(4)),
  'sixteen colours': (screen) => paint(screen, 130, 131, fewColours(16)),
  'long runs of forty colours': (screen) =>
    paint(screen, 200, 64, (x, y) => (Math.floor((y * 200 + x) / 320) % 40) * 0x040404),
  'runs of 255, 256 and 257 pixels': (screen) =>
    paint(screen, 64, 64, (x, y) => {
      const at = y * 64 + x
      return at < 255 ? 1 : at < 511 ? 2 : at < 768 ? 3 : at * 5
    }),
  '127 colours': (screen) => paint(screen, 64, 64, (x, y) => ((y * 64 + x) % 127) * 0x020202),
  '128 colours': (screen) => paint(screen, 64, 64, (x, y) => ((y * 64 + x) % 128) * 0x010101),
  '256 colours': (screen) => paint(screen, 64, 64, (x, y) => ((y * 64 + x) % 256) * 0x010101),
  '257 colours': (screen) => paint(screen, 64, 64, (x, y) => ((y * 64 + x) % 257) * 0x010001),
  'a gradient': (screen) => paint(screen, 256, 200, (x, y) => (x << 16) | (y << 8) | 0x80),
  noise: (screen) => paint(screen, 150, 300, () => random() & 0xffffff),
  'a wide strip': (screen) => paint(screen, 4096, 20, (x, y) => (x * 77 + y) & 0xffffff),
}

/** What noVNC shows is what the screen shows. */
function expectSame(rfb: NovncRfb, screen: VgaScreen): void {
  const shown = rfb.getImageData()
  const { width, height, data } = screen.image()
  expect([shown.width, shown.height]).toEqual([width, height])
  expect(Buffer.compare(Buffer.from(shown.data), Buffer.from(data))).toBe(0)
}

describe.each([
  ['Tight', []],
  ['ZRLE', [TIGHT]],
  ['Raw', [TIGHT, ZRLE]],
  ['Tight, asked for each update', [CONTINUOUS_UPDATES]],
])('noVNC shows over %s', (_name, without) => {
  test.each(Object.entries(pictures))('%s', async (_picture, draw) => {
    const scene = makeScene()
    draw(scene.screen)
    const stream = new FakeStream({ everyByte: false })
    scene.server.attach(stream, { kind: 'none' })
    const rfb = connectNovnc(stream, { without })
    await eventually(() => expectSame(rfb, scene.screen))
    expect(scene.reasons).toEqual([])
    scene.server.close()
  })

  test('changes of a screen that changes its size meanwhile', async () => {
    const scene = makeScene()
    const stream = new FakeStream({ everyByte: false })
    scene.server.attach(stream, { kind: 'none' })
    const rfb = connectNovnc(stream, { without })
    writeText(scene.screen)
    await eventually(() => expectSame(rfb, scene.screen))
    scene.screen.adapter.put_char(3, 70, 65, 0, 0, 0xff00ff)
    await eventually(() => expectSame(rfb, scene.screen))
    paint(scene.screen, 320, 200, (x, y) => x * y)
    await eventually(() => expectSame(rfb, scene.screen))
    scene.screen.adapter.set_mode(false)
    await eventually(() => expectSame(rfb, scene.screen))
    writeText(scene.screen, 40)
    await eventually(() => expectSame(rfb, scene.screen))
    expect(scene.reasons).toEqual([])
    scene.server.close()
  })
})

test('noVNC reads every message cut into single bytes', async () => {
  const scene = makeScene()
  writeText(scene.screen)
  const stream = new FakeStream()
  scene.server.attach(stream, { kind: 'none' })
  const rfb = connectNovnc(stream)
  await eventually(() => expectSame(rfb, scene.screen))
  scene.server.close()
})

test('noVNC proves that it knows the password', async () => {
  const scene = makeScene()
  writeText(scene.screen)
  const stream = new FakeStream({ everyByte: false })
  scene.server.attach(stream, { kind: 'vncAuth', password: 'pa55wörd' })
  const rfb = connectNovnc(stream, { password: 'pa55wörd' })
  await eventually(() => expectSame(rfb, scene.screen))
  scene.server.close()
})

test('noVNC is told that its password is wrong', async () => {
  const scene = makeScene()
  const stream = new FakeStream({ everyByte: false })
  scene.server.attach(stream, { kind: 'vncAuth', password: 'right' })
  const failure = new Promise<CustomEvent<{ reason: string }>>((resolve) => {
    connectNovnc(stream, { password: 'wrong' }).addEventListener('securityfailure', (event) =>
      resolve(event as CustomEvent<{ reason: string }>),
    )
  })
  expect((await failure).detail.reason).toBe('The password is wrong.')
  expect(scene.reasons).toEqual(['the viewer gave a wrong password'])
})

test('noVNC types by key code, Pause and Print included', async () => {
  const scene = makeScene()
  const stream = new FakeStream({ everyByte: false })
  scene.server.attach(stream, { kind: 'none' })
  const rfb = connectNovnc(stream)
  await eventually(() => expectSame(rfb, scene.screen))
  const type = (keysym: number, code: string) => {
    scene.keys.length = 0
    rfb.sendKey(keysym, code)
    return [...scene.keys]
  }
  // The key right of P, whatever a German or US keyboard writes there.
  await eventually(() => expect(type(0xfc, 'BracketLeft')).toEqual([0x1a, 0x9a]))
  expect(type(0xff51, 'ArrowLeft')).toEqual([0xe0, 0x4b, 0xe0, 0xcb])
  expect(type(0xff13, 'Pause')).toEqual([0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5])
  expect(type(0xff61, 'PrintScreen')).toEqual([0xe0, 0x2a, 0xe0, 0x37, 0xe0, 0xb7, 0xe0, 0xaa])
  scene.keys.length = 0
  rfb.sendCtrlAltDel()
  expect(scene.keys).toEqual([0x1d, 0x38, 0xe0, 0x53, 0xe0, 0xd3, 0xb8, 0x9d])
  scene.server.close()
})
