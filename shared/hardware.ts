import * as z from 'zod'
import { drivePositionSchema, driveSchema, filePathSchema } from './drive.ts'

/**
 * What a virtual machine is made of, whatever its engine: described here and nowhere else. How much of it an engine gives is
 * in its capabilities (`engine.ts`).
 */

/** Megabytes; enough for DOS, boot loaders and programs that test a PC. */
export const minimumMemory = 4
/** Megabytes; no engine gives more. */
export const maximumMemory = 2 ** 20
export const memorySchema = z.int().min(minimumMemory).max(maximumMemory)

/** As many as Hyper-V has of either. */
export const maximumProcessors = 64
export const maximumScsiControllers = 4
export const maximumAdapters = 12
export const maximumSerialPorts = 4

export const adapterSchema = z.object({
  /** Of a network card that every operating system knows, or one made for virtual machines. */
  kind: z.enum(['legacy', 'synthetic']),
  /** Null where it comes of the machine's id: a copy of the machine has another. */
  address: z
    .string()
    .regex(/^[\da-f]{2}(:[\da-f]{2}){5}$/)
    .nullable(),
})
export type Adapter = z.infer<typeof adapterSchema>

export const serialPortSchema = z.object({
  /** What is at its other end: the serial console, or nothing. */
  to: z.enum(['console', 'nothing']),
})

const parts = {
  memory: memorySchema,
  processors: z.int().min(1).max(maximumProcessors),
  /** Both IDE controllers are in every PC. */
  scsiControllers: z.int().min(0).max(maximumScsiControllers),
  adapters: z.array(adapterSchema).max(maximumAdapters),
  /** COM1 first. */
  serialPorts: z.array(serialPortSchema).max(maximumSerialPorts),
}

/** In the order of their positions. */
const drivesSchema = z.array(driveSchema).refine(isEachAlone, { message: 'two drives at one position' })

export const hardwareSchema = z.object({
  ...parts,
  drives: drivesSchema,
  /** The image in the floppy drive; null where it is empty. Absolute where not said otherwise. */
  floppy: filePathSchema.nullable(),
})
export type Hardware = z.infer<typeof hardwareSchema>

/** The same as consoles are told of it: zero where a configuration cannot be read. */
export const shownHardwareSchema = hardwareSchema.extend({ memory: z.int(), processors: z.int() })

/** What is plugged into a place, found: a VHD, or a CD/DVD drive with an image or without. Absolute paths. */
export const foundDriveSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('disk'), at: drivePositionSchema, path: z.string() }),
  z.object({ kind: z.literal('dvd'), at: drivePositionSchema, path: z.string().nullable() }),
])
export type FoundDrive = Readonly<z.infer<typeof foundDriveSchema>>

/** What an engine is given, and a saved state goes on with: the files of all media found. */
export const foundHardwareSchema = z.object({
  ...parts,
  drives: z.array(foundDriveSchema),
  floppy: z.string().nullable(),
})
export type FoundHardware = Omit<Readonly<z.infer<typeof foundHardwareSchema>>, 'drives'> & {
  readonly drives: readonly FoundDrive[]
}

/** Hardware without its files, as a saved state has it beside its own description of them; those of before had all the same. */
export const bareHardwareSchema = z.object({
  memory: z.int(),
  processors: parts.processors.default(1),
  scsiControllers: parts.scsiControllers.default(0),
  adapters: parts.adapters.default([{ kind: 'synthetic', address: null }]),
  serialPorts: parts.serialPorts.default([{ to: 'console' }]),
})
export type BareHardware = z.infer<typeof bareHardwareSchema>

/** What a new machine has besides memory and drives. */
export const usualHardware = {
  processors: 1,
  scsiControllers: 0,
  adapters: [{ kind: 'synthetic', address: null }],
  serialPorts: [{ to: 'console' }],
} satisfies Partial<Hardware>

/** Of a machine whose configuration cannot be read. */
export const unknownHardware: Hardware = {
  ...{ memory: 0, processors: 0, scsiControllers: 0, drives: [], floppy: null, adapters: [], serialPorts: [] },
}

/** The hardware among what else a value has. */
export function hardwareOf<Value extends Omit<FoundHardware, 'drives'> & { readonly drives: unknown }>(
  value: Value,
): Pick<Value, keyof Hardware> {
  const { memory, processors, scsiControllers, drives, floppy, adapters, serialPorts } = value
  return { memory, processors, scsiControllers, drives, floppy, adapters, serialPorts }
}

function isEachAlone(drives: readonly { readonly at: string }[]): boolean {
  return new Set(drives.map(({ at }) => at)).size === drives.length
}
