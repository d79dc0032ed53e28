import type { Locale } from './locale.ts'

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/**
 * Bytes in the largest unit that makes at least one, with up to two decimals; units are powers of 1024. `largest` is the
 * largest unit to be used, as a power.
 */
export function formatSize(bytes: number, locale: Locale, largest = units.length - 1): string {
  const power = bytes < 1024 ? 0 : Math.min(largest, Math.floor(Math.log2(bytes) / 10))
  const value = (bytes / 1024 ** power).toLocaleString(locale, { maximumFractionDigits: 2, useGrouping: false })
  return `${value} ${units[power] ?? ''}`
}

/**
 * Two sizes that are compared, in units small enough that they do not look the same: 2041 GB and 2040 GB, which in
 * terabytes are both 1.99.
 */
export function formatSizesApart(a: number, b: number, locale: Locale): [string, string] {
  for (let power = units.length - 1; power >= 0; power--) {
    const texts: [string, string] = [formatSize(a, locale, power), formatSize(b, locale, power)]
    if (texts[0] !== texts[1]) return texts
  }
  return [formatSize(a, locale), formatSize(b, locale)]
}

/** Uptime as Hyper-V Manager writes it: `hh:mm:ss`, from one day on `d.hh:mm:ss`. */
export function formatUptime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  const days = Math.floor(whole / 86_400)
  return days > 0 ? `${days}.${clock}` : clock
}

/** CPU usage as Hyper-V Manager writes it: a whole percentage without a space. */
export function formatCpu(percent: number): string {
  return `${Math.round(Math.min(100, Math.max(0, percent)))}%`
}

export function formatMegabytes(megabytes: number): string {
  return `${megabytes} MB`
}
