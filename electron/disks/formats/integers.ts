/**
 * A 64-bit field as a number. What lies beyond 2^53 is no size or position any file can have, so that it fails every
 * comparison with one: it is answered as infinity.
 */
export function uint64(view: DataView, offset: number, littleEndian: boolean): number {
  const low = view.getUint32(offset + (littleEndian ? 0 : 4), littleEndian)
  const high = view.getUint32(offset + (littleEndian ? 4 : 0), littleEndian)
  const value = high * 0x1_0000_0000 + low
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY
}

export function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value))
}
