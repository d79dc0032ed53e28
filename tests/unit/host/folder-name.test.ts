import fc from 'fast-check'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nameKey, safeFolderName, TakenNames, uniqueName } from '#electron/host/folder-name.ts'
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

describe('characters', () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'
  const accented = 'a\u0308\u0323\u0330'

  it.each([family, accented, '\u{1f600}', '\u{1f1e9}\u{1f1ea}'])('%s is never split at the limit', (character) => {
    const whole = character.normalize('NFC')
    for (const before of ['', 'x', 'xy', 'xyz']) {
      const folder = safeFolderName(before + character.repeat(100)).slice(before.length)
      expect(folder).toBe(whole.repeat(folder.length / whole.length))
      const name = before + whole.repeat(Math.floor(100 / whole.length))
      const cut = uniqueName(name, [name])
        .replace(/ \(2\)$/, '')
        .slice(before.length)
      expect(cut).toBe(whole.repeat(cut.length / whole.length))
    }
  })

  it('that are not to be seen make no other name', () => {
    expect(nameKey('La\u202eb\u200b')).toBe(nameKey('lab'))
    expect(machineNameSchema.parse('La\u202eb\u00ad e\u0301\ud800')).toBe('Lab \u00e9')
    expect(machineNameSchema.safeParse('\u202e').success).toBe(false)
    // Joiners are what emoji and scripts need.
    expect(machineNameSchema.parse(family)).toBe(family)
  })
})

it('ten thousand machines of one name get a name each, without counting from the beginning each time', () => {
  const taken = new TakenNames([])
  const names = Array.from({ length: 10_000 }, () => taken.take('Lab'))
  expect(new Set(names).size).toBe(10_000)
  expect(names.at(-1)).toBe('Lab (10000)')
})
