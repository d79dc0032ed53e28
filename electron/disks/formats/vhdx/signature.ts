/** How [MS-VHDX] writes a GUID, from the 16 bytes at `offset` (RFC 4122 fields, the first three little-endian). */
export function guidAt(view: DataView, offset: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const bytes = (from: number, to: number) => {
    let text = ''
    for (let at = from; at < to; at++) text += hex(view.getUint8(offset + at), 2)
    return text
  }
  const fields = [view.getUint32(offset, true), view.getUint16(offset + 4, true), view.getUint16(offset + 6, true)]
  const [first = 0, second = 0, third = 0] = fields
  return `${hex(first, 8)}-${hex(second, 4)}-${hex(third, 4)}-${bytes(8, 10)}-${bytes(10, 16)}`.toUpperCase()
}

export const noGuid = '00000000-0000-0000-0000-000000000000'

/** Whether the ASCII letters stand at `offset`. */
export function hasSignature(view: DataView, offset: number, letters: string): boolean {
  return [...letters].every((letter, index) => view.getUint8(offset + index) === letter.charCodeAt(0))
}

export function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}
