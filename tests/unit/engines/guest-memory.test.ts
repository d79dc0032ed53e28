import { describe, expect, it } from 'vitest'
import { GuestMemory } from '#electron/engines/embedded/v86/guest-memory.ts'
import type { Processor } from '#electron/engines/embedded/v86/internals.ts'

const page = 4096

function memoryOf(pages: number, stored: readonly number[] = []) {
  const mem8 = new Uint8Array(pages * page)
  for (const each of stored) mem8[each * page + (each % page)] = each + 1
  const cpu = {
    mem8,
    is_memory_zeroed: (at: number, length: number) =>
      mem8.subarray(at, at + length).every((byte) => byte === 0) ? 1 : 0,
  } as unknown as Processor
  return { mem8, memory: new GuestMemory(cpu) }
}

describe("a guest's memory", () => {
  it.each([
    ['nothing in it', []],
    ['its first and last page in use', [0, 19]],
    ['stretches in use', [1, 2, 3, 8, 16, 17]],
  ])('with %s is the same again, in a memory that has others', (_what, stored) => {
    const before = memoryOf(20, stored)
    const image = before.memory.copy()
    expect(image.bytes).toHaveLength(stored.length * page)
    const after = memoryOf(20, [2, 5, 19])
    after.memory.fill(image)
    expect(Buffer.from(after.mem8).equals(before.mem8)).toBe(true)
  })

  it('is not filled with what is not of its size', () => {
    const { pages, bytes } = memoryOf(20, [1, 12]).memory.copy()
    expect(() => memoryOf(20).memory.fill({ pages, bytes: bytes.subarray(page) })).toThrow('8192')
    expect(() => memoryOf(10).memory.fill({ pages, bytes })).toThrow('4096')
  })
})
