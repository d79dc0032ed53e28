import { VgaScreen } from '#electron/engines/embedded/display/screen.ts'
import { RfbServer, type PointerEvent, type PointerStep } from '#electron/engines/rfb/server.ts'

/** A server with a screen and what arrived at the guest. */
export interface Scene {
  readonly screen: VgaScreen
  readonly server: RfbServer
  readonly keys: number[]
  readonly pointer: PointerEvent[]
  readonly steps: PointerStep[]
  /** Whether the guest takes positions on its screen, from now on. */
  takePositions(on: boolean): void
  /** Why viewers were refused or disconnected. */
  readonly reasons: string[]
}

export function makeScene(screen = new VgaScreen()): Scene {
  const keys: number[] = []
  const pointer: PointerEvent[] = []
  const steps: PointerStep[] = []
  let takesPositions = true
  const reasons: string[] = []
  const server = new RfbServer({
    screen,
    input: {
      scancodes: (bytes) => void keys.push(...bytes),
      pointer: (event) => void pointer.push(event),
      pointerStep: (step) => void steps.push(step),
      get takesPositions() {
        return takesPositions
      },
    },
    name: 'lab ü',
    report: (reason) => void reasons.push(reason),
  })
  const takePositions = (on: boolean) => {
    takesPositions = on
    server.pointerChanged()
  }
  return { screen, server, keys, pointer, steps, takePositions, reasons }
}

/** Puts a picture on the screen as a guest in a graphics mode does; colours are 0xRRGGBB. */
export function paint(
  screen: VgaScreen,
  width: number,
  height: number,
  colour: (x: number, y: number) => number,
): void {
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const rgb = colour(x, y)
      data.set([rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff, 255], (y * width + x) * 4)
    }
  }
  const { adapter } = screen
  adapter.set_mode(true)
  adapter.set_size_graphical(width, height, width, height)
  adapter.update_buffer([
    {
      image_data: { data, width, height },
      screen_x: 0,
      screen_y: 0,
      buffer_x: 0,
      buffer_y: 0,
      buffer_width: width,
      buffer_height: height,
    },
  ])
}

/** A font of which every glyph differs, and a full screen of text in it. */
export function writeText(screen: VgaScreen, first = 33): void {
  const { adapter } = screen
  const plane = new Uint8Array(65536)
  for (let code = 33; code < 256; code++) {
    for (let y = 2; y < 14; y++) plane[code * 32 + y] = (code * 31 + y * 77) & 0xff
  }
  adapter.set_font_bitmap(16, true, false, true, plane, true)
  for (let row = 0; row < 25; row++) {
    for (let column = 0; column < 80; column++) {
      const code = column < 60 ? first + ((row * 7 + column) % 90) : 32
      adapter.put_char(row, column, code, 0, row % 5 === 0 ? 0x0000aa : 0, column % 13 === 0 ? 0xffff55 : 0xaaaaaa)
    }
  }
}

/** Numbers that look random and are the same in every run. */
export function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state
  }
}
