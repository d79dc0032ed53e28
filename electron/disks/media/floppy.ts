/** Bytes in a 3.5-inch floppy disk; its image has nothing else in it. The larger one is what everybody calls 1.44 MB. */
export const floppyCapacities = { '720K': 737_280, '1.44M': 1_474_560 } as const
export type FloppyName = keyof typeof floppyCapacities

/** Null where no floppy disk has that many bytes. */
export function floppyOf(capacity: number): FloppyName | null {
  const names = Object.keys(floppyCapacities) as FloppyName[]
  return names.find((name) => floppyCapacities[name] === capacity) ?? null
}
