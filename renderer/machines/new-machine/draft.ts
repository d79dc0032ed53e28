import { computed, reactive, ref } from 'vue'
import type { Consent } from '#shared/disk-risk.ts'
import type { DvdMedia } from '#shared/drive.ts'
import { memoryLimits as limitsOn } from '#shared/engine.ts'
import type { HostInfo } from '#shared/host.ts'
import { maximumMemory, minimumMemory } from '#shared/hardware.ts'
import { createMachineSchema, type CreateMachine, type FirstDisk, type Template } from '#shared/machine.ts'
import { createFromTemplateSchema, type OwnTemplate } from '#shared/own-template.ts'
import { isFullPath } from '../drives/full-path.ts'
import { capacityLimits, defaultCapacity, firstDisk, isCapacity, type DiskChoice } from './disk-choice.ts'
import { nameRuleBroken } from './name-rule.ts'
import type { Refusal, Refusals } from '../../fields/refusal.ts'
import { fieldOf, type Field } from './refusals.ts'

const allPages = ['name', 'memory', 'installation', 'disk', 'summary'] as const
export type PageId = (typeof allPages)[number]

export type Source =
  | { kind: 'template'; name: string }
  | { kind: 'own'; id: string }
  | { kind: 'image' }
  | { kind: 'floppy' }
  | { kind: 'later' }

function installs({ kind }: Source): boolean {
  return kind === 'image' || kind === 'floppy' || kind === 'later'
}

/** What the wizard has been told so far. */
export interface Draft {
  name: string
  notes: string
  /** Whether it is stored in a folder of the user's choice, and which. */
  elsewhere: boolean
  location: string
  /** As typed; the template's recommendation until the user changes it. */
  memory: number | ''
  source: Source
  imagePath: string
  floppyPath: string
  /** Null until the user chooses: what is sensible follows from the source. */
  disk: DiskChoice | null
  /** Of a new disk, gigabytes, as typed. */
  capacity: number | ''
  /** Of an existing disk. */
  diskPath: string
  start: boolean
}

const pageOfField: Readonly<Record<Field, PageId>> = {
  name: 'name',
  location: 'name',
  notes: 'name',
  memory: 'memory',
  template: 'installation',
  image: 'installation',
  floppy: 'installation',
  capacity: 'disk',
  disk: 'disk',
}

/** The wizard's state: what was entered, what is refused, and the way to the host's input. */
export function useDraft(
  info: HostInfo | null,
  templates: readonly Template[],
  proposedName: string,
  own: readonly OwnTemplate[] = [],
  defaultLocation = '',
) {
  const available = templates.find((template) => template.available)
  const draft = reactive<Draft>({
    name: proposedName,
    notes: '',
    elsewhere: false,
    location: defaultLocation,
    memory: available?.memory ?? 128,
    source: available === undefined ? { kind: 'image' } : { kind: 'template', name: available.name },
    imagePath: '',
    floppyPath: '',
    disk: null,
    capacity: defaultCapacity,
    diskPath: '',
    start: false,
  })
  const refusals = ref<Refusals<Field>>({})
  const memoryLimits = info === null ? { minimum: minimumMemory, maximum: maximumMemory } : limitsOn(info)

  const template = computed(() => {
    const { source } = draft
    return source.kind === 'template' ? (templates.find(({ name }) => name === source.name) ?? null) : null
  })
  const ownTemplate = computed(() => {
    const { source } = draft
    return source.kind === 'own' ? (own.find(({ id }) => id === source.id) ?? null) : null
  })
  /** A machine made from a template's disk, or of one of the user's own, starts from that: there is nothing to ask. */
  const diskOfTemplate = computed(() => template.value?.media === 'disk' || draft.source.kind === 'own')
  /** A guest that goes on has the memory it had. */
  const memoryIsFixed = computed(() => ownTemplate.value?.isWarm === true)
  const pages = computed(() =>
    allPages.filter(
      (page) => (page !== 'disk' || !diskOfTemplate.value) && (page !== 'memory' || !memoryIsFixed.value),
    ),
  )
  /** A ready-made disc needs no disk; from an image, and later, an operating system is mostly to be installed. */
  const diskChoice = computed<DiskChoice>(() => draft.disk ?? (installs(draft.source) ? 'new' : 'later'))

  function nameRefusal(): Refusal | null {
    const rule = nameRuleBroken(draft.name)
    return rule === null ? null : { kind: 'rule', rule }
  }

  function pathRefusal(entered: string): Refusal | null {
    const path = entered.trim()
    if (path === '') return { kind: 'rule', rule: 'pathMissing' }
    return isFullPath(path, info) ? null : { kind: 'rule', rule: 'pathRelative' }
  }

  function locationRefusal(): Refusal | null {
    return draft.elsewhere ? pathRefusal(draft.location) : null
  }

  function memoryRefusal(): Refusal | null {
    if (memoryIsFixed.value) return null
    const { minimum, maximum } = memoryLimits
    const { memory } = draft
    const fits = memory !== '' && Number.isInteger(memory) && memory >= minimum && memory <= maximum
    return fits ? null : { kind: 'number', minimum, maximum }
  }

  function templateRefusal(): Refusal | null {
    if (draft.source.kind !== 'template' || template.value?.available === true) return null
    return { kind: 'templateMissing' }
  }

  function imageRefusal(): Refusal | null {
    if (draft.source.kind !== 'image') return null
    const path = draft.imagePath.trim()
    if (path === '') return { kind: 'rule', rule: 'imageMissing' }
    return isFullPath(path, info) ? null : { kind: 'rule', rule: 'imageRelative' }
  }

  function floppyRefusal(): Refusal | null {
    return draft.source.kind === 'floppy' ? pathRefusal(draft.floppyPath) : null
  }

  function capacityRefusal(): Refusal | null {
    const asked = !diskOfTemplate.value && diskChoice.value === 'new'
    return !asked || isCapacity(draft.capacity) ? null : { kind: 'number', ...capacityLimits }
  }

  function diskRefusal(): Refusal | null {
    if (diskOfTemplate.value || diskChoice.value !== 'existing') return null
    return pathRefusal(draft.diskPath)
  }

  const checks: readonly (readonly [Field, () => Refusal | null])[] = [
    ['name', nameRefusal],
    ['location', locationRefusal],
    ['memory', memoryRefusal],
    ['template', templateRefusal],
    ['image', imageRefusal],
    ['floppy', floppyRefusal],
    ['capacity', capacityRefusal],
    ['disk', diskRefusal],
  ]

  /** Checks one page, or with null all of them; returns the first page with something to correct. */
  function validate(page: PageId | null): PageId | null {
    const found: Partial<Record<Field, Refusal>> = {}
    for (const [field, check] of checks) {
      const refusal = page === null || pageOfField[field] === page ? check() : null
      if (refusal !== null) found[field] = refusal
    }
    refusals.value = found
    return pages.value.find((id) => checks.some(([field]) => field in found && pageOfField[field] === id)) ?? null
  }

  /** Takes in the host's refusal; returns the page to correct it on, or null where no field is to blame. */
  function refuse(error: unknown): PageId | null {
    const asked = { new: 'capacity', existing: 'disk', later: null } as const
    const diskField = diskOfTemplate.value ? 'template' : asked[diskChoice.value]
    const field = fieldOf(error, diskField, drives.value.floppy ?? null)
    if (field === null) return null
    refusals.value = { [field]: { kind: 'host', error } }
    return pageOfField[field]
  }

  /** What the machine is to start from. */
  const drives = computed<{ dvd: DvdMedia; disk: FirstDisk; floppy?: string }>(() => {
    const { source, capacity, diskPath } = draft
    const disk = firstDisk({ choice: diskChoice.value, capacity, path: diskPath })
    if (source.kind === 'image') return { dvd: { kind: 'image', path: draft.imagePath.trim() }, disk }
    if (source.kind === 'floppy') return { dvd: { kind: 'none' }, disk, floppy: draft.floppyPath.trim() }
    if (source.kind === 'later') return { dvd: { kind: 'none' }, disk }
    if (source.kind === 'own') return { dvd: { kind: 'none' }, disk: { kind: 'none' } }
    const asked = { kind: 'template', template: source.name } as const
    return diskOfTemplate.value ? { dvd: { kind: 'none' }, disk: asked } : { dvd: asked, disk }
  })

  const place = computed(() => (draft.elsewhere ? { location: draft.location.trim() } : {}))

  const input = computed<CreateMachine>(() => {
    const { name, memory, notes } = draft
    return createMachineSchema.parse({ name, memory, notes, ...place.value, ...drives.value })
  })

  /** The same, where the user has been asked about the disk. */
  function inputWith(consent: Consent): CreateMachine {
    const { disk } = input.value
    return disk?.kind === 'existing' ? { ...input.value, disk: { ...disk, ...consent } } : input.value
  }

  /** What is asked for where one of the user's own templates was chosen; else null. */
  const inputOfOwn = computed(() => {
    if (ownTemplate.value === null) return null
    const { name, notes, memory } = createFromTemplateSchema
      .pick({ name: true, notes: true, memory: true })
      .parse({ name: draft.name, notes: draft.notes, memory: draft.memory })
    const wanted = memoryIsFixed.value || memory === undefined ? {} : { memory }
    return { templateId: ownTemplate.value.id, name, notes: notes ?? '', ...wanted, ...place.value }
  })

  return {
    draft,
    refusals,
    memoryLimits,
    pages,
    diskChoice,
    drives,
    ownTemplate,
    validate,
    refuse,
    input,
    inputWith,
    inputOfOwn,
  }
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
