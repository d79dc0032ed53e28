import * as z from 'zod'
import { engineSchema } from './engine.ts'
import { eventSchema } from './event.ts'
import { hostSettingsSchema } from './host-settings.ts'
import { jobSchema } from './job.ts'
import { machineMetricsSchema, machineSchema, newSampleSchema, templateSchema } from './machine.ts'
import { ownTemplateSchema } from './own-template.ts'
import { preferencesSchema } from './preferences.ts'
import { hostIdSchema, remoteHostSchema } from './remote-host.ts'
import { trashEntrySchema } from './trash.ts'

/** Changes whenever a client of the previous number could misunderstand the host. */
export const protocolVersion = 13

/** Why a host only shows what is in its data folder. Of one that is `full`, what gives room back can be done as well. */
export const restrictionSchema = z.object({
  problem: z.enum(['readOnly', 'full']),
  /** The system's words. */
  detail: z.string(),
})
export type Restriction = z.infer<typeof restrictionSchema>

export const hostInfoSchema = z.object({
  /** The host's own, made once for its data folder. */
  id: hostIdSchema,
  /** The computer's name, shown in the tree. */
  name: z.string(),
  version: z.string(),
  protocol: z.int(),
  pid: z.int(),
  /** Absolute path of the data folder. */
  home: z.string(),
  platform: z.string(),
  processors: z.int(),
  /** Megabytes. */
  totalMemory: z.int(),
  /** What can power machines on here; the first is the one for new machines. */
  engines: z.array(engineSchema).min(1),
  startedAt: z.string(),
  restriction: restrictionSchema.nullable(),
})
export type HostInfo = z.infer<typeof hostInfoSchema>

export const hostSnapshotSchema = z.object({
  host: hostInfoSchema,
  settings: hostSettingsSchema,
  preferences: preferencesSchema,
  machines: z.array(machineSchema),
  metrics: z.array(machineMetricsSchema),
  /** Those that come with Viridian. */
  templates: z.array(templateSchema),
  /** Those its user has made, in the order of their names. */
  ownTemplates: z.array(ownTemplateSchema),
  /** Those at work and the last ones that ended, oldest first. */
  jobs: z.array(jobSchema),
  /** Deleted machines that can be restored, oldest first. */
  trash: z.array(trashEntrySchema),
  /** Other hosts that this one connects its consoles to, in the order they were added. */
  remoteHosts: z.array(remoteHostSchema),
  /** The newest events, oldest first. */
  events: z.array(eventSchema),
})
export type Snapshot = z.infer<typeof hostSnapshotSchema>

/** What the host tells its sessions: whole values, never differences. */
export const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('machine'), machine: machineSchema }),
  z.object({ type: z.literal('machineRemoved'), machineId: z.string() }),
  /** Of all machines that are on, once a second. */
  z.object({ type: z.literal('samples'), samples: z.array(newSampleSchema) }),
  z.object({ type: z.literal('event'), event: eventSchema }),
  z.object({ type: z.literal('job'), job: jobSchema }),
  z.object({ type: z.literal('host'), host: hostInfoSchema }),
  z.object({ type: z.literal('hostSettings'), settings: hostSettingsSchema }),
  z.object({ type: z.literal('ownTemplates'), ownTemplates: z.array(ownTemplateSchema) }),
  z.object({ type: z.literal('trash'), trash: z.array(trashEntrySchema) }),
  z.object({ type: z.literal('remoteHosts'), remoteHosts: z.array(remoteHostSchema) }),
])
export type Change = z.infer<typeof changeSchema>

/**
 * A watch begins with a snapshot at some revision; each further message carries the next revision number.
 * A gap means that something was lost: watch again.
 */
export const watchMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), revision: z.int(), snapshot: hostSnapshotSchema }),
  z.object({ type: z.literal('change'), revision: z.int(), change: changeSchema }),
])
export type WatchMessage = z.infer<typeof watchMessageSchema>
