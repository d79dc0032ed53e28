import { readFileSync } from 'node:fs'
import os from 'node:os'
import type { EngineFacts } from '#shared/engine.ts'
import { ViridianError } from '#shared/errors.ts'
import { readGroupMemory } from './control-groups.ts'
import { requireWithinEngine, type Wanted } from './engine-limits.ts'

const megabyte = 2 ** 20

/** What a machine's process takes beside the guest's memory, megabytes: 194 of a guest that had filled its memory. */
export const processOverhead = 200

/** Megabytes. The limits of a container count, where this process is in one. */
export interface HostMemory {
  total(): number
  /** What can be taken now without swapping. */
  available(): number
  /** What can be taken, swapping included, before the system ends processes; infinite where its swap files grow. */
  spare(): number
}

export const systemMemory: HostMemory = {
  total: () => Math.min(toMegabytes(os.totalmem()), constrained(), readGroupMemory()?.limit ?? Infinity),
  available() {
    // On macOS Node counts only pages nobody ever used, a few megabytes on a machine that has been up for a while; the
    // system makes room by dropping caches, so nothing short of the whole can be refused there.
    if (process.platform === 'darwin') return toMegabytes(os.totalmem())
    // Node takes what a container's files have in the cache for used.
    if (process.platform !== 'linux') return toMegabytes(process.availableMemory())
    return Math.max(0, Math.min(onLinux().available, readGroupMemory()?.spare ?? Infinity))
  },
  spare() {
    if (process.platform !== 'linux') return Infinity
    const { available, swap } = onLinux()
    return Math.max(0, Math.min(available + swap, readGroupMemory(swap)?.spareWithSwap ?? Infinity))
  },
}

function toMegabytes(bytes: number): number {
  return Math.floor(bytes / megabyte)
}

/** A limit that Node knows of; where there is none it says a number that no computer has. */
function constrained(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? toMegabytes(limit) : Infinity
}

/** MemAvailable and SwapFree of proc(5). */
function onLinux(): { available: number; swap: number } {
  const meminfo = readFileSync('/proc/meminfo', 'utf8')
  const valueOf = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(meminfo)?.[1] ?? Number.NaN)
  const available = toMegabytes(valueOf('MemAvailable') * 1024)
  const swap = toMegabytes(valueOf('SwapFree') * 1024)
  return {
    available: Number.isNaN(available) ? toMegabytes(process.availableMemory()) : available,
    swap: Number.isNaN(swap) ? 0 : swap,
  }
}

/** Throws ENGINE_LIMIT, and MEMORY_EXCEEDS_HOST where a machine of this memory can never be on here. */
export function requirePossible(memory: HostMemory, machine: Wanted, engine: EngineFacts): void {
  requireWithinEngine(machine, engine)
  const available = memory.total()
  if (machine.memory > available) throw new ViridianError('MEMORY_EXCEEDS_HOST', { memory: machine.memory, available })
}
