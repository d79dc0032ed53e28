import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bootDisc, tripleFault } from '#tests/fixtures/boot-disc.ts'
import { PoweredOn } from '#tests/fixtures/powered-on.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** Turns paging on with a page of 2 MB, as physical address extension has them, and shows L in the upper left corner. */
const useLargePage: readonly number[] = [
  ...[0xfa, 0x31, 0xc0, 0x8e, 0xd8, 0x8e, 0xc0], // cli; xor ax, ax; mov ds, ax; mov es, ax
  ...[0xbf, 0x00, 0x80, 0xb9, 0x00, 0x10, 0xf3, 0xab], // mov di, 0x8000; mov cx, 0x1000; rep stosw
  ...[0x66, 0xc7, 0x06, 0x00, 0x80, 0x01, 0x90, 0x00, 0x00], // mov dword [0x8000], 0x9001: the directory's address
  ...[0x66, 0xc7, 0x06, 0x00, 0x90, 0x83, 0x00, 0x00, 0x00], // mov dword [0x9000], 0x83: 2 MB from 0, to be written to
  ...[0x0f, 0x01, 0x16, 0x60, 0x7c], // lgdt [0x7c60]
  ...[0x66, 0xb8, 0x20, 0x00, 0x00, 0x00, 0x0f, 0x22, 0xe0], // mov eax, PAE; mov cr4, eax
  ...[0x66, 0xb8, 0x00, 0x80, 0x00, 0x00, 0x0f, 0x22, 0xd8], // mov eax, 0x8000; mov cr3, eax
  ...[0x66, 0xb8, 0x01, 0x00, 0x00, 0x80, 0x0f, 0x22, 0xc0], // mov eax, PG | PE; mov cr0, eax
  ...[0xea, 0x46, 0x7c, 0x08, 0x00], // jmp 8:0x7c46
  ...[0x66, 0xb8, 0x10, 0x00, 0x8e, 0xd8], // mov ax, 16; mov ds, ax
  ...[0xc6, 0x05, 0x00, 0x80, 0x0b, 0x00, 0x4c, 0xf4], // mov byte [0xb8000], 'L'; hlt
  ...new Array<number>(0x60 - 0x54).fill(0),
  ...[0x17, 0x00, 0x68, 0x7c, 0x00, 0x00, 0x00, 0x00], // 0x7c60: table of three descriptors at 0x7c68
  ...[0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00],
  ...[0xff, 0xff, 0x00, 0x00, 0x00, 0x9a, 0xcf, 0x00], // code, 32 bit, all memory
  ...[0xff, 0xff, 0x00, 0x00, 0x00, 0x92, 0xcf, 0x00], // data
]

/** As what ends in a triple fault, with an interrupt table: the handler of int3 is in a segment that is not there. */
const breakWithoutSegment: readonly number[] = [
  ...tripleFault.slice(0, 0x46),
  ...[0x1f, 0x00, 0x60, 0x7c, 0x00, 0x00], // 0x7c46: table of four gates at 0x7c60
  ...tripleFault.slice(0x4c),
  ...new Array<number>(3 * 8).fill(0),
  ...[0x00, 0x00, 0x48, 0x00, 0x00, 0x8e, 0x00, 0x00], // present, selector 0x48
]

async function startWith(code: readonly number[]): Promise<PoweredOn> {
  const disc = path.join(await temporaryFolder(), 'guest.iso')
  await writeFile(disc, bootDisc(code))
  return PoweredOn.start({ dvd: disc, memory: 16 })
}

test('a guest with physical address extension has large pages, as memtest86+ has', async () => {
  const on = await startWith(useLargePage)
  await on.until(async () => (await on.rows())[0]?.startsWith('L') === true || on.faults.length > 0)
  expect(on.faults).toEqual([])
  await on.machine.turnOff()
})

test('what v86 does not have is named when a guest uses it, and not taken for a triple fault', async () => {
  const on = await startWith(breakWithoutSegment)
  await on.until(() => on.faults.length > 0)
  expect(on.faults[0]).toBe('v86 does not support what the guest did (#GP handler (error code))')
  await on.machine.turnOff()
})
