import { watch, type WatchHandle } from 'vue'
import { useNoticesStore } from './notices.store.ts'
import { SubjectGoneError } from './subject-gone-error.ts'

/**
 * Ends a dialog whose subject is deleted while it is open, and says so: what was entered there must not be lost without a
 * word. `end` closes the dialog, after which nothing is said of what goes. Gives what ends the watching, for callers
 * outside of a component.
 */
export function watchSubject(
  subject: () => { readonly name: string } | null,
  isOpen: () => boolean,
  end: () => void,
): WatchHandle {
  const notices = useNoticesStore()
  return watch(subject, (now, before) => {
    if (now !== null || before === null || !isOpen()) return
    end()
    notices.report({ kind: 'dialog', machine: before.name }, new SubjectGoneError())
  })
}
