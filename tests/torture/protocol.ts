/** What a tortured host is asked: a method of the host or one of its parts. */
export interface Call {
  readonly id: number
  readonly part: 'host' | 'machines' | 'transfers' | 'jobs'
  readonly method: string
  readonly args: readonly unknown[]
}

export type Said =
  | { readonly kind: 'opened' }
  | { readonly kind: 'launched'; readonly pid: number }
  /** What a machine's COM1 said. */
  | { readonly kind: 'serial'; readonly id: string; readonly output: string }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown; readonly failure: string | null }
