import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Finding } from '#shared/finding.ts'
import type { HostSettings } from '#shared/host-settings.ts'
import { isInside } from '../relative-path.ts'
import type { SettingsFile } from '../settings/settings-file.ts'
import { found } from './found.ts'

/** Whether the host's settings are understood, and all the folders they name are there; `unreachable` could not be read. */
export function examineSettings(
  file: SettingsFile,
  { machinesFolder, disksFolder, searchPaths }: HostSettings,
  unreachable: ReadonlyMap<string, string>,
): Finding[] {
  // What is in the data folder is made when it is needed.
  const home = path.dirname(file.path)
  const missing = [...new Set([machinesFolder, disksFolder, ...searchPaths])].filter(
    (folder) => !existsSync(folder) && !unreachable.has(folder) && !isInside(home, folder),
  )
  return [
    ...(file.problem === null ? [] : [found('SETTINGS_UNUSABLE', { file: file.path, detail: file.problem })]),
    ...[...unreachable].map(([folder, detail]) => found('FOLDER_NOT_REACHABLE', { path: folder, detail })),
    ...missing.map((folder) => found('FOLDER_NOT_REACHABLE', { path: folder, detail: 'ENOENT' })),
  ]
}
