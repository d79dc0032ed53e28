import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recipeFingerprint } from '#build/guest/fingerprint.mjs'
import { makeGuest } from '#build/guest/make-guest.mjs'
import { root } from '#build/run.mjs'

const recipe = path.join(root, 'build/guest')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'viridian-recipe-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('recipeFingerprint', () => {
  it('is that of the files, wherever they lie', async () => {
    cpSync(recipe, folder, { recursive: true })
    expect(await recipeFingerprint(folder)).toBe(await recipeFingerprint(recipe))
  })

  it.each([
    ['a script of the guest is edited', (copy: string) => writeFileSync(path.join(copy, 'root/etc/motd'), 'Hello\n')],
    ['the package list is edited', (copy: string) => writeFileSync(path.join(copy, 'recipe.mjs'), 'export {}\n')],
    ['a file is added', (copy: string) => writeFileSync(path.join(copy, 'root/etc/new'), '')],
    ['a file is renamed', (copy: string) => renameSync(path.join(copy, 'cpio.mjs'), path.join(copy, 'cpio2.mjs'))],
  ])('changes when %s', async (_, edit) => {
    cpSync(recipe, folder, { recursive: true })
    edit(folder)
    expect(await recipeFingerprint(folder)).not.toBe(await recipeFingerprint(recipe))
  })
})

describe('makeGuest', () => {
  it('does nothing where the image was made by the same recipe', async () => {
    const manifest = { recipe: await recipeFingerprint(recipe), image: 'lab-linux.iso', size: 4 }
    writeFileSync(path.join(folder, 'lab-linux.iso'), 'data')
    writeFileSync(path.join(folder, 'lab-linux.json'), JSON.stringify(manifest))
    const said: string[] = []
    expect(await makeGuest({ output: folder, progress: (text) => said.push(text) })).toEqual(manifest)
    expect(said).toEqual([])
  })
})
