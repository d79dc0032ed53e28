import path from 'node:path'
import * as z from 'zod'
import { ViridianError } from '#shared/errors.ts'
import { hostSettingsSchema, type HostSettings } from '#shared/host-settings.ts'
import { disksFolder, machinesFolder } from '../home.ts'
import { migrate } from '../machine-configuration.ts'
import { writePrivate } from '../private-file.ts'
import { readOwnFile } from '../record-file.ts'
import { relativeInside } from '../relative-path.ts'
import { storing } from '../storage-failure.ts'
import { syncFolder } from '../sync-folder.ts'
import { errorText } from '../unexpected.ts'

/** Version of the settings file this program writes. Raise it with a migration from the one before. */
const currentSchema = 1

/** Unknown keys are an error: leaving one out silently would lose it at the next write. */
const documentSchema = z.strictObject({ schema: z.literal(currentSchema), ...hostSettingsSchema.shape })

/** What a host does without any settings. */
export function usualSettings(home: string): HostSettings {
  return { machinesFolder: machinesFolder(home), disksFolder: disksFolder(home), searchPaths: [] }
}

/** `settings.json` of a data folder. Paths in the data folder are relative to it, so that it can be moved. */
export class SettingsFile {
  readonly #home: string
  readonly path: string
  /** What the file says; what is usual where there is none, or it cannot be understood. */
  readonly found: HostSettings
  /** Why the file cannot be understood; it is never overwritten then. */
  readonly problem: string | null

  private constructor(home: string, found: HostSettings, problem: string | null) {
    this.#home = home
    this.path = fileOf(home)
    this.found = found
    this.problem = problem
  }

  static async open(home: string): Promise<SettingsFile> {
    try {
      return new SettingsFile(home, parse(home, await readOwnFile(fileOf(home))), null)
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      return new SettingsFile(home, usualSettings(home), isMissing ? null : errorText(error))
    }
  }

  /** Throws SETTINGS_UNUSABLE for a file that could not be understood. */
  requireUsable(): void {
    if (this.problem !== null) {
      throw new ViridianError('SETTINGS_UNUSABLE', { file: this.path, detail: this.problem })
    }
  }

  /** From the old to the new ones at once, for good. Throws STORAGE_FAILED and SETTINGS_UNUSABLE. */
  async save(settings: HostSettings): Promise<void> {
    this.requireUsable()
    const document = mapFolders(settings, (folder) => relativeInside(this.#home, folder))
    const text = JSON.stringify({ schema: currentSchema, ...document }, null, 2) + '\n'
    await storing(this.path, async () => {
      await writePrivate(this.path, text, { flush: true })
      await syncFolder(this.#home)
    })
  }
}

function fileOf(home: string): string {
  return path.join(home, 'settings.json')
}

function parse(home: string, text: string): HostSettings {
  const parsed = documentSchema.safeParse(migrate(JSON.parse(text), {}, currentSchema))
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  const { machinesFolder: machines, disksFolder: disks, searchPaths } = parsed.data
  return mapFolders({ machinesFolder: machines, disksFolder: disks, searchPaths }, (folder) =>
    path.resolve(home, folder),
  )
}

function mapFolders(
  { machinesFolder: machines, disksFolder: disks, searchPaths }: HostSettings,
  map: (folder: string) => string,
): HostSettings {
  return { machinesFolder: map(machines), disksFolder: map(disks), searchPaths: searchPaths.map(map) }
}
