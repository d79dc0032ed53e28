import { describe, expect, test } from 'vitest'
import { ViridianError } from '#shared/errors.ts'
import { secureAttentionStrokes, strokesForText, strokesForTyped } from '#electron/engines/keyboard/strokes.ts'

// Expected codes are those of the scan code table in the IBM PC AT Technical Reference, written down by hand.
describe('text as scan codes of a US keyboard', () => {
  test.each([
    ['a', [[0x1e], [0x9e]]],
    ['A', [[0x2a], [0x1e], [0x9e], [0xaa]]],
    ['1', [[0x02], [0x82]]],
    ['!', [[0x2a], [0x02], [0x82], [0xaa]]],
    ['0', [[0x0b], [0x8b]]],
    ['/', [[0x35], [0xb5]]],
    ['|', [[0x2a], [0x2b], [0xab], [0xaa]]],
    ['~', [[0x2a], [0x29], [0xa9], [0xaa]]],
    ['"', [[0x2a], [0x28], [0xa8], [0xaa]]],
    [' ', [[0x39], [0xb9]]],
    ['\t', [[0x0f], [0x8f]]],
    ['\n', [[0x1c], [0x9c]]],
    ['\r\n', [[0x1c], [0x9c]]],
  ])('%j', (text, strokes) => {
    expect(strokesForText(text)).toEqual(strokes)
  })

  test('every printable ASCII character has a key', () => {
    const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index))
    const strokes = printable.map((character) => JSON.stringify(strokesForText(character)))
    expect(new Set(strokes).size).toBe(printable.length)
  })

  test.each(['ü', '€', '😀', '\x00', '\x7f'])('%j is refused before the first key', (character) => {
    const error = catchError(() => strokesForText(`ok${character}ok`))
    expect(error).toBeInstanceOf(ViridianError)
    expect(error).toMatchObject({ code: 'TEXT_NOT_TYPABLE', facts: { character } })
  })

  test('Ctrl+Alt+Delete is 1D 38 E0 53 E0 D3 B8 9D', () => {
    expect(secureAttentionStrokes.flat()).toEqual([0x1d, 0x38, 0xe0, 0x53, 0xe0, 0xd3, 0xb8, 0x9d])
  })
})

function catchError(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  return undefined
}

describe('keys', () => {
  test('go down one after the other and up in the reverse order, between text', () => {
    expect(strokesForTyped(['a', ['Ctrl', 'Alt', 'F2'], ['Up']])).toEqual([
      ...strokesForText('a'),
      ...[[0x1d], [0x38], [0x3c], [0xbc], [0xb8], [0x9d]],
      ...[
        [0xe0, 0x48],
        [0xe0, 0xc8],
      ],
    ])
  })

  test('of a letter need no Shift, of a character above another they do', () => {
    expect(strokesForTyped([['Ctrl', 'C']])).toEqual([[0x1d], [0x2e], [0xae], [0x9d]])
    expect(strokesForTyped([['Alt', '!']])).toEqual([[0x38], [0x2a], [0x02], [0x82], [0xaa], [0xb8]])
  })
})
