import type { ErrorCode } from '#shared/errors.ts'
import { asKnownError } from '#shared/messages/index.ts'

export type Rule =
  | 'nameMissing'
  | 'nameLong'
  | 'nameCharacters'
  | 'imageMissing'
  | 'imageRelative'
  | 'fileMissing'
  | 'fileRelative'
  | 'pathMissing'
  | 'pathRelative'

export type Refusal =
  | { kind: 'rule'; rule: Rule }
  | { kind: 'memory' | 'number'; minimum: number; maximum: number }
  /** Gigabytes. */
  | { kind: 'capacity'; minimum: number; maximum: number }
  | { kind: 'templateMissing' }
  /** The host's answer; described in the language of the moment. */
  | { kind: 'host'; error: unknown }

export type Field = 'name' | 'notes' | 'memory' | 'template' | 'image' | 'capacity' | 'disk'

/** Field -> why it is refused, as the last check or the host said. */
export type Refusals = Partial<Record<Field, Refusal>>

const fieldOfCode: Partial<Record<ErrorCode, Field>> = {
  MACHINE_NAME_TAKEN: 'name',
  MEMORY_EXCEEDS_HOST: 'memory',
  TEMPLATE_NOT_FOUND: 'template',
  TEMPLATE_NOT_BUILT: 'template',
  TEMPLATE_UNUSABLE: 'template',
  TEMPLATE_MEMORY_FIXED: 'template',
  MEDIA_NOT_FOUND: 'image',
  MEDIA_UNREADABLE: 'image',
  MEDIA_TRUNCATED: 'image',
  MEDIA_NOT_ISO: 'image',
  MEDIA_NOT_BOOTABLE: 'image',
}

const fieldOfInput: Readonly<Record<string, Field>> = {
  name: 'name',
  notes: 'notes',
  memory: 'memory',
  dvd: 'image',
  'dvd.path': 'image',
  'disk.path': 'disk',
  'disk.capacity': 'capacity',
}

/**
 * Field an error of the host concerns; null where it concerns none. `diskField` is the one that says which disk was
 * asked for.
 */
export function fieldOf(error: unknown, diskField: Field | null): Field | null {
  const known = asKnownError(error)
  if (known === null) return null
  if (known.code === 'DISK_FAILED' || known.code === 'DISK_ATTACHED') return diskField
  if (known.code !== 'INPUT_INVALID') return fieldOfCode[known.code] ?? null
  return fieldOfInput[known.facts.issues[0]?.path ?? ''] ?? null
}
