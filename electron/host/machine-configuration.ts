import path from 'node:path'
import * as z from 'zod'
import { drivePositionSchema, filePathSchema, firstDvdPosition, type Drive } from '#shared/drive.ts'
import { engineIdSchema } from '#shared/engine.ts'
import { hardwareOf, hardwareSchema } from '#shared/hardware.ts'
import { machineIdSchema, machineNameSchema, type MachineProblem } from '#shared/machine.ts'
import { defaultSettings, machineSettingsSchema, undoActionSchema } from '#shared/machine-settings.ts'
import { maximumSnapshots, snapshotIdSchema, snapshotNameSchema } from '#shared/snapshot.ts'
import { defaultStartup } from '#shared/startup.ts'
import { relativeInside } from './relative-path.ts'

/** Version of the configuration file this program writes. Raise it with a migration from the one before. */
export const currentSchema = 7

type Document = Record<string, unknown>

/** Version -> makes the document of the next version from one of this version. */
export type Migrations = Readonly<Record<number, (document: Document) => Document>>

const migrations: Migrations = {
  /** Machines had one CD/DVD drive and nothing else. */
  1: ({ dvd, ...document }) => ({
    ...document,
    drives: [{ kind: 'dvd', at: firstDvdPosition, media: dvd }],
    floppy: null,
  }),
  /** A file of this name was what made a machine Saved. */
  2: (document) => ({
    ...document,
    savedState: 'saved-state.bin',
    snapshots: [],
    currentSnapshot: null,
    retired: [],
    merging: null,
    undoDisks: { enabled: false, whenOff: 'ask', bases: [] },
    settings: defaultSettings,
    wasOn: false,
  }),
  /** Clones went on under their original's name. */
  3: (document) => ({ ...document, guestToBeNamed: false }),
  /** All machines tried the CD/DVD drive, then the hard disk, then the floppy drive. */
  4: (document) => ({ ...document, settings: { startup: defaultStartup, ...(document['settings'] as object) } }),
  /** Only the first machine of a ready-made disc went on from the booted guest, and was Saved. */
  5: (document) => ({ ...document, startsWarm: false }),
  /** The PC was the same for all but memory and drives. */
  6: (document) => {
    const added = {
      processors: 1,
      scsiControllers: 0,
      adapters: [{ kind: 'synthetic', address: null }],
      serialPorts: [{ to: 'console' }],
    }
    const snapshots = z.array(z.looseObject({})).safeParse(document['snapshots'])
    return {
      ...document,
      ...added,
      // What is no list of snapshots is found to be none further down.
      snapshots: snapshots.success
        ? snapshots.data.map((snapshot) => ({ ...snapshot, ...added }))
        : document['snapshots'],
    }
  },
}

const keptSnapshotSchema = z.strictObject({
  id: snapshotIdSchema,
  name: snapshotNameSchema,
  notes: z.string().max(40_000),
  parent: snapshotIdSchema.nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
  /** Nothing writes to its disks. */
  ...hardwareSchema.shape,
  /** File with what the guest was doing; a picture of its screen may lie beside it. */
  state: filePathSchema.nullable(),
  /** False while its state is being written; found so after a crash, the snapshot is deleted. */
  complete: z.boolean(),
})
export type KeptSnapshot = z.infer<typeof keptSnapshotSchema>

/**
 * What `machine.json` in a machine's folder says: the one truth about the machine. What it does not name in the folder of
 * its snapshots, and of saved states, is left over and may go. Unknown keys are an error: leaving one out silently would
 * lose it at the next write. Paths inside the folder are relative, with forward slashes, so the folder can be moved.
 */
const documentSchema = z.strictObject({
  schema: z.literal(currentSchema),
  id: machineIdSchema,
  name: machineNameSchema,
  notes: z.string().max(40_000),
  /** The host may not have it. */
  engine: engineIdSchema,
  ...hardwareSchema.shape,
  /** The file it goes on from, which makes it Saved; it may be a snapshot's. */
  savedState: filePathSchema.nullable(),
  snapshots: z.array(keptSnapshotSchema).max(maximumSnapshots).refine(isTree, { message: 'snapshots are no tree' }),
  currentSnapshot: snapshotIdSchema.nullable(),
  /** Disks no snapshot needs any more: each is to be merged with the one that is based on it. */
  retired: z.array(filePathSchema),
  /**
   * A disk that is being written into the retired one it is based on, or `done`: then what is based on the child is being
   * told so. Found so after a crash, this is brought to its end, and states are told of their disks as they are.
   */
  merging: z.strictObject({ child: filePathSchema, into: filePathSchema, done: z.boolean() }).nullable(),
  undoDisks: z.strictObject({
    enabled: z.boolean(),
    whenOff: undoActionSchema,
    /** The disks the undo disks in `drives` are based on; empty where there are none. */
    bases: z.array(z.strictObject({ at: drivePositionSchema, path: filePathSchema })),
  }),
  settings: machineSettingsSchema,
  /** It was on when its host closed. */
  wasOn: z.boolean(),
  /** Its guest goes on as another machine and is to be told this one's name, once an agent answers in it. */
  guestToBeNamed: z.boolean(),
  /** It was never on, and goes on from the state of its ready-made disc's guest where that fits its hardware. */
  startsWarm: z.boolean(),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
})
const configurationSchema = documentSchema.transform(({ schema: _schema, ...configuration }) => configuration)
export type MachineConfiguration = z.infer<typeof configurationSchema>

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly code: MachineProblem['code']

  constructor(code: ConfigurationError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** Brings a document of an older version to `current`, one version at a time. Throws `ConfigurationError`. */
export function migrate(document: unknown, steps: Migrations, current: number): Document {
  const versioned = z.looseObject({ schema: z.int().min(1) }).safeParse(document)
  if (!versioned.success) throw new ConfigurationError('CONFIGURATION_CORRUPT', z.prettifyError(versioned.error))
  let result: Document & { schema: number } = versioned.data
  if (result.schema > current) {
    throw new ConfigurationError(
      'CONFIGURATION_NEWER',
      `schema ${result.schema}; this version knows schemas up to ${current}`,
    )
  }
  while (result.schema < current) {
    const step = steps[result.schema]
    if (step === undefined) {
      throw new ConfigurationError('CONFIGURATION_CORRUPT', `schema ${result.schema} never existed`)
    }
    result = { ...step(result), schema: result.schema + 1 }
  }
  return result
}

/** Throws `ConfigurationError`. */
export function parseConfiguration(text: string, folder: string): MachineConfiguration {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw new ConfigurationError('CONFIGURATION_CORRUPT', error instanceof Error ? error.message : String(error))
  }
  const parsed = configurationSchema.safeParse(migrate(document, migrations, currentSchema))
  if (!parsed.success) throw new ConfigurationError('CONFIGURATION_CORRUPT', z.prettifyError(parsed.error))
  return mapFiles(parsed.data, (file) => path.resolve(folder, file))
}

export function formatConfiguration(configuration: MachineConfiguration, folder: string): string {
  const files = mapFiles(configuration, (file) => relativeInside(folder, file))
  return JSON.stringify({ schema: currentSchema, ...files }, null, 2) + '\n'
}

/** A parent that is missing is found by an examination; one that comes of its own child would never come to an end. */
function isTree(snapshots: readonly Pick<KeptSnapshot, 'id' | 'parent'>[]): boolean {
  const parents = new Map(snapshots.map(({ id, parent }) => [id, parent]))
  const endsAtRoot = (id: string) => {
    let at: string | null | undefined = id
    for (let steps = 0; steps <= snapshots.length; steps++) {
      at = parents.get(at)
      if (at === null || at === undefined) return true
    }
    return false
  }
  return parents.size === snapshots.length && snapshots.every(({ id }) => endsAtRoot(id))
}

/** The configuration with every path in it, changed. */
export function mapFiles(configuration: MachineConfiguration, map: (file: string) => string): MachineConfiguration {
  const mapOptional = (file: string | null) => (file === null ? null : map(file))
  const mapHardware = ({ drives, floppy }: Pick<MachineConfiguration, 'drives' | 'floppy'>) => ({
    drives: drives.map((drive) => mapDrive(drive, map)),
    floppy: mapOptional(floppy),
  })
  const { undoDisks, merging } = configuration
  return {
    ...configuration,
    ...mapHardware(configuration),
    savedState: mapOptional(configuration.savedState),
    snapshots: configuration.snapshots.map((snapshot) => ({
      ...snapshot,
      ...mapHardware(snapshot),
      state: mapOptional(snapshot.state),
    })),
    retired: configuration.retired.map(map),
    merging: merging && { ...merging, child: map(merging.child), into: map(merging.into) },
    undoDisks: { ...undoDisks, bases: undoDisks.bases.map(({ at, path: file }) => ({ at, path: map(file) })) },
  }
}

function mapDrive(drive: Drive, map: (file: string) => string): Drive {
  if (drive.kind === 'disk') return { ...drive, path: map(drive.path) }
  const { media } = drive
  return media.kind === 'image' ? { ...drive, media: { ...media, path: map(media.path) } } : drive
}

/** What a machine has of all this when it is made. */
export const newMachineHistory = {
  savedState: null,
  snapshots: [],
  currentSnapshot: null,
  retired: [],
  merging: null,
  undoDisks: { enabled: false, whenOff: 'ask', bases: [] },
  settings: defaultSettings,
  wasOn: false,
  guestToBeNamed: false,
  startsWarm: false,
} as const satisfies Partial<MachineConfiguration>

/** What consoles are told of it. */
export function describeConfiguration(configuration: MachineConfiguration) {
  const { id, name, notes, engine, settings, createdAt } = configuration
  const { enabled, whenOff, bases } = configuration.undoDisks
  const unfinished = configuration.snapshots.find(({ complete }) => !complete)
  const current = configuration.currentSnapshot
  return {
    ...{ id, name, notes, engine, settings, createdAt },
    ...hardwareOf(configuration),
    snapshots: configuration.snapshots.filter(({ complete }) => complete).map(describeSnapshot),
    currentSnapshot: unfinished?.id === current ? (unfinished?.parent ?? null) : current,
    mergePending: configuration.retired.length > 0 || configuration.merging !== null,
    undoDisks: { enabled, whenOff, present: bases.length > 0 },
  }
}

function describeSnapshot(snapshot: KeptSnapshot) {
  const { id, name, notes, parent, createdAt, state } = snapshot
  return { id, name, notes, parent, createdAt, hasState: state !== null, ...hardwareOf(snapshot) }
}
