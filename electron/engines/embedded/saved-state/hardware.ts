import { stat } from 'node:fs/promises'
import * as z from 'zod'
import type { DiskFiles } from '#electron/disks/disk-files.ts'
import { createNodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { systemError } from '#electron/disks/disk-error.ts'
import { inspectChain, storesNothing } from '#electron/disks/tools/inspect.ts'
import type { DiskFacts } from '#shared/disk.ts'
import { drivePositionSchema, type DrivePosition, type MediaPosition } from '#shared/drive.ts'
import { bareHardwareSchema, type BareHardware, type FoundHardware } from '#shared/hardware.ts'
import { pcVersion, v86Version } from '../v86/version.ts'
import { SavedStateError } from '../../saved-state-error.ts'

/** The machine stands still meanwhile anyway, and a job's process has nothing else to do. */
const waitingFiles = createNodeDiskFiles({ mayWait: true })

/** A file as it was when the guest last had it; times in milliseconds since the epoch. */
const fileSchema = z.object({ path: z.string(), size: z.number(), modified: z.number() })
type FileMark = z.infer<typeof fileSchema>
const chainSchema = z.array(fileSchema.extend({ id: z.string() }))
type ChainMark = z.infer<typeof chainSchema>[number]

/** What a state needs around it: the PC it was taken of, and the disks as its guest knows them. */
export const stateHardwareSchema = bareHardwareSchema.extend({
  v86: z.string(),
  pc: z.int(),
  drives: z.array(
    z.discriminatedUnion('kind', [
      /** The disk and its parents, the disk first. */
      z.object({
        kind: z.literal('disk'),
        at: drivePositionSchema,
        chain: chainSchema,
      }),
      z.object({ kind: z.literal('dvd'), at: drivePositionSchema, medium: fileSchema.nullable() }),
    ]),
  ),
  floppy: fileSchema.nullable(),
})
export type StateHardware = z.infer<typeof stateHardwareSchema>

/** The PC with its disks as they are now. */
export async function describeHardware(
  { drives, floppy, ...bare }: FoundHardware,
  files: DiskFiles = waitingFiles,
): Promise<StateHardware> {
  return {
    v86: v86Version,
    pc: pcVersion,
    ...bareHardwareSchema.parse(bare),
    drives: await Promise.all(
      drives.map(async (drive) =>
        drive.kind === 'disk'
          ? { kind: 'disk' as const, at: drive.at, chain: await markChain(files, drive.path) }
          : { kind: 'dvd' as const, at: drive.at, medium: await markFile(drive.path) },
      ),
    ),
    floppy: await markFile(floppy),
  }
}

/**
 * The disk that holds what the guest sees, and its parents. A differencing disk that stores nothing is the guest's parent
 * disk by another name: one that was put on the disk of a state, for its guest to go on with, makes no difference.
 */
async function markChain(files: DiskFiles, file: string): Promise<ChainMark[]> {
  const chain = await inspectChain(files, file)
  let own = 0
  while (isAlike(chain[own], chain[own + 1]) && (await storesNothing(files, chain[own]?.path ?? ''))) own++
  return chain.slice(own).map(({ path, id, fileSize, modified }) => ({ path, id, size: fileSize, modified }))
}

function isAlike(disk: DiskFacts | undefined, parent: DiskFacts | undefined): boolean {
  return disk?.type === 'differencing' && disk.capacity === parent?.capacity
}

export async function markFile(path: string | null): Promise<FileMark | null> {
  if (path === null) return null
  try {
    const { size, mtimeMs } = await stat(path)
    return { path, size, modified: mtimeMs }
  } catch (error) {
    throw systemError(error, path)
  }
}

/**
 * Throws `SavedStateError` where a state of `saved` cannot go on on `present`. A guest copes with other media in its drives, as
 * users change them at any time, but not with a hard disk that was changed behind its back.
 */
export function requireSame(saved: StateHardware, present: StateHardware): void {
  if (saved.v86 !== present.v86 || saved.pc !== present.pc) {
    throw new SavedStateError('OTHER_VERSION', `v86 ${saved.v86}, PC ${saved.pc}`)
  }
  requireSameOutline(saved, present)
  const found = disksOf(present)
  for (const [index, before] of disksOf(saved).entries()) {
    const now = found[index] ?? []
    for (let i = 0; i < Math.max(before.length, now.length); i++) {
      if (!isSame(before[i], now[i]))
        throw new SavedStateError('DISK_CHANGED', (now[i] ?? now[0] ?? before[i])?.path ?? '')
    }
  }
}

/** The drives that hold other media than in `saved`, or none, or hold some while they were empty. */
export function changedMedia(saved: StateHardware, present: StateHardware): MediaPosition[] {
  const mediumIn = ({ drives }: StateHardware, at: DrivePosition) =>
    drives.flatMap((drive) => (drive.kind === 'dvd' && drive.at === at ? [drive.medium] : []))[0] ?? null
  // The time of a copy is that of its original but for what is lost as it is set.
  const isSameFile = (a: FileMark, b: FileMark) => a.size === b.size && Math.abs(a.modified - b.modified) < 1
  const isOther = (a: FileMark | null, b: FileMark | null) => (a === null || b === null ? a !== b : !isSameFile(a, b))
  const changed: MediaPosition[] = saved.drives.flatMap(({ kind, at }) =>
    kind === 'dvd' && isOther(mediumIn(saved, at), mediumIn(present, at)) ? [at] : [],
  )
  return isOther(saved.floppy, present.floppy) ? [...changed, 'floppy'] : changed
}

/**
 * The hardware of a state whose disks, and what is in the drives at `media`, are in other files than when it was made, with
 * the same content for the guest. Throws
 * `SavedStateError` where the machine has other hardware.
 */
export async function withDisksOf(
  saved: StateHardware,
  parts: FoundHardware,
  media: readonly MediaPosition[],
): Promise<StateHardware> {
  requireSameOutline(saved, parts)
  return {
    ...saved,
    drives: await Promise.all(
      saved.drives.map(async (drive) => {
        const now = parts.drives.find(({ at }) => at === drive.at)
        if (drive.kind === 'disk')
          return now?.kind === 'disk' ? { ...drive, chain: await markChain(waitingFiles, now.path) } : drive
        const isNew = now?.kind === 'dvd' && media.includes(drive.at)
        return isNew ? { ...drive, medium: await markFile(now.path) } : drive
      }),
    ),
    floppy: media.includes('floppy') ? await markFile(parts.floppy) : saved.floppy,
  }
}

/** What is plugged in where; the files behind it do not matter. */
interface Outlined extends Readonly<BareHardware> {
  readonly drives: readonly { readonly kind: 'disk' | 'dvd'; readonly at: DrivePosition }[]
}

function requireSameOutline(saved: Outlined, present: Outlined): void {
  const [before, now] = [outline(saved), outline(present)]
  if (before !== now) throw new SavedStateError('OTHER_HARDWARE', `${before} ≠ ${now}`)
}

/** For the eye too. */
function outline({ memory, processors, scsiControllers, adapters, serialPorts, drives }: Outlined): string {
  return [
    `${memory} MB`,
    ...(processors === 1 ? [] : [`${processors} processors`]),
    ...(scsiControllers === 0 ? [] : [`${scsiControllers} SCSI`]),
    ...drives.map(({ kind, at }) => `${at} ${kind}`),
    ...adapters.map(({ kind }) => `${kind} adapter`),
    ...serialPorts.map(({ to }, index) => `COM${index + 1} to ${to}`),
  ].join(', ')
}

/** Drive by drive. Where the files are does not matter: a machine's folder can be moved. */
function disksOf({ drives }: StateHardware): ChainMark[][] {
  return drives.flatMap((drive) => (drive.kind === 'disk' ? [drive.chain] : []))
}

function isSame(a: (FileMark & { id?: string }) | undefined, b: (FileMark & { id?: string }) | undefined): boolean {
  return a !== undefined && b !== undefined && a.size === b.size && a.modified === b.modified && a.id === b.id
}
