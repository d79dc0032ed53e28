import type { ErrorCode } from '#shared/errors.ts'
import { asKnownError } from '#shared/messages/index.ts'

/** What the wizard asks for. */
export type Field = 'name' | 'location' | 'notes' | 'memory' | 'template' | 'image' | 'floppy' | 'capacity' | 'disk'

const fieldOfCode: Partial<Record<ErrorCode, Field>> = {
  MACHINE_NAME_TAKEN: 'name',
  FOLDER_UNUSABLE: 'location',
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
  MEDIA_NEEDS_EFI: 'image',
}

const fieldOfInput: Readonly<Record<string, Field>> = {
  name: 'name',
  location: 'location',
  notes: 'notes',
  memory: 'memory',
  dvd: 'image',
  'dvd.path': 'image',
  floppy: 'floppy',
  'disk.path': 'disk',
  'disk.capacity': 'capacity',
}

/**
 * Field an error of the host concerns; null where it concerns none. `diskField` is the one that says which disk was
 * asked for, `floppy` the image that was, if any.
 */
export function fieldOf(error: unknown, diskField: Field | null, floppy: string | null): Field | null {
  const known = asKnownError(error)
  if (known === null) return null
  if (floppy !== null && 'path' in known.facts && known.facts.path === floppy) return 'floppy'
  if (known.code === 'DISK_FAILED' || known.code === 'DISK_ATTACHED') return diskField
  if (known.code !== 'INPUT_INVALID') return fieldOfCode[known.code] ?? null
  return fieldOfInput[known.facts.issues[0]?.path ?? ''] ?? null
}
