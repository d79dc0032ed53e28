import * as z from 'zod'
import { eventLevels } from './event.ts'

/**
 * What an examination of a host can find. A closed list: each has its sentence, with what to do about it, in
 * `shared/messages/`.
 */
export const findingCodes = [
  /** A machine's configuration cannot be understood. Facts: file, detail. */
  'CONFIGURATION_UNUSABLE',
  /** The engine of a machine is not on this host. Facts: engine. */
  'ENGINE_MISSING',
  /** A disk of a machine, or of one of its snapshots, cannot be opened. Facts: path, error (its code), with the facts of that error. */
  'DISK_UNUSABLE',
  /** A disk contradicts itself, so that some of it cannot be read. Facts: path. */
  'DISK_DAMAGED',
  /** A disk's parent is not there, or another disk is in its place. Facts: path, parent (its file's name). */
  'DISK_PARENT_MISSING',
  /** An image in a CD/DVD or floppy drive is not there. Facts: path. */
  'MEDIA_MISSING',
  /** A saved state is not there, or no state. Facts: path. */
  'STATE_MISSING',
  'STATE_DAMAGED',
  /** The snapshot, or the machine as it is now, came of one that does not exist. Facts: snapshot (a name), or none. */
  'SNAPSHOT_PARENT_MISSING',
  'CURRENT_SNAPSHOT_MISSING',
  /** A snapshot that was never finished. Facts: snapshot. */
  'SNAPSHOT_INCOMPLETE',
  /** A file in a machine's folder that nothing needs. Facts: path. */
  'FILE_LEFT_OVER',
  /** Files that nothing named when the host started are kept for a time. Facts: path (their folder). */
  'FILES_SET_ASIDE',
  /** What stands in the place of the host's own files cannot be read or understood. Facts: path, detail. */
  'LEFT_ALONE',
  /** What the host keeps for its owner's eyes only cannot be used. Facts: file, detail. */
  'ACCESS_KEYS_UNUSABLE',
  'REMOTE_HOSTS_UNUSABLE',
  /** The host's own settings cannot be understood. Facts: file, detail. */
  'SETTINGS_UNUSABLE',
  /** A folder of the host's settings cannot be read. Facts: path, detail. */
  'FOLDER_NOT_REACHABLE',
  /** A file that belongs to the program is not there. Facts: path. */
  'RESOURCE_MISSING',
  /** Facts: name. */
  'TEMPLATE_NOT_BUILT',
  /** Facts: path, free (megabytes). */
  'DISK_SPACE_LOW',
  /** Other users can change what is in the data folder, or it is another user's. Facts: path. */
  'DATA_FOLDER_OPEN',
] as const
export type FindingCode = (typeof findingCodes)[number]

export const findingSchema = z.object({
  code: z.enum(findingCodes),
  level: z.enum(eventLevels),
  /** The machine it is about. */
  machineName: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
})
export type Finding = z.infer<typeof findingSchema>
