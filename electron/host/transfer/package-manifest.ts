import * as z from 'zod'
import { machineIdSchema } from '#shared/machine.ts'

/** Version of what an export makes. Raise it when an older program could misunderstand it. */
export const packageFormat = 1

export const manifestFile = 'manifest.json'
export const configurationFile = 'machine.json'

/** Bytes; more files than a manifest of this size can name, no machine has. */
export const longestManifest = 4 * 2 ** 20

const digestSchema = z.string().regex(/^[0-9a-f]{64}$/)

const packedFileSchema = z.strictObject({
  /** Relative, with forward slashes. */
  path: z.string().min(1).max(1000),
  /** Bytes. */
  size: z.int().nonnegative(),
  sha256: digestSchema,
  /** Milliseconds since the epoch. */
  modified: z.number().nonnegative().max(8.64e15),
})
export type PackedFile = z.infer<typeof packedFileSchema>

/** `manifest.json` of what an export makes, the last file of an archive: what else there is, and how to tell that it is whole. */
export const manifestSchema = z.strictObject({
  format: z.literal(packageFormat),
  /** Version of the program. */
  program: z.string().max(100),
  /** ISO 8601, UTC. */
  exportedAt: z.iso.datetime(),
  machine: z.strictObject({ id: machineIdSchema, name: z.string().max(100) }),
  snapshots: z.int().nonnegative(),
  hasState: z.boolean(),
  /** What the engine calls the version of the saved states; null where there are none. */
  states: z.string().max(200).nullable(),
  files: z.array(packedFileSchema),
  /** The discs of templates in its drives as they were; those that were not there have no digest. */
  templates: z.array(z.strictObject({ name: z.string().max(100), sha256: digestSchema.nullable() })),
  /** Images in its drives that were left out. */
  missingMedia: z.array(z.string().max(4096)),
})
export type PackageManifest = z.infer<typeof manifestSchema>
