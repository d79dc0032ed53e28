import { describe, expect, test, vi } from 'vitest'
import { VgaScreen } from '#electron/engines/embedded/display/screen.ts'
import { FLAG_BLINKING, FLAG_FONT_PAGE_B } from '#electron/engines/embedded/display/text-mode.ts'

const WHITE = 0xffffff
const BLUE = 0x0000aa

/** A font whose glyph 65 is a frame, and on page 1 a bar; glyph 0xc4 a line through the cell. */
function makeFont(): Uint8Array {
  const plane = new Uint8Array(65536)
  plane.set([0xff, 0x81, 0x81, 0xff], 65 * 32)
  plane.set([0x18, 0x18, 0x18, 0x18], (256 + 65) * 32)
  plane.set([0x00, 0xff, 0x00, 0x00], 0xc4 * 32)
  return plane
}

/** A screen of 3 by 2 characters, four lines high each. */
function smallText(options: { nineDots?: boolean; doubled?: boolean } = {}): VgaScreen {
  const screen = new VgaScreen()
  screen.adapter.set_mode(false)
  screen.adapter.set_font_bitmap(4, options.nineDots ?? false, options.doubled ?? false, true, makeFont(), true)
  screen.adapter.set_size_text(3, 2)
  return screen
}

/** The picture with `.` for black, `#` for white, `b` for blue. */
function picture(screen: VgaScreen): string[] {
  const { width, height, data } = screen.image()
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const at = (y * width + x) * 4
      const rgb = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
      return rgb === WHITE ? '#' : rgb === BLUE ? 'b' : rgb === 0 ? '.' : '?'
    }).join(''),
  )
}

test('before any mode is set the screen is black, 720 by 400', () => {
  const { width, height, data } = new VgaScreen().image()
  expect([width, height]).toEqual([720, 400])
  expect(Buffer.from(data).equals(Buffer.alloc(720 * 400 * 4, Buffer.from([0, 0, 0, 255])))).toBe(true)
  expect(new VgaScreen().textRows()).toEqual(Array<string>(25).fill(''))
})

describe('text', () => {
  test("is drawn in the guest's font", () => {
    const screen = smallText()
    screen.adapter.put_char(1, 1, 65, 0, BLUE, WHITE)
    const blank = '.'.repeat(24)
    const rows = ['########', '#bbbbbb#', '#bbbbbb#', '########'].map((row) => `........${row}........`)
    expect(picture(screen)).toEqual([blank, blank, blank, blank, ...rows])
  })

  test('nine dots: lines join, letters do not', () => {
    const screen = smallText({ nineDots: true })
    screen.adapter.put_char(0, 0, 0xc4, 0, 0, WHITE)
    screen.adapter.put_char(0, 1, 65, 0, 0, WHITE)
    expect(picture(screen).slice(0, 4)).toEqual([
      '.........########..........',
      '##########......#..........',
      '.........#......#..........',
      '.........########..........',
    ])
  })

  test('doubled dots', () => {
    const screen = smallText({ doubled: true })
    screen.adapter.put_char(0, 0, 65, 0, 0, WHITE)
    expect(picture(screen)[1]).toBe('##............##' + '.'.repeat(32))
  })

  test("the other font page, by the character's flag", () => {
    const screen = smallText()
    screen.adapter.set_font_page(0, 1)
    screen.adapter.put_char(0, 0, 65, FLAG_FONT_PAGE_B, 0, WHITE)
    expect(picture(screen)[0]?.slice(0, 8)).toBe('...##...')
  })

  test('a new font shows in the text that stands', () => {
    const screen = smallText()
    screen.adapter.put_char(0, 0, 66, 0, 0, WHITE)
    expect(picture(screen)[0]?.slice(0, 8)).toBe('........')
    const plane = makeFont()
    plane[66 * 32] = 0xf0
    screen.adapter.set_font_bitmap(4, false, false, true, plane, true)
    expect(picture(screen)[0]?.slice(0, 8)).toBe('####....')
  })

  test('the cursor covers its scan lines in the colour of its character', () => {
    const screen = smallText()
    screen.adapter.put_char(0, 1, 32, 0, BLUE, WHITE)
    screen.adapter.update_cursor_scanline(2, 3, true)
    screen.adapter.update_cursor(0, 1)
    expect(picture(screen).map((row) => row.slice(8, 16))).toEqual([
      ...['bbbbbbbb', 'bbbbbbbb', '########', '########'],
      ...Array<string>(4).fill('........'),
    ])
    screen.adapter.update_cursor(1, 0)
    expect(picture(screen)[2]?.slice(8, 16)).toBe('bbbbbbbb')
    screen.adapter.update_cursor_scanline(2, 3, false)
    expect(picture(screen).join('')).not.toContain('#')
  })

  test('as Unicode, without blanks at the ends', () => {
    const screen = smallText()
    screen.adapter.put_char(0, 0, 0x81, 0, 0, WHITE)
    screen.adapter.put_char(0, 1, 0xc9, 0, 0, WHITE)
    screen.adapter.put_char(1, 1, 0xe1, 0, 0, WHITE)
    screen.adapter.put_char(1, 2, 0x20, 0, 0, WHITE)
    expect(screen.textRows()).toEqual(['ü╔', ' ß'])
    expect(screen.adapter.get_text_screen()).toEqual(['ü╔', ' ß'])
  })

  test('modes of absurd size are cut off', () => {
    const screen = smallText()
    screen.adapter.set_size_text(256, 2048)
    const { width, height } = screen.image()
    expect([width, height]).toEqual([2048, 4096])
  })
})

describe('a watch', () => {
  const whole = (screen: VgaScreen) => ({ x: 0, y: 0, width: screen.width, height: screen.height })

  test('is told once of what changed since it took', () => {
    const screen = smallText()
    screen.refresh()
    const onChange = vi.fn()
    const watch = screen.watch(onChange)
    watch.take(whole(screen))
    expect(watch.changed).toBe(false)
    screen.adapter.put_char(0, 0, 65, 0, 0, WHITE)
    screen.adapter.put_char(0, 1, 65, 0, 0, WHITE)
    expect(onChange).toHaveBeenCalledTimes(1)
    expect(watch.changed).toBe(true)
    screen.refresh()
    expect(watch.take(whole(screen))).toEqual([{ x: 0, y: 0, width: 16, height: 8 }])
    screen.adapter.put_char(0, 0, 65, 0, 0, WHITE)
    expect(watch.changed).toBe(false)
    expect(onChange).toHaveBeenCalledTimes(1)
    watch.close()
  })

  test('sees blinking text and cursor, which stand still when nobody watches', () => {
    vi.useFakeTimers()
    const screen = smallText()
    screen.adapter.put_char(0, 0, 65, FLAG_BLINKING, 0, WHITE)
    screen.adapter.put_char(1, 1, 32, 0, 0, WHITE)
    screen.adapter.update_cursor_scanline(2, 3, true)
    screen.adapter.update_cursor(1, 1)
    const shown = picture(screen)
    vi.advanceTimersByTime(10_000)
    expect(picture(screen)).toEqual(shown)
    const watch = screen.watch(() => undefined)
    const phases = new Set<string>()
    for (let time = 0; time < 1000; time += 50) {
      vi.advanceTimersByTime(50)
      phases.add(picture(screen).join('\n'))
    }
    expect(phases.size).toBe(4)
    watch.close()
    expect(picture(screen)).toEqual(shown)
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  test("does not keep a paused machine's screen alive", () => {
    vi.useFakeTimers()
    const screen = smallText()
    const watch = screen.watch(() => undefined)
    watch.wanted = true
    screen.adapter.pause()
    expect(vi.getTimerCount()).toBe(0)
    screen.adapter.continue()
    expect(vi.getTimerCount()).toBe(1)
    watch.close()
    vi.useRealTimers()
  })
})

describe('graphics', () => {
  /** What v86 hands over: an image wider than the screen, of which a part is shown. */
  function layer(value: (x: number, y: number) => number, place: Partial<Record<string, number>> = {}) {
    const width = 40
    const height = 30
    const data = new Uint8ClampedArray(width * height * 4)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) data.set([value(x, y), value(x, y), value(x, y), 255], (y * width + x) * 4)
    }
    const whole = { screen_x: 0, screen_y: 0, buffer_x: 0, buffer_y: 0, buffer_width: width, buffer_height: height }
    return { image_data: { data, width, height }, ...whole, ...place }
  }

  function graphical(): VgaScreen {
    const screen = new VgaScreen()
    screen.adapter.set_mode(true)
    screen.adapter.set_size_graphical(32, 20, 40, 30)
    return screen
  }

  const at = (screen: VgaScreen, x: number, y: number) => screen.image().data[(y * screen.width + x) * 4]

  test('have no text and the size of the mode', () => {
    const screen = graphical()
    expect(screen.textRows()).toEqual([])
    expect([screen.width, screen.height]).toEqual([32, 20])
    screen.adapter.update_buffer([layer((x, y) => x + 2 * y)])
    expect([at(screen, 0, 0), at(screen, 31, 0), at(screen, 3, 19)]).toEqual([0, 31, 41])
  })

  test.each([
    ['panned to the right', { screen_x: -5 }, [5, 36]],
    ['panned down', { buffer_y: 4, buffer_height: 20 }, [8, 39]],
    ['the lower part of a split screen', { screen_y: 10, buffer_height: 10 }, [0, 0]],
    ['starting left of the image', { buffer_x: -2 }, [0, 29]],
  ])('%s', (_name, place, corners) => {
    const screen = graphical()
    screen.adapter.update_buffer([layer((x, y) => x + 2 * y, place)])
    expect([at(screen, 0, 0), at(screen, 31, 0)]).toEqual(corners)
  })

  test.each([
    ['beyond every edge', { screen_x: 1000, screen_y: -1000 }],
    ['larger than their image', { buffer_width: 5000, buffer_height: 5000, buffer_y: 25 }],
    ['of a memory that was taken away', { image_data: { data: new Uint8ClampedArray(0), width: 40, height: 30 } }],
  ])('%s do no harm', (_name, place) => {
    const screen = graphical()
    expect(() => screen.adapter.update_buffer([{ ...layer(() => 7), ...place }])).not.toThrow()
    expect([screen.width, screen.height]).toEqual([32, 20])
  })

  test('only what differs is damage', () => {
    const screen = graphical()
    screen.adapter.update_buffer([layer(() => 9)])
    const watch = screen.watch(() => undefined)
    const whole = { x: 0, y: 0, width: 32, height: 20 }
    watch.take(whole)
    screen.adapter.update_buffer([layer(() => 9)])
    expect(watch.changed).toBe(false)
    screen.adapter.update_buffer([layer((x, y) => (x === 20 && y === 17 ? 1 : 9))])
    expect(watch.take(whole)).toEqual([{ x: 16, y: 16, width: 16, height: 4 }])
    watch.close()
  })

  test('are asked for all of the picture after a change of modes, and fetched before a picture is taken', () => {
    const screen = graphical()
    const calls: string[] = []
    screen.source = { fill: () => void calls.push('fill'), redraw: () => void calls.push('redraw') }
    screen.image()
    screen.image()
    expect(calls).toEqual(['redraw', 'fill', 'fill'])
    screen.adapter.set_mode(false)
    screen.image()
    expect(calls).toHaveLength(3)
    expect([screen.width, screen.height]).toEqual([720, 400])
    screen.adapter.set_mode(true)
    expect([screen.width, screen.height]).toEqual([32, 20])
    screen.image()
    expect(calls.slice(3)).toEqual(['redraw', 'fill'])
  })
})
