import * as z from 'zod'
import { shownHardwareSchema } from './hardware.ts'
import type { Locale } from './locale.ts'
import { visibleName } from './printable.ts'

/** As Hyper-V has it. */
export const maximumSnapshots = 50

export const snapshotIdSchema = z.string().min(1).max(100)

/** Room for the name of a machine and the time that Hyper-V puts behind it. */
export const snapshotNameSchema = z.string().overwrite(visibleName).trim().min(1).max(200)

/** What a machine was at one moment: what it can be made again. */
export const machineSnapshotSchema = z.object({
  id: snapshotIdSchema,
  name: z.string(),
  notes: z.string(),
  /** The snapshot it came of; null where there was none before. */
  parent: snapshotIdSchema.nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** True where the guest was running: applied, the machine is Saved, else Off. */
  hasState: z.boolean(),
  ...shownHardwareSchema.shape,
})
export type MachineSnapshot = z.infer<typeof machineSnapshotSchema>

/**
 * How a snapshot is applied that is not quite as it was taken: with what is in its drives' images now, with empty drives
 * where that was changed, or without what the guest was doing.
 */
export const despiteSchema = z.enum(['mediaAsTheyAre', 'emptyDrives', 'withoutState'])
export type Despite = z.infer<typeof despiteSchema>

/** A snapshot's name as Hyper-V gives it, in the user's way of writing a time: "Lab 1 - (1/19/2008 - 5:42:49 PM)". */
export function defaultSnapshotName(machine: string, time: Date, locale: Locale): string {
  const tag = locale === 'de' ? 'de-DE' : 'en-US'
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'numeric', year: 'numeric' }).format(time)
  // ICU puts a narrow no-break space before AM and PM, which nobody can type on a command line.
  const clock = new Intl.DateTimeFormat(tag, { timeStyle: 'medium' }).format(time).replace(/\u202f/g, ' ')
  return `${machine} - (${date} - ${clock})`
}

/** The snapshot and all that came of it, parents before their children. */
export function subtreeOf<Snapshot extends Pick<MachineSnapshot, 'id' | 'parent'>>(
  snapshots: readonly Snapshot[],
  id: string,
): Snapshot[] {
  const own = snapshots.filter((snapshot) => snapshot.id === id)
  const below = snapshots.filter(({ parent }) => parent === id).flatMap((child) => subtreeOf(snapshots, child.id))
  return [...own, ...below]
}
