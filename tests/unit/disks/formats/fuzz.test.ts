import { expect, test } from 'vitest'
import { fuzzFormats } from '#tests/fuzz/formats.ts'

test('damaged images are an error or a disk', { timeout: 300_000 }, async () => {
  const outcome = await fuzzFormats(21_000, 1)
  // Were nearly all refused at the door, or none, the changes would not reach what they are meant to.
  expect(outcome.refused).toBeGreaterThan(5000)
  expect(outcome.opened).toBeGreaterThan(3000)
  expect(outcome.damaged).toBeGreaterThan(500)
})
