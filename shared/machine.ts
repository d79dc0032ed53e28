import * as z from 'zod'
import { diskCapacitySchema, forceSchema } from './disk.ts'
import { dvdMediaSchema, filePathSchema, templateNameSchema } from './drive.ts'
import { engineIdSchema } from './engine.ts'
import { eventSchema } from './event.ts'
import { memorySchema, shownHardwareSchema } from './hardware.ts'
import { defaultSettings, machineSettingsSchema, undoActionSchema } from './machine-settings.ts'
import { machineStates } from './machine-state.ts'
import { visibleName } from './printable.ts'
import { snapshotIdSchema, machineSnapshotSchema } from './snapshot.ts'

/** Characters Virtual Server and every file system we run on refuse in a name. */
const forbiddenInNames = /[*?:<>/|\\"\p{Cc}]/u

/** Hyper-V allows 100 characters (Msvm_VirtualSystemSettingData.ElementName). */
export const machineNameSchema = z
  .string()
  .overwrite(visibleName)
  .trim()
  .min(1)
  .max(100)
  .refine((name) => !forbiddenInNames.test(name), {
    message: 'may not contain * ? : < > / | \\ " or control characters',
  })
  .refine((name) => !name.endsWith('.'), { message: 'may not end with a dot' })

export const machineIdSchema = z.string().min(1).max(100)

/** Why a machine in the list cannot be used: its configuration file is unreadable, or from a newer Viridian, or this host lacks its engine. */
export const machineProblemSchema = z.object({
  code: z.enum(['CONFIGURATION_CORRUPT', 'CONFIGURATION_NEWER', 'CONFIGURATION_FOREIGN', 'ENGINE_UNKNOWN']),
  /** Absolute path of the configuration file. */
  file: z.string(),
  detail: z.string(),
})
export type MachineProblem = z.infer<typeof machineProblemSchema>

export const machineSchema = z.object({
  id: machineIdSchema,
  name: z.string(),
  notes: z.string(),
  state: z.enum(machineStates),
  ...shownHardwareSchema.shape,
  /** The id of its engine; empty where its configuration cannot be read. */
  engine: z.string(),
  /** In the order they were taken. */
  snapshots: z.array(machineSnapshotSchema),
  /** The snapshot the machine, as it is now, came of. */
  currentSnapshot: snapshotIdSchema.nullable(),
  /** True where disks of deleted snapshots are still to be merged, which is done while it is not on. */
  mergePending: z.boolean(),
  undoDisks: z.object({
    enabled: z.boolean(),
    whenOff: undoActionSchema,
    /** True where there are undo disks that can be committed or discarded. */
    present: z.boolean(),
  }),
  settings: machineSettingsSchema,
  /** Absolute path of the machine's folder on the host. */
  folder: z.string(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** True while it waits for its delay, or its turn, to be started with the host. */
  waitingToStart: z.boolean(),
  problem: machineProblemSchema.nullable(),
  /** Why the machine last went off or stood still by itself; cleared when it is started or resumed. */
  fault: eventSchema.nullable(),
})
export type Machine = z.infer<typeof machineSchema>

/** What is true of a machine that has just been made. */
export const newMachine = {
  snapshots: [],
  currentSnapshot: null,
  mergePending: false,
  undoDisks: { enabled: false, whenOff: 'ask', present: false },
  settings: defaultSettings,
  waitingToStart: false,
} satisfies Partial<Machine>

export const cpuHistoryLength = 60

/** One second of a powered-on machine, as measured in its process. */
export const machineSampleSchema = z.object({
  /** Milliseconds since the epoch. */
  time: z.number(),
  /** Part of the second in which the virtual processor executed, 0 to 100: 100 less the time the guest was halted. */
  cpu: z.number(),
  /** Processor time of the machine's process, in percent of one host core (above 100 when several threads work). */
  process: z.number(),
  /** Resident memory of the machine's process, bytes. */
  resident: z.number(),
  /** Seconds since the machine was started. */
  uptime: z.number(),
  /** Read from and written to its disks and media since it was started or reset, bytes. */
  diskRead: z.number(),
  diskWritten: z.number(),
})
export type MachineSample = z.infer<typeof machineSampleSchema>

/** A sample as it is told to those who watch. */
export const newSampleSchema = z.object({ machineId: machineIdSchema, sample: machineSampleSchema })
export type NewSample = z.infer<typeof newSampleSchema>

/** The last samples of one machine, oldest first, at most `cpuHistoryLength`; empty while it is off. */
export const machineMetricsSchema = z.object({ machineId: machineIdSchema, samples: z.array(machineSampleSchema) })
export type MachineMetrics = z.infer<typeof machineMetricsSchema>

export const notesSchema = z.string().max(40_000)

/** The disk a new machine starts from. */
export const firstDiskSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  /** A new dynamic disk in the machine's folder. Capacity in bytes. */
  z.object({ kind: z.literal('new'), capacity: diskCapacitySchema }),
  z.object({ kind: z.literal('existing'), path: filePathSchema, force: forceSchema }),
  /** A differencing disk in the machine's folder, based on a template's. */
  z.object({ kind: z.literal('template'), template: templateNameSchema }),
])
export type FirstDisk = z.infer<typeof firstDiskSchema>

export const createMachineSchema = z.object({
  name: machineNameSchema,
  /** Without it the host's usual one. */
  engine: engineIdSchema.optional(),
  /** Megabytes; without it the template's recommendation, else 128. */
  memory: memorySchema.optional(),
  dvd: dvdMediaSchema,
  /** Without it the machine has no disk. */
  disk: firstDiskSchema.optional(),
  /** Image in the floppy drive; without it that is empty. */
  floppy: filePathSchema.optional(),
  notes: notesSchema.optional(),
  /** The folder its own folder is made in; without it the host's folder for new machines. */
  location: filePathSchema.optional(),
})
export type CreateMachine = z.infer<typeof createMachineSchema>

/** What is to be changed of a machine; what is left out stays. */
export const configureMachineSchema = z.object({
  name: machineNameSchema.optional(),
  notes: notesSchema.optional(),
  /** Megabytes. */
  memory: memorySchema.optional(),
  settings: machineSettingsSchema.partial().optional(),
})
export type ConfigureMachine = z.infer<typeof configureMachineSchema>

/** A ready-made guest the host can make machines from. */
export const templateSchema = z.object({
  name: z.string(),
  description: z.object({ en: z.string(), de: z.string() }),
  /** What machines made from it start from. */
  media: z.enum(['dvd', 'disk']),
  /** Recommended guest memory, megabytes. */
  memory: z.int(),
  /** False where its disc has not been made on this host; machines cannot be made from it then. */
  available: z.boolean(),
  /** The disc's version, from its manifest; empty where the disc has not been made. */
  version: z.string(),
})
export type Template = z.infer<typeof templateSchema>
