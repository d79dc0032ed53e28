import * as z from 'zod'

/** Controllers and the places on each, as Hyper-V counts them, both from 0. */
const places = { ide: { controllers: 2, locations: 2 }, scsi: { controllers: 4, locations: 64 } } as const
export type ControllerKind = keyof typeof places

export type DrivePosition = `ide${0 | 1}:${0 | 1}` | `scsi${0 | 1 | 2 | 3}:${number}`

export interface Controller {
  readonly kind: ControllerKind
  readonly controller: number
}

/** Where a position is. */
export interface DrivePlace extends Controller {
  readonly location: number
}

/** Every controller that a machine can have. */
export interface Controllers {
  readonly scsiControllers: number
}

const positionPattern = /^(ide|scsi)(\d):(\d|[1-9]\d)$/

function parsePlace(position: string): DrivePlace | null {
  const [, kind, controller, location] = positionPattern.exec(position) ?? []
  if (kind !== 'ide' && kind !== 'scsi') return null
  const place = { kind, controller: Number(controller), location: Number(location) } as const
  const isThere = place.controller < places[kind].controllers && place.location < places[kind].locations
  return isThere ? place : null
}

export const drivePositionSchema = z.custom<DrivePosition>(
  (value) => typeof value === 'string' && parsePlace(value) !== null,
  { message: 'is no place for a drive, as ide0:1 is' },
)

/** What holds media that are put in and taken out while the machine runs: CD/DVD drives, and the floppy drive. */
export const mediaPositionSchema = z.union([z.literal('floppy'), drivePositionSchema])
export type MediaPosition = z.infer<typeof mediaPositionSchema>

export function placeOf(position: DrivePosition): DrivePlace {
  const place = parsePlace(position)
  if (place === null) throw new Error(`${position} is no place for a drive.`)
  return place
}

/** The places on one controller, in their order. */
export function positionsOn({ kind, controller }: Controller): DrivePosition[] {
  return Array.from(
    { length: places[kind].locations },
    (_, location) => `${kind}${controller}:${location}` as DrivePosition,
  )
}

/** Those that every PC has. */
const ideControllers: readonly Controller[] = [
  { kind: 'ide', controller: 0 },
  { kind: 'ide', controller: 1 },
]
export const idePositions: readonly DrivePosition[] = ideControllers.flatMap(positionsOn)

export function controllersOf({ scsiControllers }: Controllers): Controller[] {
  const scsi = Array.from({ length: scsiControllers }, (_, controller) => ({ kind: 'scsi' as const, controller }))
  return [...ideControllers, ...scsi]
}

/** All places of a machine, in their order. */
export function positionsOf(machine: Controllers): DrivePosition[] {
  return controllersOf(machine).flatMap(positionsOn)
}

export const filePathSchema = z.string().min(1).max(4096)
export const templateNameSchema = z.string().min(1).max(100)

/** What is in a CD/DVD drive: a template's disc, known by name wherever it lies, or a file of the user's. */
export const dvdMediaSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('template'), template: templateNameSchema }),
  z.object({ kind: z.literal('image'), path: filePathSchema }),
])
export type DvdMedia = z.infer<typeof dvdMediaSchema>

/** What is plugged into a place of a controller. */
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
export function sortDrives<Placed extends { readonly at: DrivePosition }>(drives: readonly Placed[]): Placed[] {
  return drives.toSorted((a, b) => compare(placeOf(a.at), placeOf(b.at)))
}

function compare(a: DrivePlace, b: DrivePlace): number {
  if (a.kind !== b.kind) return a.kind === 'ide' ? -1 : 1
  return a.controller - b.controller || a.location - b.location
}

/** The first place nothing is plugged into; null where all are taken. */
export function freePosition(machine: Controllers & { readonly drives: readonly Drive[] }): DrivePosition | null {
  return positionsOf(machine).find((position) => machine.drives.every(({ at }) => at !== position)) ?? null
}
