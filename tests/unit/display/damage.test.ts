import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Damage } from '#electron/engines/rfb/damage.ts'
import type { Rect } from '#electron/engines/rfb/rect.ts'

const WIDTH = 203
const HEIGHT = 150
const whole: Rect = { x: 0, y: 0, width: WIDTH, height: HEIGHT }

/** How often each pixel is covered. Throws for a rectangle beyond the screen. */
function cover(rects: readonly Rect[]): Uint8Array {
  const counts = new Uint8Array(WIDTH * HEIGHT)
  for (const { x, y, width, height } of rects) {
    if (x < 0 || y < 0 || width < 1 || height < 1 || x + width > WIDTH || y + height > HEIGHT) {
      throw new Error(`beyond the screen: ${JSON.stringify({ x, y, width, height })}`)
    }
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) counts[row * WIDTH + column]! += 1
    }
  }
  return counts
}

function fresh(): Damage {
  const damage = new Damage()
  damage.reset(WIDTH, HEIGHT)
  damage.take(whole)
  return damage
}

const rects = fc
  .tuple(fc.nat(WIDTH - 1), fc.nat(HEIGHT - 1), fc.nat(WIDTH), fc.nat(HEIGHT))
  .map(([x, y, width, height]) => ({
    x,
    y,
    width: Math.min(Math.max(1, width >> 2), WIDTH - x),
    height: Math.min(Math.max(1, height >> 2), HEIGHT - y),
  }))

test('a new screen is damaged as a whole, once', () => {
  const damage = new Damage()
  damage.reset(WIDTH, HEIGHT)
  expect(damage.any).toBe(true)
  expect(damage.take(whole)).toEqual([whole])
  expect(damage.any).toBe(false)
  expect(damage.take(whole)).toEqual([])
})

test('what is taken covers what was marked, within the screen and no pixel twice', () => {
  fc.assert(
    fc.property(fc.array(rects, { minLength: 1, maxLength: 90 }), (marked) => {
      const damage = fresh()
      for (const { x, y, width, height } of marked) damage.mark(x, y, width, height)
      const taken = cover(damage.take(whole))
      const wanted = cover(marked)
      expect(taken.every((count, pixel) => count <= 1 && (count === 1 || wanted[pixel] === 0))).toBe(true)
      expect(damage.any).toBe(false)
    }),
  )
})

test('what lies beside a clip stays for later', () => {
  fc.assert(
    fc.property(fc.array(rects, { minLength: 1, maxLength: 20 }), rects, (marked, clip) => {
      const damage = fresh()
      for (const { x, y, width, height } of marked) damage.mark(x, y, width, height)
      const first = damage.take(clip)
      const taken = cover([...first, ...damage.take(whole)])
      const wanted = cover(marked)
      expect(taken.every((count, pixel) => count <= 1 && (count === 1 || wanted[pixel] === 0))).toBe(true)
    }),
  )
})

test('a character costs no more than the cells it touches', () => {
  const damage = fresh()
  damage.mark(27, 32, 9, 16)
  expect(damage.take(whole)).toEqual([{ x: 16, y: 32, width: 32, height: 16 }])
})
