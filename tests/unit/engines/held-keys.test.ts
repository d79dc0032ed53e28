import { expect, test } from 'vitest'
import { HeldKeys } from '#electron/engines/keyboard/held-keys.ts'

function releasesAfter(...strokes: number[][]): number[] {
  const held = new HeldKeys()
  for (const stroke of strokes) held.note(stroke)
  return held.releases
}

test('keys that are down are released, by the codes of each', () => {
  expect(releasesAfter([0x2a], [0x1e], [0x9e], [0xe0, 0x1d])).toEqual([0xaa, 0xe0, 0x9d])
})

test('a key is held once, however often it repeats', () => {
  expect(releasesAfter([0x1e], [0x1e], [0x1e])).toEqual([0x9e])
  expect(releasesAfter([0x1e], [0x1e], [0x9e])).toEqual([])
})

test('keys of one name on both sides are two', () => {
  expect(releasesAfter([0x1d], [0xe0, 0x1d], [0x9d])).toEqual([0xe0, 0x9d])
})

test('a stroke that comes in pieces is one', () => {
  expect(releasesAfter([0xe0], [0x48], [0xe0], [0xc8])).toEqual([])
})

test('Print is its key with what it sends before, Pause is never held', () => {
  expect(releasesAfter([0xe0, 0x2a, 0xe0, 0x37])).toEqual([0xe0, 0xaa, 0xe0, 0xb7])
  expect(releasesAfter([0xe1, 0x1d, 0x45, 0xe1, 0x9d, 0xc5], [0x1e])).toEqual([0x9e])
})
