import { expect, test } from 'vitest'
import { zstdFrames } from '#tests/fixtures/disk-images/zstd-frames.ts'
import { decompressZstd } from '#electron/disks/formats/zstd/decompress.ts'
import { ZstdError } from '#electron/disks/formats/zstd/zstd-error.ts'

test.each(zstdFrames)('$name', ({ content, frame }) => {
  expect(Buffer.compare(decompressZstd(frame, content.length), content)).toBe(0)
})

test.each(zstdFrames)('$name, with something after it', ({ content, frame }) => {
  const longer = Buffer.concat([frame, new Uint8Array(700).fill(0x5a)])
  expect(Buffer.compare(decompressZstd(longer, content.length), content)).toBe(0)
})

test.each(zstdFrames)('$name is an error where there is no room for it, or it is cut short', ({ content, frame }) => {
  expect(() => decompressZstd(frame, content.length - 1)).toThrow(ZstdError)
  // A checksum at the end is not looked at.
  for (let length = 0; length < frame.length - 4; length++) {
    expect(() => decompressZstd(frame.subarray(0, length), content.length)).toThrow(ZstdError)
  }
})

test('a dictionary, a skippable frame and the reserved block type are errors', () => {
  const frame = (descriptor: number, ...rest: number[]) => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, descriptor, ...rest)
  expect(decompressZstd(frame(0x20, 3, 0x19, 0, 0, 1, 2, 3), 3)).toEqual(Uint8Array.of(1, 2, 3))
  expect(() => decompressZstd(frame(0x21, 9, 3, 0x19, 0, 0, 1, 2, 3), 3)).toThrow('dictionary')
  expect(() => decompressZstd(frame(0x20, 3, 0x1f, 0, 0, 1, 2, 3), 3)).toThrow('reserved')
  expect(() => decompressZstd(frame(0x20, 4, 0x19, 0, 0, 1, 2, 3), 4)).toThrow('another size')
  expect(() => decompressZstd(Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0), 4)).toThrow(ZstdError)
})
