import { stat, statfs } from 'node:fs/promises'
import path from 'node:path'

/** A volume of this computer. */
export interface Volume {
  /** Where it is mounted: an absolute path. */
  readonly name: string
  /** What this user may still write, bytes. */
  readonly free: number
}

/** The volume a file or folder is on, or would be; null where that cannot be told. */
export type VolumeOf = (file: string) => Promise<Volume | null>

export const volumeOf: VolumeOf = async (file) => {
  try {
    const existing = await nearestExisting(path.resolve(file))
    const [name, { bavail, bsize }] = await Promise.all([mountPoint(existing), statfs(existing)])
    return { name, free: bavail * bsize }
  } catch {
    return null
  }
}

async function nearestExisting(file: string): Promise<string> {
  for (let at = file; ; at = path.dirname(at)) {
    const exists = await stat(at).then(
      () => true,
      () => false,
    )
    if (exists || at === path.dirname(at)) return at
  }
}

/** The topmost folder on the same device. */
async function mountPoint(file: string): Promise<string> {
  const { dev } = await stat(file)
  let at = file
  while (at !== path.dirname(at) && (await stat(path.dirname(at))).dev === dev) at = path.dirname(at)
  return at
}
