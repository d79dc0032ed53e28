import type { ForeignFormat } from '#shared/disk-error.ts'
import type { BlockDevice } from '../block-device.ts'

/** What a file begins with (or has at `position`); characters are bytes. */
interface Mark {
  readonly format: ForeignFormat
  readonly bytes: string
  readonly position?: number
}

const marks: readonly Mark[] = [
  { format: 'parallels', bytes: 'WithoutFreeSpace' },
  { format: 'parallels', bytes: 'WithouFreSpacExt' },
  { format: 'qed', bytes: 'QED\0' },
  { format: 'bochs', bytes: 'Bochs Virtual HD Image' },
  { format: 'cloop', bytes: '#!/bin/sh\n#V2.0 Format\n' },
  { format: 'sesparse', bytes: '\xbe\xba\xfe\xca\0\0\0\0' },
  { format: 'encrypted-dmg', bytes: 'encrcdsa' },
  { format: 'encrypted-dmg', bytes: 'cdsaencr' },
  { format: 'ewf', bytes: 'EVF\x09\x0d\x0a\xff\0' },
  { format: 'ewf', bytes: 'EVF2\x0d\x0a\x81\0' },
  { format: 'wim', bytes: 'MSWIM\0\0\0' },
  { format: 'zip', bytes: 'PK\x03\x04' },
  { format: 'gzip', bytes: '\x1f\x8b\x08' },
  { format: 'xz', bytes: '\xfd7zXZ\0' },
  { format: 'bzip2', bytes: 'BZh' },
  { format: 'zstd', bytes: '\x28\xb5\x2f\xfd' },
  { format: 'lz4', bytes: '\x04\x22\x4d\x18' },
  { format: '7z', bytes: '7z\xbc\xaf\x27\x1c' },
  { format: 'rar', bytes: 'Rar!\x1a\x07' },
  { format: 'tar', bytes: 'ustar', position: 257 },
]

const headSize = 4096
const trailerSize = 512

/**
 * What a file is that no reader here takes: images of other programs, archives and compressed files, by their signatures.
 * Null where it bears none of these marks.
 */
export async function foreignFormat(device: BlockDevice): Promise<ForeignFormat | null> {
  const size = await device.size()
  const head = await latin(device, 0, Math.min(headSize, size))
  const mark = marks.find(({ bytes, position = 0 }) => head.startsWith(bytes, position))
  if (mark !== undefined && isPlausible(mark.format, head)) return mark.format
  if (/^(\xef\xbb\xbf)?\s*<\?xml[^]*<(\w+:)?Envelope[\s>]/.test(head)) return 'ovf'
  if (/^(\xef\xbb\xbf)?\s*<\?xml[^]*<Parallels_disk_image[\s>]/.test(head)) return 'parallels'
  // An Apple disk image has its description at its end ("koly" block of 512 bytes).
  const trailer = size < trailerSize ? '' : await latin(device, size - trailerSize, trailerSize)
  return trailer.startsWith('koly\0\0\0\x04\0\0\x02\0') ? 'dmg' : null
}

/** Short marks are looked at with what follows them, so that no boot sector is taken for a compressed file. */
function isPlausible(format: ForeignFormat, head: string): boolean {
  // RFC 1952: the three upper flags are reserved.
  if (format === 'gzip') return head.charCodeAt(3) < 0x20
  return format !== 'bzip2' || /^BZh[1-9](1AY&SY|\x17rE8P\x90)/.test(head)
}

async function latin(device: BlockDevice, position: number, length: number): Promise<string> {
  const bytes = new Uint8Array(length)
  await device.read(position, bytes)
  // Not by TextDecoder, whose latin1 is windows-1252.
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}
