import { readFile } from 'node:fs/promises'
import { errorText } from './unexpected.ts'

/** What earlier hosts wrote down. Empty where there is none; what cannot be read must not keep the host from working. */
export async function readRecord(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') console.error(`${file}: ${errorText(error)}`)
    return ''
  }
}
