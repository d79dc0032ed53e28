import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { DrivePosition, MediaPosition } from '#shared/drive.ts'
import type { MachineChange } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { useAskingAboutRisks } from '../../dialogs/asking-about-risks.ts'
import { useDrivesStore } from '../../stores/drives.store.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { isFullPath } from '../drives/full-path.ts'
import type { Refusal, Rule } from '../../fields/refusal.ts'
import { useWhyNot } from '../use-why-not.ts'
import { attachmentAt, isSame, pathOf, placesOf, trimmed, type Attachment } from './attachment.ts'
import { compareSteps, stepsBetween, type Step } from './steps.ts'

/** The drives of a machine as the pages of its settings show and change them. */
export interface HardwareDraft {
  at(position: MediaPosition): Attachment
  edit(position: MediaPosition, attachment: Attachment): void
  /** Why something cannot be changed now; null where it can. */
  whyNot(change: MachineChange): string | null
  readonly refusals: Readonly<Ref<Partial<Record<MediaPosition, Refusal>>>>
}

/**
 * The changes of a machine's drives that were entered and not applied yet. What was not touched follows the machine, so
 * that nothing is undone that another console changes meanwhile.
 */
export function useHardwareDraft(machine: () => Machine) {
  const drives = useDrivesStore()
  const host = useHostStore()
  const edits = shallowRef<ReadonlyMap<MediaPosition, Attachment>>(new Map())
  const refusals = ref<Partial<Record<MediaPosition, Refusal>>>({})
  const busy = ref(false)
  const why = useWhyNot()
  const askingAboutRisks = useAskingAboutRisks()

  function at(position: MediaPosition): Attachment {
    return edits.value.get(position) ?? attachmentAt(machine(), position)
  }

  /** Those that differ from the machine's, in their order. */
  const changed = computed(() => placesOf(machine()).filter((position) => edits.value.has(position)))

  function keep(wanted: ReadonlyMap<MediaPosition, Attachment>): void {
    const different = [...wanted].filter(([position, edit]) => !isSame(edit, attachmentAt(machine(), position)))
    edits.value = new Map(different)
  }
  watch(machine, (now, before) => {
    keep(edits.value)
    for (const position of changed.value) {
      const isSameAsBefore = isSame(attachmentAt(now, position), attachmentAt(before, position))
      if (!isSameAsBefore && !busy.value) refusals.value[position] = { kind: 'overtaken' }
    }
  })

  function edit(position: MediaPosition, attachment: Attachment): void {
    keep(new Map(edits.value).set(position, attachment))
    refusals.value = { ...refusals.value, [position]: undefined }
  }

  function whyNot(change: MachineChange): string | null {
    return why.of(machine(), change)
  }

  function ruleBroken(position: MediaPosition): Rule | null {
    const attachment = at(position)
    const path = pathOf(attachment)
    if (path === null) return null
    if (path === '') return attachment.kind === 'dvd' ? 'imageMissing' : 'pathMissing'
    if (isFullPath(path, host.info)) return null
    return attachment.kind === 'dvd' ? 'imageRelative' : 'pathRelative'
  }

  function run(position: MediaPosition, step: Step): Promise<void> {
    const { id } = machine()
    switch (step.kind) {
      case 'insert':
        return drives.insert(id, position, step.media)
      case 'eject':
        return drives.eject(id, position)
      case 'detach':
        return drives.detach(id, position as DrivePosition)
      case 'attach':
        return askingAboutRisks((consent) => drives.attach(id, position as DrivePosition, step.drive, consent))
      case 'replace':
        return askingAboutRisks((consent) => drives.replace(id, position as DrivePosition, step.drive, consent))
    }
  }

  function refuse(position: MediaPosition, refusal: Refusal): MediaPosition {
    refusals.value = { [position]: refusal }
    return position
  }

  async function carryOut(): Promise<MediaPosition | null> {
    const plan = changed.value.map((position) => ({
      position,
      steps: stepsBetween(attachmentAt(machine(), position), at(position)),
    }))
    for (const { position, steps } of plan.toSorted((a, b) => compareSteps(a.steps, b.steps))) {
      try {
        for (const step of steps) await run(position, step)
      } catch (error) {
        return refuse(position, { kind: 'host', error })
      }
    }
    return null
  }

  /** Makes the changes, one after the other; returns the place where one is refused, after which none is made. */
  async function apply(): Promise<MediaPosition | null> {
    refusals.value = {}
    edits.value = new Map([...edits.value].map(([position, attachment]) => [position, trimmed(attachment)]))
    for (const position of changed.value) {
      const rule = ruleBroken(position)
      if (rule !== null) return refuse(position, { kind: 'rule', rule })
    }
    busy.value = true
    try {
      return await carryOut()
    } finally {
      busy.value = false
    }
  }

  return { at, edit, whyNot, changed, refusals, busy, apply }
}
