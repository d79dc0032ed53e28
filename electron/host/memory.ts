import os from 'node:os'
import { ViridianError } from '#shared/errors.ts'

const megabyte = 2 ** 20

/** What a machine's process takes beside the guest's memory, megabytes. */
export const processOverhead = 150

/** Megabytes. */
export interface HostMemory {
  total(): number
  /** What can be taken now without swapping. */
  available(): number
}

export const systemMemory: HostMemory = {
  total: () => Math.floor(os.totalmem() / megabyte),
  available() {
    // On macOS Node counts only pages nobody ever used, a few megabytes on a machine that has been up for a while; the
    // system makes room by dropping caches, so nothing short of the whole can be refused there.
    if (process.platform === 'darwin') return Math.floor(os.totalmem() / megabyte)
    return Math.floor(process.availableMemory() / megabyte)
  },
}

/** The largest guest memory that can ever be had, megabytes. */
export function maximumGuestMemory(memory: HostMemory, engineMaximum: number): number {
  return Math.min(engineMaximum, memory.total())
}

/** Throws MEMORY_EXCEEDS_HOST where a machine of this memory (megabytes) can never be on. */
export function requirePossible(memory: HostMemory, wanted: number, engineMaximum: number): void {
  const available = maximumGuestMemory(memory, engineMaximum)
  if (wanted > available) throw new ViridianError('MEMORY_EXCEEDS_HOST', { memory: wanted, available })
}

/** Throws MEMORY_EXCEEDS_HOST where a machine of this memory (megabytes) cannot be on besides all that runs now. */
export function requireAvailable(memory: HostMemory, wanted: number, engineMaximum: number): void {
  const available = Math.min(engineMaximum, Math.max(0, memory.available() - processOverhead))
  if (wanted > available) throw new ViridianError('MEMORY_EXCEEDS_HOST', { memory: wanted, available })
}
