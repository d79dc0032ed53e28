import { expect, it } from 'vitest'
import { fuzz } from '#tests/fuzz/tally.ts'
import { vhdFuzzers } from '#tests/fuzz/vhd.ts'

it('makes an error or a disk of any bytes', { timeout: 300_000 }, async () => {
  const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
  const { refused, opened, damaged } = await fuzz(await vhdFuzzers(), seed, 5000)
  // Both happen, or it is not the library that is tried.
  expect(opened + damaged).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(100)
})
