import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ReplayBuffer } from '#electron/engines/machine-process/serial/replay-buffer.ts'

test('keeps exactly the last bytes, however they came', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 }),
      (capacity, chunks) => {
        const buffer = new ReplayBuffer(capacity)
        for (const chunk of chunks) buffer.push(chunk)
        const all = chunks.flatMap((chunk) => [...chunk])
        expect([...buffer.contents()]).toEqual(all.slice(-capacity))
      },
    ),
  )
})
