import * as z from 'zod'

/** The places of a PC's two IDE controllers as Hyper-V counts them: controller 0 or 1, location 0 or 1. */
export const drivePositions = ['ide0:0', 'ide0:1', 'ide1:0', 'ide1:1'] as const
export const drivePositionSchema = z.enum(drivePositions)
export type DrivePosition = (typeof drivePositions)[number]

/** What holds media that are put in and taken out while the machine runs: CD/DVD drives, and the floppy drive. */
export const mediaPositionSchema = z.enum([...drivePositions, 'floppy'])
export type MediaPosition = z.infer<typeof mediaPositionSchema>

export const filePathSchema = z.string().min(1).max(4096)
export const templateNameSchema = z.string().min(1).max(100)

/** What is in a CD/DVD drive: a template's disc, known by name wherever it lies, or a file of the user's. */
export const dvdMediaSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('template'), template: templateNameSchema }),
  z.object({ kind: z.literal('image'), path: filePathSchema }),
])
export type DvdMedia = z.infer<typeof dvdMediaSchema>

/** What is plugged into a place of an IDE controller. */
export const driveSchema = z.discriminatedUnion('kind', [
  /** A virtual hard disk (VHD); absolute path where not said otherwise. */
  z.object({ kind: z.literal('disk'), at: drivePositionSchema, path: filePathSchema }),
  z.object({ kind: z.literal('dvd'), at: drivePositionSchema, media: dvdMediaSchema }),
])
export type Drive = z.infer<typeof driveSchema>

/** Where the first CD/DVD drive of a new machine is, as Hyper-V has it. */
export const firstDvdPosition = 'ide1:0' satisfies DrivePosition
/** Where a machine's disk is that it starts from. */
export const firstDiskPosition = 'ide0:0' satisfies DrivePosition

/** In the order of the positions. */
export function sortDrives(drives: readonly Drive[]): Drive[] {
  return drives.toSorted((a, b) => drivePositions.indexOf(a.at) - drivePositions.indexOf(b.at))
}

/** The first place nothing is plugged into; null where all are taken. */
export function freePosition(drives: readonly Drive[]): DrivePosition | null {
  return drivePositions.find((position) => drives.every(({ at }) => at !== position)) ?? null
}
