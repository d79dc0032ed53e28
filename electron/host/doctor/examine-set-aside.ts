import type { Finding } from '#shared/finding.ts'
import { foldersSetAside } from '../set-aside.ts'
import { found } from './found.ts'

/** What of a machine's folder its configuration did not name when a host started. */
export async function examineSetAside(machine: string, folder: string): Promise<Finding[]> {
  return (await foldersSetAside(folder)).map((path) => found('FILES_SET_ASIDE', { path }, machine))
}
