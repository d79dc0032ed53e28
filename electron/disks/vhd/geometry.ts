/** Cylinders, heads and sectors per track, as a BIOS of the 1990s asks for them. */
export interface Geometry {
  readonly cylinders: number
  readonly heads: number
  readonly sectorsPerTrack: number
}

/** Sectors addressed by the largest geometry; a larger disk has this one. */
export const largestGeometrySectors = 65535 * 16 * 255

/** The geometry for a number of sectors; it addresses no more of them (VHD 1.0, "Appendix: CHS Calculation"). */
export function geometryFor(sectors: number): Geometry {
  const total = Math.min(sectors, largestGeometrySectors)
  if (total >= 65535 * 16 * 63) return geometry(total, 16, 255)

  const tracks = Math.floor(total / 17)
  const heads = Math.max(4, Math.floor((tracks + 1023) / 1024))
  if (tracks < heads * 1024 && heads <= 16) return geometry(total, heads, 17)

  if (Math.floor(total / 31) < 16 * 1024) return geometry(total, 16, 31)
  return geometry(total, 16, 63)
}

function geometry(sectors: number, heads: number, sectorsPerTrack: number): Geometry {
  return { cylinders: Math.floor(Math.floor(sectors / sectorsPerTrack) / heads), heads, sectorsPerTrack }
}

export function sectorsOf({ cylinders, heads, sectorsPerTrack }: Geometry): number {
  return cylinders * heads * sectorsPerTrack
}
