import path from 'node:path'
import * as z from 'zod'
import { writePrivate } from '#electron/host/private-file.ts'
import { readOwnFile } from '#electron/host/record-file.ts'

const lastPortSchema = z.object({ address: z.string(), port: z.int().min(1).max(65_535) })

const fileOf = (home: string) => path.join(home, 'last-port.json')

/**
 * The port the last host of a data folder listened on at this address, null where that is not known. Whoever has the
 * console open, or in their bookmarks, finds the next host there.
 */
export async function readLastPort(home: string, address: string): Promise<number | null> {
  try {
    const last = lastPortSchema.parse(JSON.parse(await readOwnFile(fileOf(home))))
    return last.address === address ? last.port : null
  } catch {
    return null
  }
}

/** One that cannot be remembered costs the next host its address, and nothing else. */
export async function writeLastPort(home: string, address: string, port: number): Promise<void> {
  try {
    await writePrivate(fileOf(home), JSON.stringify({ address, port }) + '\n')
  } catch (error) {
    console.error(`The port could not be remembered: ${error instanceof Error ? error.message : String(error)}`)
  }
}
