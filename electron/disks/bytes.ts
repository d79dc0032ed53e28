/** True where every byte is zero. */
export function isZero(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, byteLength } = bytes
  const head = Math.min(byteLength, (4 - (byteOffset & 3)) & 3)
  for (let i = 0; i < head; i++) if (bytes[i] !== 0) return false
  const words = new Int32Array(buffer, byteOffset + head, (byteLength - head) >> 2)
  const { length } = words
  let i = 0
  // Typed arrays read past their end give undefined, never reached here; eight words a round keep the loop cheap.
  for (; i + 8 <= length; i += 8) {
    const any =
      words[i]! |
      words[i + 1]! |
      words[i + 2]! |
      words[i + 3]! |
      words[i + 4]! |
      words[i + 5]! |
      words[i + 6]! |
      words[i + 7]!
    if (any !== 0) return false
  }
  for (; i < length; i++) if (words[i] !== 0) return false
  for (let j = head + (length << 2); j < byteLength; j++) if (bytes[j] !== 0) return false
  return true
}

export function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) return false
  for (let i = 0; i < a.byteLength; i++) if (a[i] !== b[i]) return false
  return true
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit
}

/** Characters of one byte each, as in cookies and codes. */
export function readLatin(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length))
}

export function writeLatin(bytes: Uint8Array, offset: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[offset + i] = text.charCodeAt(i)
}
