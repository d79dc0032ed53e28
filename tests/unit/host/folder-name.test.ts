import fc from 'fast-check'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { safeFolderName, uniqueName } from '#electron/host/folder-name.ts'
import { machineNameSchema } from '#shared/machine.ts'

describe('folder names', () => {
  it.each([
    ['Lab 1', 'Lab 1'],
    ['con', '_con'],
    ['LPT1.backup', '_LPT1.backup'],
    ['Console', 'Console'],
    ['com10', 'com10'],
    ['..', '_'],
    ['.hidden', '_.hidden'],
    ['ends. . ', 'ends'],
    ['a/b\\c:d', 'a_b_c_d'],
    ['e\u0301', '\u00e9'],
  ])('%j becomes %j', (name, folder) => {
    expect(safeFolderName(name)).toBe(folder)
  })

  it('are one component that every system takes, for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (name) => {
        const folder = safeFolderName(name)
        expect(folder).not.toBe('')
        expect(folder).not.toMatch(/^\.|[. ]$|[*?:<>/|\\"\p{Cc}]/u)
        expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(210)
        expect(path.dirname(path.join('/machines', folder))).toBe(path.normalize('/machines'))
      }),
    )
  })
})

describe('unique names', () => {
  it('count up past names that differ in case or composition only', () => {
    expect(uniqueName('lab', [])).toBe('lab')
    expect(uniqueName('lab', ['LAB', 'Lab (2)'])).toBe('lab (3)')
    expect(uniqueName('\u00e9', ['E\u0301'])).toBe('\u00e9 (2)')
  })

  it('stay names of machines, however long', () => {
    const name = uniqueName('\u{1F4BB}'.repeat(50), ['\u{1F4BB}'.repeat(50)])
    expect(machineNameSchema.parse(name)).toBe(name)
    expect(name).not.toMatch(/\p{Surrogate}/u)
  })
})
