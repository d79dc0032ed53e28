import { describe, expect, test } from 'vitest'
import { eventually } from '#tests/fixtures/patience.ts'
import { makeScene } from './scene.ts'
import { connectViewer, say } from './viewer-session.ts'

/** Keys of one viewer: keysyms as numbers, `-` before releases. Returns what the guest got. */
async function typeKeysyms(...events: number[]): Promise<number[]> {
  const scene = makeScene()
  const stream = await connectViewer(scene)
  stream.say(...events.map((event) => say.key(Math.abs(event), event > 0)), say.key(0x1234567, true))
  // A fence comes back when all before it was handled.
  stream.say(say.fence(0x80000000, []))
  await stream.next(9)
  const keys = [...scene.keys]
  scene.server.close()
  return keys
}

const SHIFT = 0xffe1
const CAPS = 0xffe5
const A = 0x41
const a = 0x61
const EXCLAMATION = 0x21
const SLASH = 0x2f
const QUESTION = 0x3f

// Expected codes: IBM PC AT Technical Reference, keyboard, scan code set 1, written down by hand.
describe('keys by their meaning, as on a US keyboard', () => {
  test.each([
    ['a letter', [a, -a], [0x1e, 0x9e]],
    ['Shift and its letter', [SHIFT, A, -A, -SHIFT], [0x2a, 0x1e, 0x9e, 0xaa]],
    ['a capital without Shift', [A, -A], [0x2a, 0x1e, 0xaa, 0x9e]],
    ['a capital with Caps Lock', [CAPS, -CAPS, A, -A], [0x3a, 0xba, 0x1e, 0x9e]],
    ['Shift and a symbol', [SHIFT, EXCLAMATION, -EXCLAMATION, -SHIFT], [0x2a, 0x02, 0x82, 0xaa]],
    ['a symbol of Shift without it', [QUESTION, -QUESTION], [0x2a, 0x35, 0xaa, 0xb5]],
    [
      'a plain symbol with Shift (Shift+7 on a German keyboard)',
      [SHIFT, SLASH, -SLASH, -SHIFT],
      [0x2a, 0xaa, 0x35, 0x2a, 0xb5, 0xaa],
    ],
    ['a key whose Shift goes first', [SHIFT, EXCLAMATION, -SHIFT, -EXCLAMATION], [0x2a, 0x02, 0xaa, 0x82]],
    [
      'Ctrl+Alt+Delete',
      [0xffe3, 0xffe9, 0xffff, -0xffff, -0xffe9, -0xffe3],
      [0x1d, 0x38, 0xe0, 0x53, 0xe0, 0xd3, 0xb8, 0x9d],
    ],
    ['Enter and keypad Enter', [0xff0d, -0xff0d, 0xff8d, -0xff8d], [0x1c, 0x9c, 0xe0, 0x1c, 0xe0, 0x9c]],
    [
      'F1, F10, F11, F12',
      [0xffbe, -0xffbe, 0xffc7, -0xffc7, 0xffc8, -0xffc8, 0xffc9, -0xffc9],
      [0x3b, 0xbb, 0x44, 0xc4, 0x57, 0xd7, 0x58, 0xd8],
    ],
    ['keypad 0, 5 and 9', [0xffb0, -0xffb0, 0xffb5, -0xffb5, 0xffb9, -0xffb9], [0x52, 0xd2, 0x4c, 0xcc, 0x49, 0xc9]],
    ['a key held until it repeats', [a, a, a, -a], [0x1e, 0x1e, 0x1e, 0x9e]],
    ['a release of what is not held', [-a], []],
    ['Print', [0xff61, -0xff61], [0xe0, 0x2a, 0xe0, 0x37, 0xe0, 0xb7, 0xe0, 0xaa]],
    ['Print with Shift', [SHIFT, 0xff61, -0xff61, -SHIFT], [0x2a, 0xe0, 0x37, 0xe0, 0xb7, 0xaa]],
    ['Alt+Print, System Request', [0xffe9, 0xff61, -0xff61, -0xffe9], [0x38, 0x54, 0xd4, 0xb8]],
    ['Pause', [0xff13, -0xff13], [0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5]],
    ['Ctrl+Pause, Break', [0xffe3, 0xff13, -0xff13, -0xffe3], [0x1d, 0xe0, 0x46, 0xe0, 0xc6, 0x9d]],
  ])('%s', async (_name, events, bytes) => {
    expect(await typeKeysyms(...events)).toEqual(bytes)
  })
})

describe('keys by their code', () => {
  test.each([
    ['Y, which a German keyboard calls Z', 0x15, [0x15, 0x95]],
    ['the key left of 1', 0x29, [0x29, 0xa9]],
    ['the 102nd key', 0x56, [0x56, 0xd6]],
    ['cursor up', 0xc8, [0xe0, 0x48, 0xe0, 0xc8]],
    ['AltGr', 0xb8, [0xe0, 0x38, 0xe0, 0xb8]],
    ['Print', 0xb7, [0xe0, 0x2a, 0xe0, 0x37, 0xe0, 0xb7, 0xe0, 0xaa]],
    ['none, so by meaning', 0, [0x1e, 0x9e]],
    ['nonsense', 0x4711, []],
    ['the prefix alone', 0x80, []],
  ])('%s', async (_name, code, bytes) => {
    const scene = makeScene()
    const stream = await connectViewer(scene)
    stream.say(say.extendedKey(a, code, true), say.extendedKey(a, code, false), say.fence(0x80000000, []))
    await stream.next(9)
    expect(scene.keys).toEqual(bytes)
    scene.server.close()
  })
})

test("a viewer that goes lets go of its keys and buttons, and of no one else's", async () => {
  const scene = makeScene()
  const going = await connectViewer(scene)
  const staying = await connectViewer(scene)
  staying.say(say.extendedKey(0, 0x1e, true), say.fence(0x80000000, []))
  await staying.next(9)
  going.say(say.extendedKey(0, 0x1d, true), say.extendedKey(0, 0xc8, true), say.pointer(1, 10, 20))
  await eventually(() => expect(scene.pointer).toHaveLength(1))
  scene.keys.length = 0
  going.hangUp()
  await eventually(() => expect(scene.keys).toEqual([0x9d, 0xe0, 0xc8]))
  expect(scene.pointer[1]).toEqual({ x: 10, y: 20, width: 720, height: 400, buttons: 0, wheel: 0 })
  scene.server.close()
})

test('the mouse: buttons as held, the wheel once a notch, positions within the screen', async () => {
  const scene = makeScene()
  const stream = await connectViewer(scene)
  stream.say(
    say.pointer(0, 5, 6),
    say.pointer(0b101, 7, 8),
    say.pointer(0b1000, 7, 8),
    say.pointer(0b1000, 7, 8),
    say.pointer(0b0000, 7, 8),
    say.pointer(0b10000, 7, 8),
    say.pointer(0, 65535, 65535),
  )
  await eventually(() => expect(scene.pointer).toHaveLength(7))
  expect(scene.pointer.map(({ x, y, buttons, wheel }) => [x, y, buttons, wheel])).toEqual([
    [5, 6, 0, 0],
    [7, 8, 5, 0],
    [7, 8, 0, 1],
    [7, 8, 0, 0],
    [7, 8, 0, 0],
    [7, 8, 0, -1],
    [719, 399, 0, 0],
  ])
  scene.server.close()
})
