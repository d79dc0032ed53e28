import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { checkImage } from '#electron/disks/media/check-image.ts'
import { bootedFromDisc } from '#tests/fixtures/booted-lab.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const sector = 2048
const firstDescriptor = 16

/** A disc with UDF and without ISO 9660: of one with both, whose descriptors of ISO 9660 give way to those of UDF behind them. */
async function udfDisc(folder: string): Promise<string> {
  const tree = path.join(folder, 'tree')
  const disc = path.join(folder, 'udf.iso')
  await mkdir(tree)
  await writeFile(path.join(tree, 'Ünïcode name that is long.txt'), 'read by way of UDF\n')
  execFileSync('genisoimage', ['-quiet', '-udf', '-input-charset', 'utf-8', '-V', 'UDFONLY', '-o', disc, tree])
  const bytes = await readFile(disc)
  const descriptors = (name: string) => bytes.indexOf(name, firstDescriptor * sector, 'latin1') - 1
  const udf = bytes.subarray(descriptors('BEA01'), descriptors('TEA01') + sector)
  const moved = Buffer.from(udf)
  bytes.fill(0, firstDescriptor * sector, udf.byteOffset - bytes.byteOffset + udf.length)
  bytes.set(moved, firstDescriptor * sector)
  await writeFile(disc, bytes)
  return disc
}

test('a guest reads a disc that has UDF alone', async () => {
  const disc = await udfDisc(await temporaryFolder())
  await checkImage(disc, { bootable: false })
  const lab = await bootedFromDisc()
  await lab.machine.insertMedia('ide1:0', disc)
  const guest = await lab.serial()
  expect(await guest.run('mount -t iso9660 -o ro /dev/sr0 /mnt')).not.toBe('')
  expect(await guest.run('modprobe udf; mount -t udf -o ro,iocharset=utf8 /dev/sr0 /mnt && cat /mnt/*.txt')).toContain(
    'read by way of UDF',
  )
  await lab.machine.turnOff()
})
