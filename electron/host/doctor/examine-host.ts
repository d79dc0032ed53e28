import { existsSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import type { Finding } from '#shared/finding.ts'
import type { Template } from '#shared/machine.ts'
import { others } from '../private-file.ts'
import { found } from './found.ts'

const megabyte = 2 ** 20

/** Virtual Server warns below this; megabytes. */
const lowSpace = 100

/** What the files of the program and the data folder's volume are like. */
export async function examineHost(
  home: string,
  files: readonly string[],
  templates: readonly Template[],
): Promise<Finding[]> {
  const { bavail, bsize } = await statfs(home)
  const free = Math.floor((bavail * bsize) / megabyte)
  return [
    ...files.filter((file) => !existsSync(file)).map((file) => found('RESOURCE_MISSING', { path: file })),
    ...((await isOpenToOthers(home)) ? [found('DATA_FOLDER_OPEN', { path: home })] : []),
    ...(free < lowSpace ? [found('DISK_SPACE_LOW', { path: home, free })] : []),
    ...templates.filter(({ available }) => !available).map(({ name }) => found('TEMPLATE_NOT_BUILT', { name })),
  ]
}

/** Windows keeps users' folders apart by other means. */
async function isOpenToOthers(folder: string): Promise<boolean> {
  const user = process.getuid?.()
  if (user === undefined) return false
  const { uid, mode } = await stat(folder)
  return uid !== user || (mode & others.write) !== 0
}
