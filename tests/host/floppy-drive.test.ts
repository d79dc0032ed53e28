import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bootDisc, bootSector, recalibrateFloppy, showOfFloppy } from '#tests/fixtures/boot-disc.ts'
import { BareEmulator } from '#tests/fixtures/bare-emulator.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** What is written on each kind of disk, with its tracks, heads and sectors (ECMA-54 to ECMA-147; DMF is Microsoft's). */
const kinds = [
  ['160 KB', 40, 1, 8],
  ['180 KB', 40, 1, 9],
  ['320 KB', 40, 2, 8],
  ['360 KB', 40, 2, 9],
  ['640 KB', 80, 2, 8],
  ['720 KB', 80, 2, 9],
  ['1.2 MB', 80, 2, 15],
  ['1.44 MB', 80, 2, 18],
  ['1.68 MB', 80, 2, 21],
  ['2.88 MB', 80, 2, 36],
] as const

test.each(kinds)('a PC boots from a disk of %s and reads it to its end', async (_, tracks, heads, sectors) => {
  const disk = Buffer.alloc(tracks * heads * sectors * 512)
  disk.set(bootSector(showOfFloppy(tracks - 1, heads - 1, sectors)))
  disk.fill('V', disk.length - 512)
  const pc = await BareEmulator.start(disk)
  try {
    // Over the S of SeaBIOS.
    await pc.screen(([row = '']) => /^[VE]eaBIOS/.test(row))
    expect(pc.rows()[0]?.slice(0, 1)).toBe('V')
  } finally {
    await pc.stop()
  }
})

test('a disk of no size is refused by the drive', async () => {
  await expect(BareEmulator.start(Buffer.alloc(100 * 512))).rejects.toThrow('No floppy disk has 51200 bytes.')
})

test('recalibrating the drive after a reset ends well', async () => {
  const disc = path.join(await temporaryFolder(), 'recalibrate.iso')
  await writeFile(disc, bootDisc(recalibrateFloppy))
  const on = await PoweredOn.start({ dvd: disc, memory: 16 })
  // Over the S of SeaBIOS; C is seek end alone, bit 5, which OpenBSD takes for a drive that is there.
  await on.screen(([row = '']) => /^[A-P]eaBIOS/.test(row))
  expect((await on.rows())[0]?.slice(0, 1)).toBe('C')
  await on.machine.turnOff()
})
