import * as z from 'zod'
import { filePathSchema } from './drive.ts'

/** Where a host puts and looks for things. All paths are absolute, and on the host's computer. */
export const hostSettingsSchema = z.object({
  /** New machines get a folder in here. */
  machinesFolder: filePathSchema,
  /** Where new virtual hard disks are put that nobody has chosen another place for. */
  disksFolder: filePathSchema,
  /** Machines in folders in here are the host's too, and files are looked for here that are named without a folder. */
  searchPaths: z.array(filePathSchema).max(100),
})
export type HostSettings = z.infer<typeof hostSettingsSchema>

/** What is to be changed; what is left out stays. */
export const configureHostSchema = hostSettingsSchema.partial()
export type ConfigureHost = z.infer<typeof configureHostSchema>
