import { expect, test } from 'vitest'
import { MemoryFile } from '#tests/fixtures/disk-images/memory-file.ts'
import { qcow2Image } from '#tests/fixtures/disk-images/qcow2-image.ts'
import { vdiImage } from '#tests/fixtures/disk-images/vdi-image.ts'
import { vhdxImage } from '#tests/fixtures/disk-images/vhdx-image.ts'
import { sparseVmdk, vmdkDescriptor } from '#tests/fixtures/disk-images/vmdk-image.ts'
import { detectFormat } from '#electron/disks/formats/detect.ts'

const text = (content: string, length = content.length) => new TextEncoder().encode(content.padEnd(length, '\0'))

test.each([
  ['vmdk', sparseVmdk().file],
  ['vmdk', vmdkDescriptor('vmfs', ['RW 1 ZERO'])],
  ['vmdk', text('COWD', 1024)],
  ['vdi', vdiImage().file],
  ['qcow2', qcow2Image(2).file],
  ['vhdx', vhdxImage().file],
  ['vhd', text('conectix', 1024)],
  ['vhd', Buffer.concat([new Uint8Array(4096), text('conectix', 512)])],
  ['vhd', Buffer.concat([new Uint8Array(4096), text('conectix', 511)])],
  [null, new Uint8Array(4096)],
  [null, text('x')],
  [null, new Uint8Array(0)],
])('%s', async (format, bytes) => {
  expect(await detectFormat(new MemoryFile(bytes))).toBe(format)
})

test('the format of a writable disk is never guessed', async () => {
  class Writable extends MemoryFile {
    override readonly writable = true
  }
  await expect(detectFormat(new Writable(qcow2Image(3).file))).rejects.toThrow(TypeError)
})
