import { viewOf } from '../bytes.ts'

type ByteOrder = 'big' | 'little'

/**
 * A name in UTF-16, up to the first zero. The format calls for big-endian in the header and, as Windows has it,
 * little-endian in locators, and programs have mixed that up: the order in which more of the units are from the first
 * 256 characters, as separators and extensions are, is taken, and `expected` where neither is ahead.
 */
export function decodeName(bytes: Uint8Array, expected: ByteOrder): string {
  const whole = bytes.subarray(0, bytes.byteLength & ~1)
  const latin = { big: 0, little: 0 }
  for (let i = 0; i < whole.byteLength; i += 2) {
    if (whole[i] === 0 && whole[i + 1] !== 0) latin.big++
    if (whole[i] !== 0 && whole[i + 1] === 0) latin.little++
  }
  const other = expected === 'big' ? 'little' : 'big'
  const littleEndian = (latin[other] > latin[expected] ? other : expected) === 'little'
  const view = viewOf(whole)
  let name = ''
  for (let i = 0; i < whole.byteLength; i += 2) {
    const unit = view.getUint16(i, littleEndian)
    if (unit === 0) break
    if (unit !== 0xfeff) name += String.fromCharCode(unit)
  }
  return name
}

export function encodeNameBigEndian(name: string): Uint8Array {
  return encode(name, false)
}

export function encodeNameLittleEndian(name: string): Uint8Array {
  return encode(name, true)
}

function encode(name: string, littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(name.length * 2)
  const view = viewOf(bytes)
  for (let i = 0; i < name.length; i++) view.setUint16(2 * i, name.charCodeAt(i), littleEndian)
  return bytes
}
