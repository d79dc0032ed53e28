import { cpuHistoryLength, type MachineSample } from '#shared/machine.ts'

/** Seconds before now, oldest first: -59 … 0. */
export const secondsAgo: readonly number[] = Array.from(
  { length: cpuHistoryLength },
  (_, i) => i + 1 - cpuHistoryLength,
)

/**
 * The last minute of CPU usage in percent, one value a second, the newest at the right end. Seconds without a sample,
 * before the machine was started or while it is off, are zero (as `CPUUtilizationHistory` of Virtual Server has them).
 */
export function cpuSeries(samples: readonly MachineSample[]): number[] {
  const newest = samples.slice(-cpuHistoryLength).map(({ cpu }) => Math.min(100, Math.max(0, cpu)))
  return [...Array.from({ length: cpuHistoryLength - newest.length }, () => 0), ...newest]
}

/** The newest value in percent; zero while the machine is off. */
export function currentCpu(samples: readonly MachineSample[]): number {
  return cpuSeries(samples).at(-1) ?? 0
}
