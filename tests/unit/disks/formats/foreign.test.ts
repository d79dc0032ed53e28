import { expect, test } from 'vitest'
import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { pattern } from '#tests/fixtures/disk-images/pattern.ts'
import { foreignFormat } from '#electron/disks/formats/foreign.ts'

const beginning = (bytes: string) => new Uint8Array(Buffer.from(bytes.padEnd(4096, '\0'), 'latin1'))
const at = (position: number, bytes: string) => beginning('\0'.repeat(position) + bytes)

test.each([
  ['parallels', beginning('WithoutFreeSpace')],
  ['parallels', beginning('WithouFreSpacExt')],
  ['parallels', beginning('<?xml version="1.0"?>\n<Parallels_disk_image Version="1.0">')],
  ['qed', beginning('QED\0')],
  ['bochs', beginning('Bochs Virtual HD Image')],
  ['cloop', beginning('#!/bin/sh\n#V2.0 Format\nmodprobe cloop')],
  ['sesparse', beginning('\xbe\xba\xfe\xca\0\0\0\0')],
  [
    'dmg',
    new Uint8Array(
      Buffer.concat([new Uint8Array(4096), Buffer.from('koly\0\0\0\x04\0\0\x02\0'.padEnd(512, '\0'), 'latin1')]),
    ),
  ],
  ['encrypted-dmg', beginning('encrcdsa')],
  ['ewf', beginning('EVF\x09\x0d\x0a\xff\0')],
  ['wim', beginning('MSWIM\0\0\0')],
  ['zip', beginning('PK\x03\x04')],
  ['gzip', beginning('\x1f\x8b\x08\0')],
  ['xz', beginning('\xfd7zXZ\0')],
  ['bzip2', beginning('BZh91AY&SY')],
  ['zstd', beginning('\x28\xb5\x2f\xfd')],
  ['lz4', beginning('\x04\x22\x4d\x18')],
  ['7z', beginning('7z\xbc\xaf\x27\x1c')],
  ['rar', beginning('Rar!\x1a\x07\x01\0')],
  ['tar', at(257, 'ustar\0')],
  ['ovf', beginning('<?xml version="1.0"?>\n<Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1">')],
  ['ovf', beginning('\xef\xbb\xbf<?xml version="1.0"?><ovf:Envelope>')],
  [null, beginning('')],
  [null, beginning('BZhello')],
  [null, beginning('\x1f\x8b\x08\xff')],
  [null, beginning('\xeb\x3c\x90MSDOS5.0')],
  [null, pattern(5000, 3)],
  [null, new Uint8Array(0)],
  [null, new Uint8Array(3)],
])('%s', async (format, bytes) => {
  expect(await foreignFormat(new MemoryFile(bytes))).toBe(format)
})
