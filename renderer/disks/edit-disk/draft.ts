import { computed, reactive, ref, shallowRef } from 'vue'
import type { DiskFacts, DiskTask } from '#shared/disk.ts'
import { isDiskRisk } from '#shared/disk-error.ts'
import { readFailure } from '../fields/disk-failure.ts'
import { splitPath, withExtension, withoutExtension, type PathHost } from '../fields/host-path.ts'
import type { Refusals } from '../../fields/refusal.ts'
import { pathRefusal, refused, sizeRefusal } from '../fields/refusal.ts'
import { bytesOf, sizeOf, type Size } from '../../fields/size.ts'
import { useRefusals } from '../fields/use-refusals.ts'
import { actionsFor, type EditAction } from './edit-action.ts'

export type PageId = 'locate' | 'action' | 'configure' | 'summary'

export const targetFormats = ['dynamic', 'fixed', 'raw'] as const
export type TargetFormat = (typeof targetFormats)[number]

/** What the wizard has been told so far. */
export interface Draft {
  path: string
  action: EditAction
  format: TargetFormat
  size: Size
  mergeInto: 'parent' | 'new'
  parent: string
  acceptOther: boolean
  force: boolean
}

export type Field = 'path' | 'target' | 'size' | 'parent'

const pageOfField: Readonly<Record<Field, PageId>> = {
  path: 'locate',
  target: 'configure',
  size: 'configure',
  parent: 'configure',
}

const configured: ReadonlySet<EditAction> = new Set(['convert', 'expand', 'merge', 'reconnect'])

/** The Edit Virtual Hard Disk wizard's state: the disk, what is to be done to it, and the task that comes of it. */
export function useEditDraft(host: PathHost, path: string) {
  const draft = reactive<Draft>({
    path,
    action: 'check',
    format: 'dynamic',
    size: sizeOf(0),
    mergeInto: 'parent',
    parent: '',
    acceptOther: false,
    force: false,
  })
  /** As the host told it, the disk, then its parents. */
  const chain = shallowRef<readonly DiskFacts[]>([])
  /** The path `chain` was asked for. */
  const inspected = ref<string | null>(null)
  /** Whether the host does it only where the user says so once more. */
  const needsConsent = ref(false)
  const typedTarget = ref<string | null>(null)

  const disk = computed(() => (inspected.value === draft.path.trim() ? (chain.value[0] ?? null) : null))
  const actions = computed(() => (disk.value === null ? [] : actionsFor(chain.value)))
  const pages = computed((): PageId[] =>
    disk.value !== null && configured.has(draft.action)
      ? ['locate', 'action', 'configure', 'summary']
      : ['locate', 'action', 'summary'],
  )

  /** The types a disk can be converted to: all but its own. */
  const formats = computed(() => targetFormats.filter((format) => format !== disk.value?.type))

  /** Whether a new file is to be made. */
  const makesFile = computed(
    () => draft.action === 'convert' || (draft.action === 'merge' && draft.mergeInto === 'new'),
  )
  const raw = computed(() => draft.action === 'convert' && draft.format === 'raw')

  /** Beside the disk, under a name that says what it is; until the user types another. */
  const target = computed({
    get: () => typedTarget.value ?? proposedTarget(),
    set: (value) => (typedTarget.value = value),
  })
  const targetPath = computed(() => withExtension(target.value.trim(), raw.value ? ['.img', '.raw'] : ['.vhd']))

  function proposedTarget(): string {
    const base = withoutExtension(draft.path.trim())
    if (raw.value) return `${base}.img`
    return draft.action === 'merge' ? `${base}-merged.vhd` : `${base}-${draft.format}.vhd`
  }

  /** Takes in what the host told of the disk at `from`. */
  function takeIn(from: string, facts: readonly DiskFacts[]): void {
    const known = facts[0]
    inspected.value = from
    chain.value = facts
    typedTarget.value = null
    if (known === undefined) return
    draft.action = actionsFor(facts)[0] ?? 'check'
    draft.format = known.type === 'dynamic' ? 'fixed' : 'dynamic'
    draft.size = sizeOf(known.capacity)
    draft.mergeInto = 'parent'
    draft.parent = known.parent?.path ?? ''
    draft.acceptOther = false
    draft.force = false
    needsConsent.value = false
  }

  function check(): Refusals<Field> {
    return refused<Field>({
      path: pathRefusal(draft.path, host),
      target: makesFile.value ? pathRefusal(target.value, host) : null,
      size: draft.action === 'expand' ? sizeRefusal(draft.size, disk.value?.capacity ?? 0) : null,
      parent: draft.action === 'reconnect' ? pathRefusal(draft.parent, host) : null,
    })
  }

  const { refusals, validate, refuse: refuseField } = useRefusals(pageOfField, check)

  function makeTask(): DiskTask {
    const file = draft.path.trim()
    const consent = draft.force ? { force: true } : {}
    switch (draft.action) {
      case 'compact':
        return { kind: 'compactDisk', path: file, ...consent }
      case 'convert':
        return { kind: 'convertDisk', path: targetPath.value, source: file, format: draft.format, backing: [] }
      case 'expand':
        return { kind: 'expandDisk', path: file, capacity: bytesOf(draft.size) ?? 0, ...consent }
      case 'merge':
        return {
          kind: 'mergeDisk',
          path: file,
          into: draft.mergeInto === 'new' ? targetPath.value : null,
          ...consent,
        }
      case 'reconnect':
        return {
          kind: 'reconnectDisk',
          path: file,
          parent: draft.parent.trim(),
          acceptOther: draft.acceptOther,
          ...consent,
        }
      case 'check':
        return { kind: 'checkDisk', path: file, repair: false }
    }
  }

  /** Of a draft that is in order. */
  const task = computed(makeTask)

  /** Takes in a failure to inspect the disk. */
  function refusePath(error: unknown): PageId {
    return refuseField('path', { kind: 'host', error })
  }

  /** Takes in the host's failure; returns the page to correct it on, or null where no field is to blame. */
  function refuse(error: unknown): PageId | null {
    const { problem } = readFailure(error)
    needsConsent.value = isDiskRisk(problem)
    const field = needsConsent.value ? null : fieldOf(error)
    return field === null ? null : refuseField(field, { kind: 'host', error })
  }

  function fieldOf(error: unknown): Field | null {
    const { problem, path: file, parent, input } = readFailure(error)
    if (input === 'capacity') return 'size'
    if (draft.action === 'expand' && (problem === 'TOO_LARGE' || problem === 'TOO_SMALL')) return 'size'
    // The host makes the folder where it is missing, or cannot.
    const targets = [targetPath.value, splitPath(targetPath.value, host).folder]
    if (makesFile.value && ((file !== null && targets.includes(file)) || input === 'into')) return 'target'
    if (draft.action !== 'reconnect') return null
    const named = draft.parent.trim()
    return file === named || parent === named || input === 'parent' ? 'parent' : null
  }

  return {
    host,
    draft,
    chain,
    disk,
    actions,
    pages,
    formats,
    target,
    targetPath,
    refusals,
    needsConsent,
    task,
    takeIn,
    validate,
    refuse,
    refusePath,
  }
}

export type DraftState = ReturnType<typeof useEditDraft>
