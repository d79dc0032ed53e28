import type { FileChange } from '#shared/job.ts'

/** What the command line says of jobs and events, in one language. */
export interface RecordTexts {
  readonly groups: { readonly job: string }
  readonly descriptions: Readonly<Record<'jobList' | 'jobCancel' | 'jobWait' | 'events', string>>
  readonly jobArgument: string
  readonly options: Readonly<Record<'all' | 'follow' | 'machine' | 'category' | 'level' | 'limit', string>>
  readonly jobColumns: Readonly<
    Record<'id' | 'job' | 'about' | 'state' | 'user' | 'started' | 'took' | 'remaining', string>
  >
  readonly eventColumns: Readonly<Record<'level' | 'time' | 'category' | 'eventId' | 'user' | 'text', string>>
  readonly noJobs: string
  readonly noJobsAtAll: string
  readonly noEvents: string
  readonly changes: Readonly<Record<FileChange['change'], string>>
  cancelling(job: string): string
  ended(job: string, state: string): string
  invalidChoice(text: string, flags: string, choices: readonly string[]): string
  invalidCount(text: string, flags: string): string
}
