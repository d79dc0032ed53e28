import { expect, test } from 'vitest'
import { describeDiskFailure, locales } from '#shared/messages/index.ts'
import { printable, printableFacts, printableJson, printableLines } from '#shared/printable.ts'

test.each([
  ['an escape sequence', 'a\x1b[2Jb', 'a\\x1b[2Jb'],
  ['what other terminals take for one', 'a\x9b2Jb', 'a\\x9b2Jb'],
  ['a line that is written over', 'evil\rgood', 'evil\\x0dgood'],
  ['a forged second line', 'a\nb\u2028c', 'a\\x0ab\\u2028c'],
  ['an override', 'gpj.\u202eexe', 'gpj.\\u202eexe'],
  ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
  ['half a character', 'x\ud83d', 'x\\ud83d'],
  ['a tag', 'a\u{e0041}', 'a\\u{e0041}'],
])('%s is seen and does nothing', (_what, text, seen) => {
  expect(printable(text)).toBe(seen)
  expect(printable(seen)).toBe(seen)
})

test.each(['Übung – 日本語 🖥️', 'שלום', 'می‌خواهم', '👩‍💻', 'C:\\disks\\a.vhd'])('%s stays', (text) => {
  expect(printable(text)).toBe(text)
})

test('lines of notes stay lines', () => {
  expect(printableLines('a\n\tb\r\x07')).toBe('a\n\tb\\x0d\\x07')
})

test('every text in facts is made harmless', () => {
  const facts = { path: 'a\x1b', tried: ['b\x07', 'c'], size: 3, inner: { name: null } }
  expect(printableFacts(facts)).toEqual({ path: 'a\\x1b', tried: ['b\\x07', 'c'], size: 3, inner: { name: null } })
})

test.each(locales)('no name in a disk reaches a terminal raw (%s)', (locale) => {
  const facts = { format: 'vmdk', name: '\x1b]0;owned\x07\u202e' }
  expect(describeDiskFailure('EXTENT_MISSING', facts, locale)).not.toMatch(/[\p{Cc}\u202e]/u)
})

test('JSON says the same to programs, and nothing to a terminal', () => {
  const value = { name: 'a\u202eb\u009b31m\u{e0041}', notes: 'x\n"\\' }
  expect(printableJson(value)).not.toMatch(/[\p{Cc}\u202e\u{e0041}]/u)
  expect(JSON.parse(printableJson(value))).toEqual(value)
})
