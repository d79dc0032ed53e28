import * as z from 'zod'

export {
  identify,
  identifyUs,
  isAlive,
  isOfThisStart,
  isRunning,
  type ProcessIdentity,
} from '#electron/disks/process-identity.ts'

/** A `ProcessIdentity` in the host's own files. */
export const processIdentitySchema = z.object({ pid: z.int().positive(), started: z.string() })
