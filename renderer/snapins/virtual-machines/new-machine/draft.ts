import { ref, computed, reactive } from 'vue'
import type { ErrorCode } from '#shared/errors.ts'
import type { HostInfo } from '#shared/host.ts'
import {
  createMachineSchema,
  machineNameSchema,
  maximumMemory,
  minimumMemory,
  type CreateMachine,
  type Template,
} from '#shared/machine.ts'
import { asKnownError } from '#shared/messages/index.ts'

export const pages = ['name', 'memory', 'installation', 'summary'] as const
export type PageId = (typeof pages)[number]

export type Source = { kind: 'template'; name: string } | { kind: 'image' }

/** What the wizard has been told so far. */
export interface Draft {
  name: string
  notes: string
  /** As typed; the template's recommendation until the user changes it. */
  memory: number | ''
  source: Source
  imagePath: string
  start: boolean
}

/** Field -> why it is refused, as the last check or the host said. */
export type Refusals = Partial<Record<'name' | 'memory' | 'template' | 'image' | 'notes', Refusal>>

export type Refusal =
  | { kind: 'rule'; rule: 'nameMissing' | 'nameLong' | 'nameCharacters' | 'imageMissing' | 'imageRelative' }
  | { kind: 'memory'; minimum: number; maximum: number }
  | { kind: 'templateMissing' }
  /** The host's answer; described in the language of the moment. */
  | { kind: 'host'; error: unknown }

const pageOfField: Record<keyof Refusals, PageId> = {
  name: 'name',
  notes: 'name',
  memory: 'memory',
  template: 'installation',
  image: 'installation',
}

const fieldOfCode: Partial<Record<ErrorCode, keyof Refusals>> = {
  MACHINE_NAME_TAKEN: 'name',
  MEMORY_EXCEEDS_HOST: 'memory',
  TEMPLATE_NOT_FOUND: 'template',
  TEMPLATE_NOT_BUILT: 'template',
  MEDIA_NOT_FOUND: 'image',
  MEDIA_UNREADABLE: 'image',
  MEDIA_TRUNCATED: 'image',
  MEDIA_NOT_ISO: 'image',
  MEDIA_NOT_BOOTABLE: 'image',
}

/** Field an error of the host concerns; null where it concerns none. */
function fieldOf(error: unknown): keyof Refusals | null {
  const known = asKnownError(error)
  if (known === null) return null
  if (known.code !== 'INPUT_INVALID') return fieldOfCode[known.code] ?? null
  const path = known.facts.issues[0]?.path ?? ''
  if (path.startsWith('dvd')) return 'image'
  return path === 'name' || path === 'memory' || path === 'notes' ? path : null
}

/** The wizard's state: what was entered, what is refused, and the way to the host's input. */
export function useDraft(info: HostInfo | null, templates: readonly Template[], proposedName: string) {
  const available = templates.find((template) => template.available)
  const draft = reactive<Draft>({
    name: proposedName,
    notes: '',
    memory: available?.memory ?? 128,
    source: available === undefined ? { kind: 'image' } : { kind: 'template', name: available.name },
    imagePath: '',
    start: false,
  })
  const refusals = ref<Refusals>({})
  const memoryLimits = {
    minimum: minimumMemory,
    maximum: Math.min(maximumMemory, info?.maximumGuestMemory ?? maximumMemory),
  }

  function nameRefusal(): Refusal | null {
    const name = draft.name.trim()
    if (name === '') return { kind: 'rule', rule: 'nameMissing' }
    if (name.length > 100) return { kind: 'rule', rule: 'nameLong' }
    return machineNameSchema.safeParse(name).success ? null : { kind: 'rule', rule: 'nameCharacters' }
  }

  function memoryRefusal(): Refusal | null {
    const { minimum, maximum } = memoryLimits
    const { memory } = draft
    const fits = memory !== '' && Number.isInteger(memory) && memory >= minimum && memory <= maximum
    return fits ? null : { kind: 'memory', minimum, maximum }
  }

  function imageRefusal(): Refusal | null {
    const path = draft.imagePath.trim()
    if (path === '') return { kind: 'rule', rule: 'imageMissing' }
    const full = info?.platform === 'win32' ? /^([a-z]:)?[\\/]/i : /^\//
    return full.test(path) ? null : { kind: 'rule', rule: 'imageRelative' }
  }

  function check(): Refusals {
    const found: Refusals = {}
    const name = nameRefusal()
    if (name !== null) found.name = name
    const memory = memoryRefusal()
    if (memory !== null) found.memory = memory
    if (draft.source.kind === 'image') {
      const image = imageRefusal()
      if (image !== null) found.image = image
    } else {
      const { name: wanted } = draft.source
      const template = templates.find((candidate) => candidate.name === wanted)
      if (template?.available !== true) found.template = { kind: 'templateMissing' }
    }
    return found
  }

  function firstBadPage(found: Refusals): PageId | null {
    const bad = (Object.keys(found) as (keyof Refusals)[]).map((field) => pageOfField[field])
    return pages.find((page) => bad.includes(page)) ?? null
  }

  /** Checks one page, or with null all of them; returns the first page with something to correct. */
  function validate(page: PageId | null): PageId | null {
    const found = Object.entries(check()).filter(
      ([field]) => page === null || pageOfField[field as keyof Refusals] === page,
    )
    refusals.value = Object.fromEntries(found)
    return firstBadPage(refusals.value)
  }

  /** Takes in the host's refusal; returns the page to correct it on, or null where no field is to blame. */
  function refuse(error: unknown): PageId | null {
    const field = fieldOf(error)
    if (field === null) return null
    refusals.value = { [field]: { kind: 'host', error } }
    return pageOfField[field]
  }

  const input = computed<CreateMachine>(() =>
    createMachineSchema.parse({
      name: draft.name,
      memory: draft.memory,
      notes: draft.notes,
      dvd:
        draft.source.kind === 'template'
          ? { kind: 'template', template: draft.source.name }
          : { kind: 'image', path: draft.imagePath.trim() },
    }),
  )

  return { draft, refusals, memoryLimits, validate, refuse, input }
}

export type DraftState = ReturnType<typeof useDraft>

/** `New Virtual Machine`, numbered where that is taken. */
export function freeName(base: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((name) => name.toLowerCase()))
  if (!lower.has(base.toLowerCase())) return base
  for (let number = 2; ; number += 1) {
    const name = `${base} ${number}`
    if (!lower.has(name.toLowerCase())) return name
  }
}
