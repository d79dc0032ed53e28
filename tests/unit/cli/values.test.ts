import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CliError } from '#electron/cli/errors.ts'
import { readTyped } from '#electron/cli/typed-text.ts'
import { unescapeText } from '#electron/cli/escapes.ts'
import { localeOf } from '#electron/cli/locale.ts'
import { textsFor } from '#electron/cli/messages/index.ts'
import {
  absolutePath,
  parseExpression,
  parseListenAddress,
  parseMemory,
  parseName,
  parsePositive,
  parseStartupOrder,
  parseState,
  parseTyped,
  requireExactlyOne,
} from '#electron/cli/values.ts'

const context = { texts: textsFor('en') }

function usageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof CliError && error.code === 'USAGE') return error.message
    throw error
  }
  throw new Error('accepted')
}

describe('amounts of memory', () => {
  it.each([
    ['128', 128],
    ['16', 16],
    ['2047', 2047],
    [' 64MB ', 64],
    ['512m', 512],
    ['1GB', 1024],
    ['1 g', 1024],
  ])('reads %s', (text, megabytes) => expect(parseMemory(context, text)).toBe(megabytes))

  it.each(['', 'abc', '-5', '1.5', '12 KB', '0x80', '128 megabytes', '9999999999'])('refuses %s', (text) =>
    expect(usageOf(() => parseMemory(context, text))).toContain('not an amount'),
  )

  it.each(['3', '0', '1048577', '1025GB'])('refuses %s as out of range, whatever the engine', (text) =>
    expect(usageOf(() => parseMemory(context, text))).toContain('between 4 and 1048576'),
  )
})

describe('addresses to listen on', () => {
  it.each([
    ['127.0.0.1:8006', '127.0.0.1', 8006],
    ['localhost:0', 'localhost', 0],
    ['[::1]:80', '::1', 80],
    [':8006', '127.0.0.1', 8006],
    ['8006', '127.0.0.1', 8006],
    ['0.0.0.0:1', '0.0.0.0', 1],
  ])('reads %s', (text, address, port) => expect(parseListenAddress(context, text)).toEqual({ address, port }))

  it.each(['', 'localhost', '127.0.0.1:', '127.0.0.1:x', '127.0.0.1:65536', '::1:80', '[::1]', 'a:b:1'])(
    'refuses %s',
    (text) => expect(usageOf(() => parseListenAddress(context, text))).toContain('not an address and port'),
  )
})

describe('other values', () => {
  it('reads seconds', () => {
    expect(parsePositive(context, '1.5', '--timeout')).toBe(1.5)
    expect(parsePositive(context, '.25', '--timeout')).toBe(0.25)
    for (const text of ['0', '-1', '', 'x', '1e9', 'Infinity', '99999999']) {
      expect(usageOf(() => parsePositive(context, text, '--timeout'))).toContain('--timeout')
    }
  })

  it('reads startup orders, or how they begin', () => {
    expect(parseStartupOrder(context, 'floppy,CD, disk')).toEqual(['floppy', 'cd', 'disk'])
    expect(parseStartupOrder(context, 'disk')).toEqual(['disk'])
  })

  it.each(['', 'floppy,', 'floppy,floppy', 'usb', 'floppy,cd,disk,network'])('refuses the startup order “%s”', (text) =>
    expect(usageOf(() => parseStartupOrder(context, text))).toContain('floppy, cd, disk'),
  )

  it('reads states in any case', () => {
    expect(parseState(context, 'running')).toBe('Running')
    expect(usageOf(() => parseState(context, 'on'))).toContain('Off, Starting, Running')
  })

  it('reads regular expressions that match at lines, with or without needless escapes', () => {
    expect(parseExpression(context, '^b$').exec('a\r\nb\r\nc')?.[0]).toBe('b')
    expect(parseExpression(context, String.raw`a\-b`).test('a-b')).toBe(true)
    expect(parseExpression(context, '^.$').test('😀')).toBe(true)
    expect(usageOf(() => parseExpression(context, '('))).toContain('not a regular expression')
  })

  it('reads names as the host does', () => {
    expect(parseName(context, ' lab 1 ')).toBe('lab 1')
    for (const name of ['', '  ', 'a/b', 'a:b', 'x'.repeat(101), 'dot.']) usageOf(() => parseName(context, name))
  })

  it('makes relative paths absolute', () => {
    expect(absolutePath('x.iso')).toBe(path.join(process.cwd(), 'x.iso'))
    expect(absolutePath(path.resolve('/a/b.iso'))).toBe(path.resolve('/a/b.iso'))
  })

  it('wants exactly one of several options', () => {
    requireExactlyOne(context, { '--a': undefined, '--b': '' })
    expect(usageOf(() => requireExactlyOne(context, { '--a': 1, '--b': 2 }))).toContain('--a, --b')
    usageOf(() => requireExactlyOne(context, { '--a': undefined }))
  })
})

describe('escapes in text', () => {
  it.each([
    [String.raw`ls\n`, 'ls\n'],
    [String.raw`a\tb\rc`, 'a\tb\rc'],
    [String.raw`\e[A`, '\x1b[A'],
    [String.raw`\\n`, String.raw`\n`],
    [String.raw`\x41\x7e`, 'A~'],
    [String.raw`\"\'`, `"'`],
    ['plain', 'plain'],
  ])('reads %s', (text, typed) => expect(unescapeText(text)).toBe(typed))

  it.each([String.raw`\q`, String.raw`\x4`, 'end\\', String.raw`\N`])('refuses %s', (text) =>
    expect(usageOf(() => parseTyped(context, text))).toContain('means nothing'),
  )

  it('gives back any text whose backslashes were doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => unescapeText(text.replaceAll('\\', '\\\\')) === text),
    )
  })
})

describe('keys in text', () => {
  it.each([
    ['ls -l', 'ls -l'],
    ['<F2>', [['F2']]],
    ['<Ctrl+Alt+Del>', [['Ctrl', 'Alt', 'Del']]],
    [String.raw`cat <<x<Enter>\n<up><ctrl+C>`, ['cat <x', ['Enter'], '\n', ['Up'], ['Ctrl', 'C']]],
    ['<Ctrl++><+>', [['Ctrl', '+'], ['+']]],
    ['<PageDown><escape>', [['PgDn'], ['Esc']]],
    ['a<<b', 'a<b'],
    ['', ''],
  ])('reads %s', (text, typed) => expect(readTyped(text)).toEqual(typed))

  it.each(['<F13>', 'a < b', '<', '<>', '<Ctrl+>', '<Ctrl+Nowhere>'])('refuses %s, naming the keys', (text) => {
    const told = usageOf(() => parseTyped(context, text))
    expect(told).toContain('PgDn')
    expect(told).toContain('<<')
  })

  it('gives back any text whose brackets were doubled', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const written = text.replaceAll('\\', '\\\\').replaceAll('<', '<<')
        expect(readTyped(written)).toBe(text)
      }),
    )
  })
})

describe('language', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'de'],
    [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'en_US' }, 'en'],
    [{ LANG: 'en', LC_ALL: 'de_AT' }, 'de'],
    [{ LC_ALL: 'C', VIRIDIAN_LANG: 'de' }, 'de'],
    [{ LC_ALL: '', LANG: 'de' }, 'de'],
    [{ VIRIDIAN_LANG: 'fr', LANG: 'de' }, 'en'],
  ])('of %o is %s', (environment, locale) => expect(localeOf(environment)).toBe(locale))
})
