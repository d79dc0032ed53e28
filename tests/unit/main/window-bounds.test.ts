import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WindowBounds } from '#electron/main/window-bounds.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const bounds = { x: 100, y: 80, width: 900, height: 600, maximized: false }
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'viridian-bounds-'))
  file = path.join(folder, 'desktop/windows.json')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('WindowBounds', () => {
  it('remembers each kind of window beyond the end of the program', () => {
    const first = new WindowBounds(file)
    first.save('manager', bounds)
    first.save('connection', { ...bounds, maximized: true })
    const second = new WindowBounds(file)
    expect(second.restore('manager', [screen])).toEqual(bounds)
    expect(second.restore('connection', [screen])?.maximized).toBe(true)
    expect(readdirSync(path.dirname(file))).toEqual(['windows.json'])
  })

  it('remembers as long as the program runs where the file cannot be written', () => {
    const complain = vi.spyOn(console, 'error').mockReturnValue()
    writeFileSync(path.join(folder, 'desktop'), 'in the way')
    const saved = new WindowBounds(file)
    saved.save('manager', bounds)
    expect(saved.restore('manager', [screen])).toEqual(bounds)
    expect(complain).toHaveBeenCalledOnce()
    complain.mockRestore()
  })

  it('forgets a place on a display that is gone', () => {
    const saved = new WindowBounds(file)
    saved.save('manager', { ...bounds, x: 2500 })
    expect(saved.restore('manager', [screen])).toBeNull()
    expect(saved.restore('manager', [screen, { x: 1920, y: 0, width: 1280, height: 1024 }])).not.toBeNull()
  })

  it('forgets a place whose title bar cannot be reached', () => {
    const saved = new WindowBounds(file)
    saved.save('manager', { ...bounds, y: -300 })
    expect(saved.restore('manager', [screen])).toBeNull()
  })

  it.each([
    '',
    '{',
    '[]',
    '{"manager":{"x":"left"}}',
    '{"manager":{"x":0,"y":0,"width":0,"height":0,"maximized":false}}',
  ])('takes the damaged file %j for none', (text) => {
    const saved = new WindowBounds(file)
    saved.save('manager', bounds)
    writeFileSync(file, text)
    expect(new WindowBounds(file).restore('manager', [screen])).toBeNull()
  })
})
