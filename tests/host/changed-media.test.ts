import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bootedFromDisc } from '#tests/fixtures/booted-lab.ts'
import { PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const floppySize = 1_474_560
const discSize = 4 * 2 ** 20

/**
 * What a drive holds, once the guest has found that it was changed: in its first five minutes Linux on 32 bits takes it that it
 * looked for another floppy disk a moment ago (its ticks begin five minutes before they overflow, floppy_check_events), and
 * only the first read fails on it.
 */
async function content(com1: SerialReader, device: string): Promise<string> {
  await com1.run(`dd if=${device} of=/dev/null bs=2k count=1`)
  return com1.run(`dd if=${device} bs=2k count=1 2>&1 | cut -c1-60 | head -1`)
}

test('a guest finds what was put into its drives while it ran and while it was saved, and goes on where all was taken out', async () => {
  const folder = await temporaryFolder()
  const filled = async (size: number, text: string) => {
    const file = path.join(folder, text)
    await writeFile(file, Buffer.alloc(size, `${text} `))
    return file
  }
  let on = await bootedFromDisc()
  let com1 = await on.serial()
  const savedAndGoesOnWith = async (media: { floppy: string | null; dvd?: string }) => {
    const state = path.join(folder, 'state.bin')
    await on.machine.save(state)
    await on.machine.turnOff()
    on = await PoweredOn.start({ ...media, savedState: { path: state, consume: () => rm(state) } })
    com1 = await on.serial()
    // Behind what was shown before.
    com1.stream.write("echo goes''-on\n")
    await com1.read(/goes-on\r\n/)
  }
  try {
    for (const text of ['first', 'second']) {
      await on.machine.insertMedia('floppy', await filled(floppySize, text))
      expect(await content(com1, '/dev/fd0')).toMatch(new RegExp(`^(${text} )+`))
    }
    await savedAndGoesOnWith({ floppy: await filled(floppySize, 'third'), dvd: await filled(discSize, 'disc') })
    expect(await content(com1, '/dev/fd0')).toMatch(/^(third )+/)
    expect(await content(com1, '/dev/sr0')).toMatch(/^(disc )+/)
    await savedAndGoesOnWith({ floppy: null })
  } finally {
    await on.machine.turnOff()
  }
})
