import * as z from 'zod'

export const eventLevels = ['Information', 'Warning', 'Critical'] as const
export type EventLevel = (typeof eventLevels)[number]

export const eventCategories = ['Machine', 'Snapshot', 'Storage', 'Job', 'Host', 'Security'] as const
export type EventCategory = (typeof eventCategories)[number]

interface EventKind {
  /** Never changes its meaning. Where Hyper-V of 2008 logs the same, its number; else one of ours from 18700 on. */
  readonly eventId: number
  readonly category: EventCategory
  readonly level: EventLevel
}

/**
 * What can happen that an administrator wants to know afterwards. A closed list: each has its sentence in
 * `shared/messages/`, so a console shows it in its user's language. Comments name the facts.
 */
export const eventKinds = {
  /** folder. */
  MACHINE_CREATED: { eventId: 13002, category: 'Machine', level: 'Information' },
  /** folder. */
  MACHINE_DELETED: { eventId: 13003, category: 'Machine', level: 'Information' },
  MACHINE_STARTED: { eventId: 18500, category: 'Machine', level: 'Information' },
  MACHINE_TURNED_OFF: { eventId: 18502, category: 'Machine', level: 'Information' },
  /** The guest switched its power off (ACPI S5). */
  GUEST_POWERED_OFF: { eventId: 18504, category: 'Machine', level: 'Information' },
  /** The guest was asked to switch its power off. Facts: means (`agent` or `powerButton`). */
  GUEST_ASKED_TO_SHUT_DOWN: { eventId: 18705, category: 'Machine', level: 'Information' },
  MACHINE_SAVED: { eventId: 18510, category: 'Machine', level: 'Information' },
  MACHINE_RESET: { eventId: 18512, category: 'Machine', level: 'Information' },
  MACHINE_PAUSED: { eventId: 18516, category: 'Machine', level: 'Information' },
  MACHINE_RESUMED: { eventId: 18518, category: 'Machine', level: 'Information' },
  /** The guest's processor could not go on, by a triple fault or by what is not emulated, and the machine was reset. */
  GUEST_RESET_BY_FAULT: { eventId: 18560, category: 'Machine', level: 'Warning' },
  MACHINE_RESTORED: { eventId: 18596, category: 'Machine', level: 'Information' },
  SAVED_STATE_DELETED: { eventId: 18700, category: 'Machine', level: 'Information' },
  /** What of it is in `changes`. */
  SETTINGS_CHANGED: { eventId: 18701, category: 'Machine', level: 'Information' },
  /** Facts, as of the next one: template (its name). */
  TEMPLATE_CREATED: { eventId: 18702, category: 'Machine', level: 'Information' },
  TEMPLATE_DELETED: { eventId: 18703, category: 'Host', level: 'Information' },
  /** A guest that went on as another machine has that one's name now. Facts: hostName. */
  GUEST_NAMED: { eventId: 18704, category: 'Machine', level: 'Information' },
  /** The machine's process ended by itself. Facts: detail. */
  ENGINE_CRASHED: { eventId: 18710, category: 'Machine', level: 'Critical' },
  /** The machine's process did not answer its heartbeat and was ended. Facts: seconds. */
  ENGINE_HUNG: { eventId: 18711, category: 'Machine', level: 'Critical' },
  /** The machine's process was ended from outside. Facts: signal. */
  ENGINE_KILLED: { eventId: 18712, category: 'Machine', level: 'Critical' },
  /** The guest was stopped to be saved, but its state could not be put away, so the machine is off. Facts as of START_FAILED. */
  SAVE_FAILED: { eventId: 18713, category: 'Machine', level: 'Critical' },
  /** The machine could not be started. Facts: error (its code), detail, with the facts of that error. */
  START_FAILED: { eventId: 18714, category: 'Machine', level: 'Critical' },
  /** The host itself ended while the machine was powered on, which ended the machine too. */
  HOST_ENDED: { eventId: 18715, category: 'Machine', level: 'Critical' },
  /** The host was closed in order and turned the machine off. */
  TURNED_OFF_WITH_HOST: { eventId: 18716, category: 'Machine', level: 'Information' },
  /** The host was closed in order and saved the machine. */
  SAVED_WITH_HOST: { eventId: 18717, category: 'Machine', level: 'Information' },
  /** The machine could not be saved as the host closed, and is turned off instead. Facts as of START_FAILED. */
  NOT_SAVED_WITH_HOST: { eventId: 18718, category: 'Machine', level: 'Warning' },
  /** The machine was started again after a fault, as its settings say. */
  RESTARTED_AFTER_FAULT: { eventId: 18709, category: 'Machine', level: 'Information' },
  /** It was restarted that often lately that it stays off. Facts: restarts, minutes. */
  NOT_RESTARTED_AGAIN: { eventId: 18719, category: 'Machine', level: 'Warning' },
  /** Facts, as of the next ones: snapshot (its name). */
  SNAPSHOT_TAKEN: { eventId: 18770, category: 'Snapshot', level: 'Information' },
  SNAPSHOT_APPLIED: { eventId: 18771, category: 'Snapshot', level: 'Information' },
  SNAPSHOT_DELETED: { eventId: 18772, category: 'Snapshot', level: 'Information' },
  /** The guest's state could not be kept to its end, so the snapshot was deleted. Facts also as of START_FAILED. */
  SNAPSHOT_LOST: { eventId: 18773, category: 'Snapshot', level: 'Warning' },
  UNDO_DISKS_COMMITTED: { eventId: 18780, category: 'Storage', level: 'Information' },
  UNDO_DISKS_DISCARDED: { eventId: 18781, category: 'Storage', level: 'Information' },
  /** What was to be done with the undo disks when the machine went off could not be done. Facts as of START_FAILED. */
  UNDO_DISKS_FAILED: { eventId: 18782, category: 'Storage', level: 'Warning' },
  /** drive (`disk` or `dvd`), at, path (empty of a CD/DVD drive). */
  DRIVE_ATTACHED: { eventId: 18720, category: 'Storage', level: 'Information' },
  DRIVE_DETACHED: { eventId: 18721, category: 'Storage', level: 'Information' },
  /** at, path (of an image, or a template's name). */
  MEDIA_INSERTED: { eventId: 18722, category: 'Storage', level: 'Information' },
  MEDIA_EJECTED: { eventId: 18723, category: 'Storage', level: 'Information' },
  /** The machine passes over a disc as it starts, which only starts computers with EFI. Facts: at, path. */
  DISC_NEEDS_EFI: { eventId: 18727, category: 'Storage', level: 'Warning' },
  /** A saved machine goes on with other media than it was saved with. Facts: at, path (empty of an empty drive). */
  MEDIA_CHANGED: { eventId: 18725, category: 'Storage', level: 'Warning' },
  /** The image in the floppy drive of what the machine is a copy of could not be copied, so its own is empty. Facts: path. */
  FLOPPY_NOT_COPIED: { eventId: 18726, category: 'Storage', level: 'Warning' },
  /** A disk's parent was not where the disk says, but in a search path. Facts: path, parent. */
  DISK_RECONNECTED: { eventId: 18724, category: 'Storage', level: 'Information' },
  /** There was no room for what the guest wrote to a disk, so the machine was paused. Facts: path. */
  DISK_FULL: { eventId: 18730, category: 'Storage', level: 'Critical' },
  /** The guest was told that reading or writing a disk failed. Facts: error (its code), with the facts of that error. */
  DISK_ACCESS_FAILED: { eventId: 18731, category: 'Storage', level: 'Warning' },
  /** Of a volume of the host: volume (where it is mounted), free (megabytes). */
  DISK_SPACE_LOW: { eventId: 18732, category: 'Storage', level: 'Warning' },
  DISK_SPACE_CRITICAL: { eventId: 18733, category: 'Storage', level: 'Critical' },
  DISK_SPACE_RECOVERED: { eventId: 18734, category: 'Storage', level: 'Information' },
  /** The machine was paused because a volume it writes to is nearly full. Facts as of DISK_SPACE_LOW. */
  PAUSED_FOR_SPACE: { eventId: 18735, category: 'Storage', level: 'Critical' },
  /**
   * Files in a machine's folder that its configuration did not name when the host started are kept for a time. Facts: path (the
   * folder they are in now), count, files (the first of them).
   */
  FILES_SET_ASIDE: { eventId: 18736, category: 'Storage', level: 'Warning' },
  /** job (its kind), file (what it is about); error (its code), with the facts of that error. */
  JOB_FAILED: { eventId: 18740, category: 'Job', level: 'Warning' },
  /** version. */
  HOST_STARTED: { eventId: 18750, category: 'Host', level: 'Information' },
  HOST_CLOSED: { eventId: 18751, category: 'Host', level: 'Information' },
  /** What of them is in `changes`. */
  HOST_SETTINGS_CHANGED: { eventId: 18752, category: 'Host', level: 'Information' },
  /** The host goes on with what is usual. Facts: file, detail. */
  HOST_SETTINGS_UNUSABLE: { eventId: 18753, category: 'Host', level: 'Critical' },
  /** Machines in a folder of the host's settings are not listed, as it cannot be read. Facts: path, detail. */
  FOLDER_NOT_REACHABLE: { eventId: 18754, category: 'Host', level: 'Warning' },
  /** What stands in the place of the host's own files cannot be read or understood. Facts: path, detail. */
  LEFT_ALONE: { eventId: 18755, category: 'Host', level: 'Warning' },
  /** What stood in the place of one of the host's own files was given another name. Facts: path, to. */
  PLACE_CLEARED: { eventId: 18756, category: 'Host', level: 'Warning' },
  /** The host only shows what is in its data folder. Facts: path, problem (of `Restriction`), detail. */
  HOST_READ_ONLY: { eventId: 18757, category: 'Host', level: 'Warning' },
  /** Of the host's memory, swap included: free (megabytes). */
  MEMORY_LOW: { eventId: 18790, category: 'Host', level: 'Warning' },
  MEMORY_CRITICAL: { eventId: 18791, category: 'Host', level: 'Critical' },
  MEMORY_RECOVERED: { eventId: 18792, category: 'Host', level: 'Information' },
  /** The machine was paused before the system ends processes for want of memory. Facts as of MEMORY_LOW. */
  PAUSED_FOR_MEMORY: { eventId: 18793, category: 'Machine', level: 'Critical' },
  /** A browser came with an address that opens the console once. */
  BROWSER_SIGNED_IN: { eventId: 18760, category: 'Security', level: 'Information' },
  /** The session of every page was ended. */
  BROWSERS_SIGNED_OUT: { eventId: 18761, category: 'Security', level: 'Information' },
  /** Facts, as of the next two: name (for whom the key is). */
  ACCESS_KEY_CREATED: { eventId: 18762, category: 'Security', level: 'Information' },
  /** A console connected that had not been there for an hour. */
  ACCESS_KEY_USED: { eventId: 18763, category: 'Security', level: 'Information' },
  ACCESS_KEY_REVOKED: { eventId: 18764, category: 'Security', level: 'Information' },
  /** The access keys are not known, so that nobody gets in with one. Facts: file, detail. */
  ACCESS_KEYS_UNUSABLE: { eventId: 18765, category: 'Security', level: 'Warning' },
  /** Facts, as of the next two: name, address. */
  HOST_ADDED: { eventId: 18766, category: 'Host', level: 'Information' },
  HOST_REMOVED: { eventId: 18767, category: 'Host', level: 'Information' },
  /** It has another name, address or access key. */
  HOST_CHANGED: { eventId: 18769, category: 'Host', level: 'Information' },
  /** The list of remote hosts is not known. Facts: file, detail. */
  REMOTE_HOSTS_UNUSABLE: { eventId: 18768, category: 'Host', level: 'Warning' },
} as const satisfies Record<string, EventKind>

export type EventCode = keyof typeof eventKinds
export const eventCodes = Object.keys(eventKinds) as [EventCode, ...EventCode[]]

/** A setting that has another value now. `what` is its path in the configuration; null where there was or is none. */
export const settingChangeSchema = z.object({
  what: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type SettingChange = z.infer<typeof settingChangeSchema>

export const eventSchema = z.object({
  /** Grows from one event to the next, also over restarts of the host: there is always room for more. */
  id: z
    .int()
    .positive()
    .max(2 ** 48),
  /** ISO 8601, UTC. */
  time: z.iso.datetime(),
  code: z.enum(eventCodes),
  eventId: z.int(),
  category: z.enum(eventCategories),
  level: z.enum(eventLevels),
  /** Null of what is not about one machine. */
  machineId: z.string().nullable(),
  machineName: z.string().nullable(),
  /** Whose doing it was: the name of a user of the computer or of an access key, or `host`. */
  user: z.string(),
  /** What the sentence needs: named values. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  changes: z.array(settingChangeSchema),
})
export type HostEvent = z.infer<typeof eventSchema>

export const eventsPerPage = 100

/** Which events are asked for; what is left out does not matter. */
export const eventQuerySchema = z.object({
  /** Only those with a lesser id. */
  before: z.int().optional(),
  limit: z.int().min(1).max(1000),
  machineId: z.string().max(100).optional(),
  category: z.enum(eventCategories).optional(),
  level: z.enum(eventLevels).optional(),
})
export type EventQuery = z.infer<typeof eventQuerySchema>

/** Whether an event is one of those asked for, wherever it stands. */
export function matches(
  event: HostEvent,
  { machineId, category, level }: Omit<EventQuery, 'limit' | 'before'>,
): boolean {
  return (
    (machineId === undefined || event.machineId === machineId) &&
    (category === undefined || event.category === category) &&
    (level === undefined || event.level === level)
  )
}
