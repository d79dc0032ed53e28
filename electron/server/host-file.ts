import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { writePrivate } from '#electron/host/private-file.ts'
import { isRunning } from '#electron/host/process-identity.ts'
import { clearPlace, readOwnFile } from '#electron/host/record-file.ts'
import { usingReserve } from '#electron/host/reserve.ts'
import { isRuntimeFolder, prepareRuntimeFolder, runtimeFolder } from '#electron/host/runtime-folder.ts'
import { isUnwritable } from '#electron/host/unwritable.ts'

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
  /** Whether the host began with a data folder that cannot be written to. */
  isRestricted: z.literal(true).optional(),
})
export type HostFile = z.infer<typeof hostFileSchema>

/** In the data folder, or in the runtime folder. */
export function hostFilePath(folder: string): string {
  return path.join(folder, 'host.json')
}

/** The file of the host that lives; where more than one may, of the one that was started last. Null where there is none, or it cannot be understood. */
export async function readHostFile(home: string): Promise<HostFile | null> {
  const runtime = await runtimeFolder(home)
  const found = [await read(home), (await isRuntimeFolder(runtime)) ? await read(runtime) : null]
  const rank = (file: HostFile) => `${isRunning(file.pid) ? 1 : 0} ${file.startedAt}`
  return found.filter((file) => file !== null).sort((a, b) => rank(b).localeCompare(rank(a)))[0] ?? null
}

async function read(folder: string): Promise<HostFile | null> {
  try {
    const parsed = hostFileSchema.safeParse(JSON.parse(await readOwnFile(hostFilePath(folder))))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Into the data folder, or where nothing can be written there into the runtime folder. Rejects with what the system says. */
export async function writeHostFile(home: string, content: HostFile): Promise<void> {
  try {
    // Without it nobody could clean a full volume.
    await usingReserve(home, () => write(home, content))
  } catch (error) {
    if (!isUnwritable(error)) throw error
    await write(await prepareRuntimeFolder(home), content)
  }
}

/** Readable by its owner alone from the first byte on; whole or not at all. */
async function write(folder: string, content: HostFile): Promise<void> {
  await mkdir(folder, { recursive: true })
  await clearPlace(hostFilePath(folder))
  await writePrivate(hostFilePath(folder), `${JSON.stringify(content, null, 2)}\n`)
}

/** Removes the files that speak of this host, and of no other by now. */
export async function removeHostFile(home: string, secret: string): Promise<void> {
  for (const folder of [home, await runtimeFolder(home)]) {
    const current = await read(folder)
    if (current?.secret === secret) await rm(hostFilePath(folder), { force: true })
  }
}
