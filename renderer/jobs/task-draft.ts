import type { Task } from './use-task.ts'

/** What is entered in the dialog of a task. */
export interface TaskDraft<Wanted extends Task> {
  /** False where something is refused, which the fields show then. */
  validate(): boolean
  /** Shows an error of the host at the field it concerns; false where it concerns none. */
  refuse(error: unknown): boolean
  readonly task: { readonly value: Wanted }
}
