import { expect, test } from 'vitest'
import { formatFuzzers } from '#tests/fuzz/formats.ts'
import { isoFuzzer } from '#tests/fuzz/iso.ts'
import { fuzz } from '#tests/fuzz/tally.ts'
import { zstdFuzzer } from '#tests/fuzz/zstd.ts'

test('damaged images are an error or a disk', { timeout: 300_000 }, async () => {
  const { refused, opened, damaged } = await fuzz([...formatFuzzers(), zstdFuzzer, await isoFuzzer()], 1, 24_000)
  // Were nearly all refused at the door, or none, the changes would not reach what they are meant to.
  expect(refused).toBeGreaterThan(5000)
  expect(opened).toBeGreaterThan(3000)
  expect(damaged).toBeGreaterThan(500)
})
