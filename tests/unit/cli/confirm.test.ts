import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ask } from '#electron/cli/confirm.ts'

/** A terminal whose modes are written down. */
class Keyboard extends PassThrough {
  readonly isTTY = true
  readonly modes: boolean[] = []

  setRawMode(on: boolean): this {
    this.modes.push(on)
    return this
  }
}

describe('a question on a terminal', () => {
  it.each([
    ['yes', 'y\r', null],
    ['no', 'n\r', 'CANCELLED'],
    ['Ctrl+C', '\x03', 'CANCELLED'],
    ['Ctrl+D', '\x04', 'CANCELLED'],
  ])('is answered with %s, and the terminal is put back', async (_name, keys, code) => {
    const keyboard = new Keyboard()
    const screen = new PassThrough()
    const answered = ask('Really? ', /^y/, keyboard, screen).then(
      () => null,
      (error: unknown) => (error as { code: string }).code,
    )
    keyboard.write(keys)
    expect(await answered).toBe(code)
    expect(keyboard.modes.at(-1)).toBe(false)
    expect(String(screen.read())).toContain('Really? ')
  })
})
