import { expect, it } from 'vitest'
import { fuzzVhd } from '#tests/fuzz/vhd.ts'

it('makes an error or a disk of any bytes', { timeout: 300_000 }, async () => {
  const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
  const { disks, errors } = await fuzzVhd(seed, 5000)
  // Both happen, or it is not the library that is tried.
  expect(disks).toBeGreaterThan(100)
  expect(errors).toBeGreaterThan(100)
})
