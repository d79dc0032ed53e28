import { computed, reactive, ref, shallowRef } from 'vue'
import type { Drive } from '#shared/drive.ts'
import type { Machine } from '#shared/machine.ts'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import { packageExtension, type ExportMachine } from '#shared/transfer.ts'
import type { Task } from '../../jobs/use-task.ts'
import { readFailure } from '../../disks/fields/disk-failure.ts'
import { joinPath, splitPath, withExtension, type PathHost } from '../../disks/fields/host-path.ts'
import type { Refusal } from '../../fields/refusal.ts'
import { pathRefusal } from './path-rule.ts'

export const exportFormats = ['file', 'folder'] as const
export type ExportFormat = (typeof exportFormats)[number]

const extension = `.${packageExtension}` as const

/** The parts of a machine that can be left out. */
export const exportParts = ['state', 'snapshots', 'media'] as const
export type ExportPart = (typeof exportParts)[number]

export interface ExportTask extends Task {
  readonly input: ExportMachine
}

/** What the dialog for an export was told, and the task that comes of it. Without a snapshot the machine is exported. */
export function useExportDraft(host: PathHost, machine: () => Machine, snapshot: MachineSnapshot | null) {
  const wanted = reactive<Record<ExportPart, boolean>>({ state: true, snapshots: true, media: false })
  const chosenFormat = ref<ExportFormat>('file')
  const typed = ref<string | null>(null)
  const refusal = shallowRef<Refusal>()

  /** Of the file or folder as chosen; a path that was typed stays, with or without the extension. */
  const format = computed({
    get: () => chosenFormat.value,
    set(next) {
      if (typed.value !== null) {
        const bare = typed.value.trim().replace(new RegExp(`\\${extension}$`, 'i'), '')
        typed.value = next === 'file' ? bare + extension : bare
      }
      chosenFormat.value = next
    },
  })
  const path = computed({
    get: () => typed.value ?? target(joinPath(joinPath(host.home, 'exports', host), proposedName(), host)),
    set(entered) {
      typed.value = entered
      refusal.value = undefined
    },
  })

  function proposedName(): string {
    const { name } = machine()
    if (snapshot === null) return name
    const said = snapshot.name.startsWith(name) ? snapshot.name : `${name} - ${snapshot.name}`
    // A snapshot's name may hold what no file's can, as the time it was taken.
    return said.replace(/[*?:<>/|\\"\p{Cc}]/gu, '-').replace(/[. ]+$/, '')
  }

  function target(entered: string): string {
    return format.value === 'file' ? withExtension(entered, [extension]) : entered
  }

  /** What there is that could go along. */
  const present = computed((): Readonly<Record<ExportPart, boolean>> => {
    const whole = snapshot ?? machine()
    const { snapshots, state } = machine()
    const kept = snapshot === null ? snapshots : []
    return {
      state: snapshot === null ? state === 'Saved' || kept.some(({ hasState }) => hasState) : snapshot.hasState,
      snapshots: kept.length > 0,
      media: [whole, ...kept].some(({ drives, floppy }) => floppy !== null || drives.some(holdsImage)),
    }
  })

  const task = computed((): ExportTask => {
    const made = target(path.value.trim())
    const parts = { state: takes('state'), snapshots: takes('snapshots'), media: takes('media') }
    const from = snapshot === null ? {} : { snapshotId: snapshot.id }
    const input = { id: machine().id, path: made, format: format.value, ...parts, ...from }
    return { kind: 'exportMachine', path: made, input }
  })

  function takes(part: ExportPart): boolean {
    return present.value[part] && wanted[part]
  }

  /** Whether all is in order. */
  function validate(): boolean {
    refusal.value = pathRefusal(path.value, host)
    return refusal.value === undefined
  }

  /** Takes in the host's failure; false where the path is not to blame. */
  function refuse(error: unknown): boolean {
    const { path: file, input } = readFailure(error)
    const { folder, name } = splitPath(task.value.path, host)
    // The host makes the folder where it is missing, and what it exports under a name of its own first.
    const isTarget =
      file !== null &&
      (file === task.value.path || file === folder || file.startsWith(joinPath(folder, `.${name}`, host)))
    if (input !== 'path' && !isTarget) return false
    refusal.value = { kind: 'host', error }
    return true
  }

  return { format, path, wanted, present, refusal, task, validate, refuse }
}

function holdsImage(drive: Drive): boolean {
  return drive.kind === 'dvd' && drive.media.kind === 'image'
}
