/** Bytes in each kind of floppy disk that a PC's drives take, whose images have nothing else in them; 1.68M is Microsoft's DMF. */
export const floppyCapacities = {
  '160K': 163_840,
  '180K': 184_320,
  '320K': 327_680,
  '360K': 368_640,
  '640K': 655_360,
  '720K': 737_280,
  '1.2M': 1_228_800,
  '1.44M': 1_474_560,
  '1.68M': 1_720_320,
  '2.88M': 2_949_120,
} as const
export type FloppyName = keyof typeof floppyCapacities

/** The smallest first. */
export const floppyNames = Object.keys(floppyCapacities) as FloppyName[]

/** Null where no floppy disk has that many bytes. */
export function floppyOf(capacity: number): FloppyName | null {
  return floppyNames.find((name) => floppyCapacities[name] === capacity) ?? null
}
