import { nextTick } from 'vue'

/** The first field that is refused, of several choices the chosen one; null where nothing is. */
export function refusedField(within: HTMLElement | null): HTMLElement | null {
  const refused = within?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? null
  return refused?.matches('fieldset') === true ? refused.querySelector<HTMLElement>('input:checked') : refused
}

/** Goes to what is refused, once that is shown, else to where the form begins. It may not be there before that. */
export async function focusRefused(form: () => HTMLElement | null): Promise<void> {
  await nextTick()
  const within = form()
  const target = refusedField(within) ?? within?.querySelector<HTMLElement>('input')
  target?.focus()
}
