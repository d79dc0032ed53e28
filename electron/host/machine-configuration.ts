import path from 'node:path'
import { z } from 'zod'
import { driveSchema, filePathSchema, firstDvdPosition, type Drive } from '#shared/drive.ts'
import { machineIdSchema, machineNameSchema, maximumMemory, minimumMemory } from '#shared/machine.ts'

/** Version of the configuration file this program writes. Raise it with a migration from the one before. */
export const currentSchema = 2

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
}

/**
 * What `machine.json` in a machine's folder says. Unknown keys are an error: leaving one out silently would lose it at
 * the next write. The paths of disks and images inside the folder are relative, with forward slashes, so the folder can be moved.
 */
const configurationSchema = z.strictObject({
  schema: z.literal(currentSchema),
  id: machineIdSchema,
  name: machineNameSchema,
  notes: z.string().max(40_000),
  /** Megabytes. */
  memory: z.int().min(minimumMemory).max(maximumMemory),
  engine: z.literal('embedded'),
  drives: z.array(driveSchema).refine(isEachAlone, { message: 'two drives at one position' }),
  floppy: filePathSchema.nullable(),
  /** ISO 8601, UTC. */
  createdAt: z.iso.datetime(),
})
export type MachineConfiguration = Omit<z.infer<typeof configurationSchema>, 'schema'>

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly code: 'CONFIGURATION_CORRUPT' | 'CONFIGURATION_NEWER'

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
  const { id, name, notes, memory, engine, createdAt } = parsed.data
  const { drives, floppy } = mapFiles(parsed.data, (file) => path.resolve(folder, file))
  return { id, name, notes, memory, engine, drives, floppy, createdAt }
}

export function formatConfiguration(configuration: MachineConfiguration, folder: string): string {
  const files = mapFiles(configuration, (file) => relativeInside(folder, file))
  return JSON.stringify({ schema: currentSchema, ...configuration, ...files }, null, 2) + '\n'
}

function isEachAlone(drives: readonly Drive[]): boolean {
  return new Set(drives.map(({ at }) => at)).size === drives.length
}

function mapFiles(
  { drives, floppy }: Pick<MachineConfiguration, 'drives' | 'floppy'>,
  map: (file: string) => string,
): Pick<MachineConfiguration, 'drives' | 'floppy'> {
  return { drives: drives.map((drive) => mapDrive(drive, map)), floppy: floppy === null ? null : map(floppy) }
}

function mapDrive(drive: Drive, map: (file: string) => string): Drive {
  if (drive.kind === 'disk') return { ...drive, path: map(drive.path) }
  const { media } = drive
  return media.kind === 'image' ? { ...drive, media: { ...media, path: map(media.path) } } : drive
}

function relativeInside(folder: string, file: string): string {
  const relative = path.relative(folder, file)
  const outside = relative === '' || relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)
  return outside ? file : relative.split(path.sep).join('/')
}
