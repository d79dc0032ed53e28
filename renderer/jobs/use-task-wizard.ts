import { computed, ref, shallowRef, type Ref } from 'vue'
import type { Job } from '#shared/job.ts'
import { noOutcome, type Outcome } from './outcome.ts'
import { useTask, type Task } from './use-task.ts'

/** What is entered in a wizard whose last page begins a task. */
export interface WizardDraft<Page extends string, Wanted extends Task> {
  /** Checks one page, or with null all of them; returns the first page with something to correct. */
  validate(page: Page | null): Page | null
  /** Shows an error of the host at the field it concerns; returns its page, or null where it concerns none. */
  refuse(error: unknown): Page | null
  readonly task: { readonly value: Wanted }
}

/** What has to be asked of the host before the pages behind the first make sense. */
export interface Examination<Page extends string> {
  readonly isKnown: () => boolean
  /** Asks, and takes in what is answered. */
  readonly ask: () => Promise<void>
  /** Shows why it was refused; returns the page to correct it on. */
  readonly refuse: (error: unknown) => Page
  /** Where it goes on once it is known. */
  readonly next: Page
}

export interface TaskWizard<Page extends string, Wanted extends Task> {
  readonly pages: () => readonly Page[]
  readonly draft: WizardDraft<Page, Wanted>
  readonly examination?: Examination<Page>
  /** Resolves with the job's id. */
  readonly start: (wanted: Wanted) => Promise<string>
  readonly completed: (job: Job) => void
  /** True where it sees to a failure itself. */
  readonly failed?: (error: unknown) => boolean
}

/**
 * The way through a wizard that ends with a task: to another page, forwards only past what is in order; back to what the
 * host refused; and what came of the task, on the last page.
 */
export function useTaskWizard<Page extends string, Wanted extends Task>(wizard: TaskWizard<Page, Wanted>) {
  const { draft, examination, pages } = wizard
  const page = shallowRef(pages()[0]) as Ref<Page>
  const busy = ref(false)
  const outcome = shallowRef<Outcome>(noOutcome)
  /** Goes up when the focus belongs on the page that is shown. */
  const turns = ref(0)
  const isFirst = computed(() => page.value === pages()[0])

  const work = useTask(wizard.start, {
    completed: wizard.completed,
    cancelled: () => showEnd({ kind: 'cancelled' }),
    failed: (error) => {
      if (wizard.failed?.(error) !== true) correct(error)
    },
  })

  function show(target: Page): void {
    page.value = target
    outcome.value = noOutcome
    turns.value += 1
  }

  function showEnd(how: Outcome): void {
    show(pages().at(-1) ?? page.value)
    outcome.value = how
  }

  /** Back to the field that an error concerns, else the error is told at the end. */
  function correct(error: unknown): void {
    const toCorrect = draft.refuse(error)
    if (toCorrect === null) showEnd({ kind: 'failed', error })
    else show(toCorrect)
  }

  /** Returns whether what has to be known is known. */
  async function examine({ isKnown, ask, refuse }: Examination<Page>): Promise<boolean> {
    if (isKnown()) return true
    busy.value = true
    try {
      await ask()
      return true
    } catch (error) {
      show(refuse(error))
      return false
    } finally {
      busy.value = false
    }
  }

  /** Forwards only past what is in order, and one by one from what is not known yet. */
  async function turnTo(target: Page): Promise<void> {
    if (busy.value) return
    if (pages().indexOf(target) <= pages().indexOf(page.value)) return show(target)
    const bad = draft.validate(page.value)
    if (bad !== null) return show(bad)
    if (examination === undefined) return show(target)
    const wasKnown = examination.isKnown()
    if (await examine(examination)) show(wasKnown ? target : examination.next)
  }

  function finish(): void {
    const bad = draft.validate(null)
    if (bad === null) void work.begin(draft.task.value)
    else show(bad)
  }

  return { page, isFirst, busy, outcome, turns, work, showEnd, turnTo, finish }
}

export type RunningWizard<Page extends string, Wanted extends Task> = ReturnType<typeof useTaskWizard<Page, Wanted>>
