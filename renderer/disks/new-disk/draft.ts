import { computed, reactive, ref } from 'vue'
import type { DiskErrorCode } from '#shared/disk-error.ts'
import { defaultDiskCapacity, type DiskTask, type DiskType } from '#shared/disk.ts'
import { readFailure } from '../fields/disk-failure.ts'
import { joinPath, splitPath, withExtension, type PathHost } from '../fields/host-path.ts'
import type { Refusal, Refusals } from '../../fields/refusal.ts'
import { nameRefusal, pathRefusal, refused, sizeRefusal } from '../fields/refusal.ts'
import { bytesOf, sizeOf, type Size } from '../../fields/size.ts'
import { useRefusals } from '../fields/use-refusals.ts'

export const pages = ['type', 'location', 'content', 'summary'] as const
export type PageId = (typeof pages)[number]

/** What the wizard has been told so far. */
export interface Draft {
  type: DiskType
  name: string
  location: string
  /** Of a disk that is no differencing one. */
  content: 'blank' | 'copy'
  size: Size
  source: string
  /** Takes the source's bytes as they are; offered once it was refused as being of no format known. */
  raw: boolean
  /** What the source is based on, the nearest first; the last one is empty. */
  backing: readonly string[]
  parent: string
}

export type Field = 'name' | 'location' | 'size' | 'source' | 'backing' | 'parent'

const pageOfField: Readonly<Record<Field, PageId>> = {
  name: 'location',
  location: 'location',
  size: 'content',
  source: 'content',
  backing: 'content',
  parent: 'content',
}

/** What is wrong with what a source is based on. */
const ofBacking: ReadonlySet<DiskErrorCode> = new Set([
  'PARENT_NEEDED',
  'PARENT_NOT_FOUND',
  'PARENT_MISMATCH',
  'PARENT_CHANGED',
  'OTHER_PARENT_NAMED',
  'NOT_DIFFERENCING',
])

/** The New Virtual Hard Disk wizard's state: what was entered, what is refused, and the task that comes of it. */
export function useNewDiskDraft(host: PathHost, folder: string, proposedName: string) {
  const draft = reactive<Draft>({
    type: 'dynamic',
    name: proposedName,
    location: folder,
    content: 'blank',
    size: sizeOf(defaultDiskCapacity),
    source: '',
    raw: false,
    backing: [''],
    parent: '',
  })

  /** The source that the host takes for a disk only where the user says so. */
  const unknownSource = ref<string | null>(null)
  const mayBeRaw = computed(() => unknownSource.value === draft.source.trim())
  /** The place in `draft.backing` that the refusal of `backing` is about. */
  const refusedBacking = ref(0)
  const namedBacking = computed(() => draft.backing.map((file) => file.trim()).filter((file) => file !== ''))

  function nameBacking(place: number, file: string): void {
    const files = draft.backing.with(place, file)
    draft.backing = files.at(-1)?.trim() === '' ? files : [...files, '']
  }

  const path = computed(() => withExtension(joinPath(draft.location.trim(), draft.name.trim(), host), ['.vhd']))

  function check(): Refusals<Field> {
    const differencing = draft.type === 'differencing'
    const copy = !differencing && draft.content === 'copy'
    return refused<Field>({
      name: nameRefusal(draft.name),
      location: pathRefusal(draft.location, host),
      size: differencing || copy ? null : sizeRefusal(draft.size),
      source: copy ? pathRefusal(draft.source, host) : null,
      backing: copy ? backingRefusal() : null,
      parent: differencing ? pathRefusal(draft.parent, host) : null,
    })
  }

  function backingRefusal(): Refusal | null {
    for (const [place, file] of draft.backing.entries()) {
      const refusal = file.trim() === '' ? null : pathRefusal(file, host)
      refusedBacking.value = place
      if (refusal !== null) return refusal
    }
    return null
  }

  const { refusals, validate, refuse: refuseField } = useRefusals(pageOfField, check)

  /** Of a draft that is in order. */
  const task = computed((): DiskTask => {
    const { type, content } = draft
    if (type === 'differencing') return { kind: 'createChildDisk', path: path.value, parent: draft.parent.trim() }
    if (content === 'blank') return { kind: 'createDisk', path: path.value, type, capacity: bytesOf(draft.size) ?? 0 }
    return {
      kind: 'convertDisk',
      path: path.value,
      source: draft.source.trim(),
      format: type,
      backing: namedBacking.value,
      ...(mayBeRaw.value && draft.raw ? { raw: true } : {}),
    }
  })

  /** Takes in the host's failure; returns the page to correct it on, or null where no field is to blame. */
  function refuse(error: unknown): PageId | null {
    const { problem, path: file, parent, input } = readFailure(error)
    const isCopy = draft.type !== 'differencing' && draft.content === 'copy'
    if (isCopy && problem !== null && ofBacking.has(problem)) {
      const place = file === null ? -1 : [draft.source.trim(), ...namedBacking.value].indexOf(file)
      refusedBacking.value = place < 0 ? namedBacking.value.length : place
      const isNeeded = problem === 'PARENT_NEEDED' && parent !== null && parent !== ''
      return refuseField('backing', isNeeded ? { kind: 'backingNeeded', parent } : { kind: 'host', error })
    }
    if (isCopy && problem === 'NOT_OF_ITS_NAME' && file === draft.source.trim()) unknownSource.value = file
    const field = fieldOf(problem, file, input)
    return field === null ? null : refuseField(field, { kind: 'host', error })
  }

  function fieldOf(problem: string | null, file: string | null, input: string | null): Field | null {
    if (input === 'capacity') return 'size'
    if (input === 'source' || input === 'backing' || input === 'parent') return input
    if (draft.type !== 'differencing' && draft.content === 'blank') {
      if (problem === 'TOO_LARGE' || problem === 'TOO_SMALL') return 'size'
    }
    if (input === 'path' || file === path.value) return problem === 'ALREADY_EXISTS' ? 'name' : 'location'
    if (file === null) return null
    // The host makes the folder where it is missing, or cannot.
    if (file === splitPath(path.value, host).folder) return 'location'
    if (draft.type === 'differencing') return file === draft.parent.trim() ? 'parent' : null
    if (file === draft.source.trim()) return 'source'
    const place = draft.backing.findIndex((named) => named.trim() === file)
    if (place >= 0) refusedBacking.value = place
    return place < 0 ? null : 'backing'
  }

  return {
    host,
    draft,
    refusals,
    refusedBacking,
    namedBacking,
    nameBacking,
    mayBeRaw,
    path,
    task,
    validate,
    refuse,
  }
}

export type DraftState = ReturnType<typeof useNewDiskDraft>
