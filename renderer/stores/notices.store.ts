import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { MachineCommand } from '#shared/machine-state.ts'

/** What was attempted when something failed. */
export interface Attempt {
  readonly kind:
    | MachineCommand
    | 'secureAttention'
    | 'restore'
    | 'openConnection'
    | 'insertMedia'
    | 'ejectMedia'
    | 'cancelJob'
    | 'listJobs'
    | 'listEvents'
    | 'renameSnapshot'
    | 'removeHost'
    /** What is entered in a dialog. */
    | 'dialog'
  /** The machine's name, where it is about one that is known. */
  readonly machine: string | null
}

/** What can be done about a failure at once, where there is something. */
export interface Remedy {
  readonly kind: 'startAnew'
  readonly carryOut: () => void
}

export interface Notice {
  readonly id: number
  readonly attempt: Attempt
  /** As thrown, so that it is described in the language of the moment it is read. */
  readonly error: unknown
  readonly remedy: Remedy | null
}

/** The one place where failed commands go; they are shown one after the other. */
export const useNoticesStore = defineStore('notices', () => {
  const notices = shallowRef<readonly Notice[]>([])
  let lastId = 0

  function report(attempt: Attempt, error: unknown, remedy: Remedy | null = null): void {
    lastId += 1
    notices.value = [...notices.value, { id: lastId, attempt, error, remedy }]
  }

  /** Resolves to whether it was done; a failure is shown to the user. */
  async function attempt(
    what: Attempt,
    run: () => Promise<unknown>,
    remedyFor: (error: unknown) => Remedy | null = () => null,
  ): Promise<boolean> {
    try {
      await run()
      return true
    } catch (error) {
      report(what, error, remedyFor(error))
      return false
    }
  }

  function dismiss(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id)
  }

  return { notices, report, attempt, dismiss }
})
