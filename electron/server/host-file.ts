import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { writePrivate } from '#electron/host/private-file.ts'
import { clearPlace, readOwnFile } from '#electron/host/record-file.ts'

/** What a host tells the programs of its user: where it listens and the secret that lets them in. */
export const hostFileSchema = z.object({
  pid: z.int().positive(),
  address: z.string(),
  port: z.int().min(1).max(65_535),
  secret: z.string(),
  version: z.string(),
  protocol: z.int(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
})
export type HostFile = z.infer<typeof hostFileSchema>

export function hostFilePath(home: string): string {
  return path.join(home, 'host.json')
}

/** Null where there is none, or what is there cannot be understood. */
export async function readHostFile(home: string): Promise<HostFile | null> {
  try {
    const parsed = hostFileSchema.safeParse(JSON.parse(await readOwnFile(hostFilePath(home))))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Readable by its owner alone from the first byte on; whole or not at all. */
export async function writeHostFile(home: string, content: HostFile): Promise<void> {
  await mkdir(home, { recursive: true })
  await clearPlace(hostFilePath(home))
  await writePrivate(hostFilePath(home), `${JSON.stringify(content, null, 2)}\n`)
}

/** Removes the file unless it speaks of another host by now. */
export async function removeHostFile(home: string, secret: string): Promise<void> {
  const current = await readHostFile(home)
  if (current?.secret === secret) await rm(hostFilePath(home), { force: true })
}
