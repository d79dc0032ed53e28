/** How what was begun in a dialog ended, where the dialog stays open for it. */
export type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'cancelled' }
  /** The host's answer; described in the language of the moment. */
  | { readonly kind: 'failed'; readonly error: unknown }

export const noOutcome: Outcome = { kind: 'none' }
