import { vi } from 'vitest'

/** Waits until an expectation holds; patiently, for machines that are busy. */
export function eventually(expectation: () => void): Promise<void> {
  return vi.waitFor(expectation, { timeout: 10_000, interval: 5 })
}
