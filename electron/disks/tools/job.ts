/** How whoever started a long piece of work follows and ends it. */
export interface JobControl {
  /** Aborted to cancel: the work then rejects with the signal's reason. */
  readonly signal: AbortSignal
  /** Told how far it is, from 0 to 1, never less than before. */
  readonly progress: (fraction: number) => void
}

/** For work that nobody follows. */
export const unattended: JobControl = { signal: new AbortController().signal, progress: () => undefined }

/** A part of a job that makes up the stretch `from` to `to` of the whole. */
export function partOf(control: JobControl, from: number, to: number): JobControl {
  return { signal: control.signal, progress: (fraction) => control.progress(from + fraction * (to - from)) }
}
