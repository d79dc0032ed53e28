import { expect, it } from 'vitest'
import { fuzz } from '#tests/fuzz/tally.ts'
import { toolFuzzers } from '#tests/fuzz/tools.ts'

it(
  'refuses a damaged disk and changes nothing, or does what it should, whatever the tool',
  { timeout: 300_000 },
  async () => {
    const seed = Number(process.env['DISK_SEED'] ?? Date.now() % 0x1_0000_0000)
    const { refused, opened } = await fuzz(await toolFuzzers(), seed, 300)
    // Both happen, or it is not the tools that are tried.
    expect(opened).toBeGreaterThan(20)
    expect(refused).toBeGreaterThan(20)
  },
)
