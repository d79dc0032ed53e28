// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { de } from '#renderer/i18n/de.ts'
import { en } from '#renderer/i18n/en.ts'
import { i18n } from '#renderer/i18n/index.ts'

/** Path -> text, for every text of a language. */
function flat(texts: object, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value as object, `${prefix}${key}.`),
  )
}

const german = new Map(flat(de))
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()

describe('texts', () => {
  it.each(flat(en))('%s says the same things in both languages', (path, text) => {
    expect(placeholders(german.get(path) ?? '')).toEqual(placeholders(text))
  })

  it('has no text in German that English does not have', () => {
    const english = new Map(flat(en))
    expect([...german.keys()].filter((path) => !english.has(path))).toEqual([])
  })

  it.each(['en', 'de'] as const)('can be read by the message compiler, every one (%s)', (locale) => {
    for (const [path, text] of flat(locale === 'en' ? en : de)) {
      const values = Object.fromEntries(placeholders(text).map((name) => [name.slice(1, -1), '7']))
      const said = i18n.global.t(path, values, { locale })
      expect(said, path).not.toBe('')
      expect(said, path).not.toMatch(/\{\w+\}/)
    }
  })
})
