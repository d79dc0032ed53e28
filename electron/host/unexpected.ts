import { ViridianError } from '#shared/errors.ts'
import type { HostEvent } from '#shared/event.ts'

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Unlike a bare `instanceof`, keeps the code and facts typed. */
export function isViridianError(error: unknown): error is ViridianError {
  return error instanceof ViridianError
}

/** An error as the facts of an event: its code as `error`, with the error's own facts, and a text in any case. */
export function knownFacts(error: unknown): HostEvent['facts'] {
  const facts: HostEvent['facts'] = { error: 'INTERNAL', detail: errorText(error) }
  if (!isViridianError(error)) return facts
  for (const [name, fact] of Object.entries(error.facts)) {
    const fits = typeof fact === 'string' || typeof fact === 'number' || isTexts(fact)
    if (fits) facts[name] = fact
  }
  return { ...facts, error: error.code }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
