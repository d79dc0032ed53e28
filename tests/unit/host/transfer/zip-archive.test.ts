import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { openArchive } from '#electron/host/transfer/zip-archive.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** An archive with one deflated file (PKWARE appnote 4.3.7, 4.3.12, 4.3.16) that says to be `size` bytes long. */
function archive(name: string, deflated: Buffer, size: number): Buffer {
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(crc32(''), 10)
  common.writeUInt32LE(deflated.length, 14)
  common.writeUInt32LE(size, 18)
  common.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), deflated])
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, Buffer.alloc(14), Buffer.from(name)])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06'), end])
}

it('a file that is damaged fails whoever reads it, however late', async () => {
  const sound = deflateRawSync('a few bytes', { finishFlush: constants.Z_SYNC_FLUSH })
  // A block of the type that does not exist (RFC 1951, 3.2.3).
  const deflated = Buffer.concat([sound, Buffer.of(0x07)])
  const file = path.join(await temporaryFolder(), 'a.viridian')
  await writeFile(file, archive('manifest.json', deflated, 11))
  const source = await openArchive(file)
  const stream = await source.open('manifest.json')
  const failed = new Promise((resolve) => stream.once('error', resolve))
  await failed
  await expect(text(stream)).rejects.toThrow('invalid block type')
  await source.close()
})
