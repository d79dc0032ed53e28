import { readFile } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'

const lastPortSchema = z.object({ address: z.string(), port: z.int().min(1).max(65_535) })

const fileOf = (home: string) => path.join(home, 'last-port.json')

/**
 * The port the last host of a data folder listened on at this address, null where that is not known. Whoever has the
 * console open, or in their bookmarks, finds the next host there.
 */
export async function readLastPort(home: string, address: string): Promise<number | null> {
  try {
    const last = lastPortSchema.parse(JSON.parse(await readFile(fileOf(home), 'utf8')))
    return last.address === address ? last.port : null
  } catch {
    return null
  }
}

/** One that cannot be remembered costs the next host its address, and nothing else. */
export async function writeLastPort(home: string, address: string, port: number): Promise<void> {
  try {
    await writeFileAtomic(fileOf(home), JSON.stringify({ address, port }) + '\n', { mode: 0o600 })
  } catch (error) {
    console.error(`The port could not be remembered: ${error instanceof Error ? error.message : String(error)}`)
  }
}
