import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { bootDisc, bootSector } from '#tests/fixtures/boot-disc.ts'
import { bootedFromDisc } from '#tests/fixtures/booted-lab.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const floppySize = 1_474_560

/** Writes a word on the screen and waits for ever. At 0000:7C00. */
function say(word: string): number[] {
  const text = 0x7c00 + 0x20
  const code = [
    ...[0xfa, 0x31, 0xc0, 0x8e, 0xd8, 0xfc], // cli; xor ax, ax; mov ds, ax; cld
    ...[0xbe, text & 0xff, text >> 8], // mov si, text
    ...[0xac, 0x84, 0xc0, 0x74, 0x06], // lodsb; test al, al; jz to the end
    ...[0xb4, 0x0e, 0xcd, 0x10, 0xeb, 0xf5], // mov ah, 0x0e; int 0x10; jmp to lodsb
    ...[0xf4, 0xeb, 0xfd], // hlt; jmp to it
  ]
  return [...code, ...new Array<number>(0x20 - code.length).fill(0), ...Buffer.from(`${word}\0`, 'latin1')]
}

async function media() {
  const folder = await temporaryFolder()
  const floppy = path.join(folder, 'a.vfd')
  const dvd = path.join(folder, 'a.iso')
  const disk = new Uint8Array(floppySize)
  disk.set(bootSector(say('FROM THE FLOPPY')))
  await writeFile(floppy, disk)
  await writeFile(dvd, bootDisc(say('FROM THE DISC')))
  return { floppy, dvd }
}

it('starts from the first device of the startup order that has something to start', async () => {
  const { floppy, dvd } = await media()
  const startup = { order: ['floppy', 'cd', 'disk'], menu: 'none' } as const
  const fromFloppy = await PoweredOn.start({ floppy, dvd, startup })
  await fromFloppy.screenShows('FROM THE FLOPPY')
  await fromFloppy.machine.turnOff()
  const fromDisc = await PoweredOn.start({ floppy, dvd })
  await fromDisc.screenShows('FROM THE DISC')
  await fromDisc.machine.turnOff()
})

it('starts from the entry for a PC BIOS where the disc has another one first, and lets its guest read what is there', async () => {
  const dvd = path.join(await temporaryFolder(), 'efi-first.iso')
  const image = bootDisc([...say('FROM THE BIOS ENTRY')], 'first')
  await writeFile(dvd, image)
  const on = await PoweredOn.start({ dvd })
  await on.screenShows('FROM THE BIOS ENTRY')
  await on.machine.turnOff()
  const lab = await bootedFromDisc()
  await lab.machine.insertMedia('ide1:0', dvd)
  const guest = await lab.serial()
  expect(await guest.run('cat /dev/sr0 | sha256sum')).toContain(createHash('sha256').update(image).digest('hex'))
  await lab.machine.turnOff()
})

it('tells of a disc for computers with EFI, and refuses to start from it alone', async () => {
  const folder = await temporaryFolder()
  const disc = path.join(folder, 'efi.iso')
  await writeFile(disc, bootDisc(say('NEVER'), 'alone'))
  const { host } = await realHost(path.join(folder, 'home'))
  const dvd = { kind: 'image', path: disc } as const
  await expect(host.machines.create({ name: 'Alone', dvd })).rejects.toMatchObject({ code: 'MEDIA_NEEDS_EFI' })
  const disk = { kind: 'new', capacity: 2 ** 26 } as const
  await expect(host.machines.create({ name: 'New', dvd, disk })).rejects.toMatchObject({ code: 'MEDIA_NEEDS_EFI' })
  const { id } = await host.machines.create({ name: 'Later', dvd: { kind: 'none' }, disk, memory: 16 })
  await host.machines.insertMedia(id, dvd)
  await host.machines.start(id)
  const events = await host.events.list({ limit: 20 })
  expect(events.find(({ code }) => code === 'DISC_NEEDS_EFI')?.facts).toEqual({ at: 'ide1:0', path: disc })
})

it('shows the boot menu, from which another device is chosen', async () => {
  const { floppy, dvd } = await media()
  const startup = { order: ['cd', 'disk', 'floppy'], menu: 'open' } as const
  const on = await PoweredOn.start({ floppy, dvd, startup })
  await on.screenShows('Select boot device')
  const rows = await on.machine.screenText()
  const line = rows.find((row) => /^\d\. .*[Ff]loppy/.test(row)) ?? ''
  expect(line).toMatch(/^\d\./)
  await on.machine.type(line.charAt(0))
  await on.screenShows('FROM THE FLOPPY')
  await on.machine.turnOff()
})
