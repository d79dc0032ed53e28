import { shallowRef } from 'vue'
import type { Refusal, Refusals } from '../../fields/refusal.ts'

/**
 * What a wizard's fields are refused for, and on which page that is to be corrected. `check` names the fields in the
 * order of the pages.
 */
export function useRefusals<Field extends string, Page extends string>(
  pageOfField: Readonly<Record<Field, Page>>,
  check: () => Refusals<Field>,
) {
  const refusals = shallowRef<Refusals<Field>>({})

  /** Checks one page, or with null all of them; returns the first page with something to correct. */
  function validate(page: Page | null): Page | null {
    const found = (Object.entries(check()) as [Field, Refusal][]).filter(
      ([field]) => page === null || pageOfField[field] === page,
    )
    refusals.value = Object.fromEntries(found) as Refusals<Field>
    const first = found[0]
    return first === undefined ? null : pageOfField[first[0]]
  }

  /** Takes in one refusal; returns the page to correct it on. */
  function refuse(field: Field, refusal: Refusal): Page {
    refusals.value = Object.fromEntries([[field, refusal]]) as Refusals<Field>
    return pageOfField[field]
  }

  return { refusals, validate, refuse }
}
