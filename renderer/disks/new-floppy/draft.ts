import { computed, reactive, shallowRef } from 'vue'
import type { DiskTask } from '#shared/disk.ts'
import { floppyCapacities, type FloppyName } from '#shared/floppy.ts'
import { readFailure } from '../fields/disk-failure.ts'
import { joinPath, splitPath, withExtension, type PathHost } from '../fields/host-path.ts'
import type { Refusal, Refusals } from '../../fields/refusal.ts'
import { nameRefusal, pathRefusal, refused } from '../fields/refusal.ts'

type Field = 'name' | 'location'

/** What the dialog for a new floppy disk was told, and the task that comes of it. */
export function useFloppyDraft(host: PathHost, folder: string, proposedName: string) {
  const draft = reactive<{ name: string; location: string; size: FloppyName }>({
    name: proposedName,
    location: folder,
    size: '1.44M',
  })
  const refusals = shallowRef<Refusals<Field>>({})
  const path = computed(() => withExtension(joinPath(draft.location.trim(), draft.name.trim(), host), ['.vfd']))

  const task = computed((): DiskTask => ({
    kind: 'createFloppy',
    path: path.value,
    capacity: floppyCapacities[draft.size],
  }))

  /** Whether all is in order. */
  function validate(): boolean {
    refusals.value = refused<Field>({ name: nameRefusal(draft.name), location: pathRefusal(draft.location, host) })
    return Object.keys(refusals.value).length === 0
  }

  /** Takes in the host's failure; false where no field is to blame. */
  function refuse(error: unknown): boolean {
    const { problem, path: file, input } = readFailure(error)
    // The host makes the folder where it is missing, or cannot.
    const places = [path.value, splitPath(path.value, host).folder]
    if (input !== 'path' && (file === null || !places.includes(file))) return false
    const refusal: Refusal = { kind: 'host', error }
    refusals.value = problem === 'ALREADY_EXISTS' ? { name: refusal } : { location: refusal }
    return true
  }

  return { draft, refusals, path, task, validate, refuse }
}
