import { describe, expect, it } from 'vitest'
import { ExpressionSearch } from '#electron/cli/expression-search.ts'
import { SerialText, stripEscapes } from '#electron/cli/serial-text.ts'
import { screenLines } from '#electron/cli/commands/vm-screen.ts'
import { cellWidth, formatDetails, formatTable } from '#electron/cli/table.ts'

describe('tables', () => {
  it('are aligned, without spaces at the ends of lines', () => {
    const table = formatTable(
      [{ title: 'Name' }, { title: 'CPU Usage', align: 'right' }, { title: 'Operations' }],
      [
        ['lab', '7%', ''],
        ['a longer name', '100%', 'From a newer Viridian'],
      ],
    )
    expect(table.split('\n')).toEqual([
      'Name           CPU Usage  Operations',
      'lab                   7%',
      'a longer name       100%  From a newer Viridian',
    ])
  })

  it('know that some characters take two cells or none', () => {
    expect(cellWidth('Rechner')).toBe(7)
    expect(cellWidth('日本')).toBe(4)
    expect(cellWidth('e\u0301')).toBe(1)
    const [, first, second] = formatTable(
      [{ title: 'N' }, { title: 'S' }],
      [
        ['日本', 'x'],
        ['abcd', 'y'],
      ],
    ).split('\n')
    expect(cellWidth(first ?? '')).toBe(cellWidth(second ?? ''))
  })

  it('show details below each other', () => {
    expect(
      formatDetails([
        ['Name', 'lab'],
        ['Memory', '128 MB'],
      ]),
    ).toBe('Name:    lab\nMemory:  128 MB')
  })
})

describe('screens', () => {
  it('lose the blanks at their ends only', () => {
    expect(screenLines(['  one  ', '', 'two   ', '     ', ''])).toBe('  one\n\ntwo')
    expect(screenLines(['', ''])).toBe('')
  })
})

describe('what a serial port said', () => {
  it('is searched as it came and without escape sequences', () => {
    const text = new SerialText()
    text.append(Buffer.from('\x1b[1;32mlo\x1b[0mgin:\x1b]0;title\x07 '))
    expect(text.versions).toEqual(['\x1b[1;32mlo\x1b[0mgin:\x1b]0;title\x07 ', 'login: '])
  })

  it('is put together across pieces, characters too', () => {
    const text = new SerialText()
    for (const byte of Buffer.from('prompt → ok\x1b[')) text.append(Buffer.of(byte))
    expect(text.versions[0]).toContain('→ ok')
    text.append(Buffer.from('Kdone'))
    expect(text.versions[1]).toContain('okdone')
  })

  it('is kept to a limit, the newest last', () => {
    const text = new SerialText(10)
    text.append(Buffer.from('0123456789abc'))
    expect(text.versions[0]).toBe('3456789abc')
  })

  it.each([
    ['\x1b[?25l\x1b[2J\x1b[Habc', 'abc'],
    ['\x1b(Babc\x1b=', 'abc'],
    ['\x1bP1$r0m\x1b\\abc', 'abc'],
    ['\x1b7abc\x1b8', 'abc'],
    ['abc\r\n', 'abc\r\n'],
  ])('%j shows as %j', (raw, shown) => expect(stripEscapes(raw)).toBe(shown))
})

describe('a search for an expression', () => {
  it('gives what matches, in the first text that has a match', async () => {
    const ending = new AbortController()
    const search = new ExpressionSearch(/^b\w*/m, ending.signal)
    expect(await search.find('a\nbc', 'bd')).toBe('bc')
    expect(await search.find('a', 'bd')).toBe('bd')
    expect(await search.find('a', '')).toBeNull()
    search.close()
  })

  it('that takes for ever keeps nothing else from happening, and ends with its signal', async () => {
    const ending = new AbortController()
    const search = new ExpressionSearch(/^(a+)+$/, ending.signal)
    const found = search.find('a'.repeat(60) + '!').then(() => 'found')
    const nothing = new Promise<string>((resolve) => setTimeout(() => resolve('time is up'), 10))
    expect(await Promise.race([found, nothing])).toBe('time is up')
    ending.abort()
    expect(await search.ended).toBeUndefined()
  })
})
