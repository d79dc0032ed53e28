import { stat } from 'node:fs/promises'
import { z } from 'zod'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { systemError } from '#electron/disks/disk-error.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { drivePositionSchema } from '#shared/drive.ts'
import type { EngineDrive } from '../../engine.ts'
import { pcVersion, v86Version } from '../v86/version.ts'
import { SavedStateError } from './saved-state-error.ts'

/** A file as it was when the guest last had it; times in milliseconds since the epoch. */
const fileSchema = z.object({ path: z.string(), size: z.number(), modified: z.number() })
type FileMark = z.infer<typeof fileSchema>

/** What a state needs around it: the PC it was taken of, and the disks as its guest knows them. */
export const hardwareSchema = z.object({
  v86: z.string(),
  pc: z.int(),
  /** Megabytes. */
  memory: z.int(),
  drives: z.array(
    z.discriminatedUnion('kind', [
      /** The disk and its parents, the disk first. */
      z.object({
        kind: z.literal('disk'),
        at: drivePositionSchema,
        chain: z.array(fileSchema.extend({ id: z.string() })),
      }),
      z.object({ kind: z.literal('dvd'), at: drivePositionSchema, medium: fileSchema.nullable() }),
    ]),
  ),
  floppy: fileSchema.nullable(),
})
export type Hardware = z.infer<typeof hardwareSchema>

export interface HardwareParts {
  readonly memory: number
  readonly drives: readonly EngineDrive[]
  readonly floppy: string | null
}

/** The PC with its disks as they are now. */
export async function describeHardware({ memory, drives, floppy }: HardwareParts): Promise<Hardware> {
  return {
    v86: v86Version,
    pc: pcVersion,
    memory,
    drives: await Promise.all(
      drives.map(async (drive) =>
        drive.kind === 'disk'
          ? { kind: 'disk' as const, at: drive.at, chain: await markChain(drive.path) }
          : { kind: 'dvd' as const, at: drive.at, medium: await markFile(drive.path) },
      ),
    ),
    floppy: await markFile(floppy),
  }
}

async function markChain(file: string): Promise<(FileMark & { id: string })[]> {
  const chain = await inspectChain(nodeDiskFiles, file)
  return chain.map(({ path, id, fileSize, modified }) => ({ path, id, size: fileSize, modified }))
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

/** Throws `SavedStateError` where a state of `saved` cannot go on on `present`. */
export function requireSame(saved: Hardware, present: Hardware): void {
  if (saved.v86 !== present.v86 || saved.pc !== present.pc) {
    throw new SavedStateError('OTHER_VERSION', `v86 ${saved.v86}, PC ${saved.pc}`)
  }
  const [before, now] = [outline(saved), outline(present)]
  if (before !== now) throw new SavedStateError('OTHER_HARDWARE', `${before} ≠ ${now}`)
  const marks = marksOf(present)
  for (const [index, mark] of marksOf(saved).entries()) {
    const found = marks[index]
    if (found === undefined || found.size !== mark.size || found.modified !== mark.modified || found.id !== mark.id) {
      throw new SavedStateError('DISK_CHANGED', found?.path ?? mark.path)
    }
  }
}

/** What is plugged in where, for the eye too. */
function outline({ memory, drives, floppy }: Hardware): string {
  const plugged = drives.map((drive) => {
    if (drive.kind === 'disk') return `${drive.at} disk × ${drive.chain.length}`
    return `${drive.at} dvd${drive.medium === null ? '' : ' with a disc'}`
  })
  return [`${memory} MB`, ...plugged, ...(floppy === null ? [] : ['floppy'])].join(', ')
}

/** In the order of the drives. Where the files are does not matter: a machine's folder can be moved. */
function marksOf({ drives, floppy }: Hardware): (FileMark & { id?: string })[] {
  const files = drives.flatMap((drive) => {
    if (drive.kind === 'disk') return drive.chain
    return drive.medium === null ? [] : [drive.medium]
  })
  return floppy === null ? files : [...files, floppy]
}
