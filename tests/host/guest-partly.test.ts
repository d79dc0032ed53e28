import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeGuests } from '#build/guest/make-guest.mjs'

vi.mock('#build/guest/vhd-writer.mjs', () => ({
  loadVhdWriter: () => Promise.reject(new Error('There is no bundler.')),
}))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'viridian-guest-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

it('makes the CD of the lab guest where its hard disk cannot be made, and says why', async () => {
  await expect(makeGuests({ output: folder, progress: () => undefined })).rejects.toThrow('There is no bundler.')
  expect(readdirSync(folder).sort()).toEqual(['lab-linux.iso', 'lab-linux.json'])
})
