const units = { MB: 1024 ** 2, GB: 1024 ** 3 } as const

export type SizeUnit = keyof typeof units
export const sizeUnits = Object.keys(units) as SizeUnit[]

/** A disk's capacity as one types it. */
export interface Size {
  amount: number | ''
  unit: SizeUnit
}

const sectorSize = 512

/** In bytes, whole sectors; null where no number was typed. */
export function bytesOf({ amount, unit }: Size): number | null {
  if (amount === '' || !Number.isFinite(amount)) return null
  return Math.round((amount * units[unit]) / sectorSize) * sectorSize
}

/** As `sizeOf` has it, so that limits read like what one types. */
export function sizeText(bytes: number): string {
  const { amount, unit } = sizeOf(bytes)
  return `${amount} ${unit}`
}

/** In the largest unit that has whole numbers for it; of what is no whole megabyte, the next larger one. */
export function sizeOf(bytes: number): Size {
  return bytes % units.GB === 0
    ? { amount: bytes / units.GB, unit: 'GB' }
    : { amount: Math.ceil(bytes / units.MB), unit: 'MB' }
}
