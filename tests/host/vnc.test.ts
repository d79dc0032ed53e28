import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { decode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RfbListener } from '#electron/engines/rfb/listener.ts'
import { makeScene, makeRandom, paint, writeText, type Scene } from '#tests/unit/rfb/scene.ts'

/** VNC displays count from this port on. */
const DISPLAY_0 = 5900

const run = promisify(execFile)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'viridian-vnc-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The RGB of what a stock VNC client (gtk-vnc's gvnccapture, Debian package gvncviewer) sees at a port. */
async function capture(port: number): Promise<{ width: number; height: number; rgb: Buffer }> {
  const file = path.join(folder, `${port}.png`)
  await run('gvnccapture', ['--quiet', `127.0.0.1:${port - DISPLAY_0}`, file], { timeout: 600_000 })
  const { width, height, channels, data } = decode(await readFile(file))
  return { width, height, rgb: withoutAlpha(data as Uint8Array, channels) }
}

function withoutAlpha(pixels: Uint8Array, channels: number): Buffer {
  const rgb = Buffer.alloc((pixels.length / channels) * 3)
  for (let pixel = 0; pixel * channels < pixels.length; pixel++) {
    for (let channel = 0; channel < 3; channel++) rgb[pixel * 3 + channel] = pixels[pixel * channels + channel] ?? 0
  }
  return rgb
}

describe('a stock VNC client sees the screen to the pixel', () => {
  const random = makeRandom(7)
  test.each<[string, (scene: Scene) => void]>([
    ['text', ({ screen }) => writeText(screen)],
    ['a gradient', ({ screen }) => paint(screen, 640, 480, (x, y) => ((x >> 2) << 16) | ((y >> 1) << 8) | 0x40)],
    ['noise of an odd size', ({ screen }) => paint(screen, 333, 217, () => random() & 0xffffff)],
    ['few colours', ({ screen }) => paint(screen, 800, 600, (x, y) => (((x >> 5) + (y >> 4)) % 9) * 0x101820)],
  ])('%s', async (_name, draw) => {
    const scene = makeScene()
    draw(scene)
    const listener = new RfbListener(scene.server)
    try {
      const { port } = await listener.open({ password: false })
      const seen = await capture(port)
      const { width, height, data } = scene.screen.image()
      expect([seen.width, seen.height]).toEqual([width, height])
      expect(seen.rgb.equals(withoutAlpha(data, 4))).toBe(true)
      expect(scene.reasons).toEqual([])
    } finally {
      await listener.close()
      scene.server.close()
    }
  })
})
