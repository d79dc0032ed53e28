import { computed, reactive } from 'vue'
import { defaultDiskCapacity, type DiskTask, type DiskType } from '#shared/disk.ts'
import { readFailure } from '../fields/disk-failure.ts'
import { joinPath, splitPath, withExtension, type PathHost } from '../fields/host-path.ts'
import type { Refusals } from '../../../fields/refusal.ts'
import { nameRefusal, pathRefusal, refused, sizeRefusal } from '../fields/refusal.ts'
import { bytesOf, sizeOf, type Size } from '../../../fields/size.ts'
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
  /** The file a qcow2 image is based on; empty for none. */
  backing: string
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

/** The New Virtual Hard Disk wizard's state: what was entered, what is refused, and the task that comes of it. */
export function useNewDiskDraft(host: PathHost, folder: string, proposedName: string) {
  const draft = reactive<Draft>({
    type: 'dynamic',
    name: proposedName,
    location: folder,
    content: 'blank',
    size: sizeOf(defaultDiskCapacity),
    source: '',
    backing: '',
    parent: '',
  })

  const path = computed(() => withExtension(joinPath(draft.location.trim(), draft.name.trim(), host), ['.vhd']))

  function check(): Refusals<Field> {
    const differencing = draft.type === 'differencing'
    const copy = !differencing && draft.content === 'copy'
    return refused<Field>({
      name: nameRefusal(draft.name),
      location: pathRefusal(draft.location, host),
      size: differencing || copy ? null : sizeRefusal(draft.size),
      source: copy ? pathRefusal(draft.source, host) : null,
      backing: copy && draft.backing.trim() !== '' ? pathRefusal(draft.backing, host) : null,
      parent: differencing ? pathRefusal(draft.parent, host) : null,
    })
  }

  const { refusals, validate, refuse: refuseField } = useRefusals(pageOfField, check)

  /** Of a draft that is in order. */
  const task = computed((): DiskTask => {
    const { type, content } = draft
    if (type === 'differencing') return { kind: 'createChildDisk', path: path.value, parent: draft.parent.trim() }
    if (content === 'blank') return { kind: 'createDisk', path: path.value, type, capacity: bytesOf(draft.size) ?? 0 }
    const backing = draft.backing.trim()
    return {
      kind: 'convertDisk',
      path: path.value,
      source: draft.source.trim(),
      format: type,
      backing: backing === '' ? null : backing,
    }
  })

  /** Takes in the host's failure; returns the page to correct it on, or null where no field is to blame. */
  function refuse(error: unknown): PageId | null {
    const { problem, path: file, parent, input } = readFailure(error)
    if (problem === 'PARENT_NEEDED' && parent !== null) return refuseField('backing', { kind: 'backingNeeded', parent })
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
    return file === draft.backing.trim() ? 'backing' : null
  }

  return { host, draft, refusals, path, task, validate, refuse }
}

export type DraftState = ReturnType<typeof useNewDiskDraft>
