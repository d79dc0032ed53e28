import type { ZodType } from 'zod'

/**
 * The values of a text with one JSON value a line. Lines that are none are left out: the last one after a kill is torn,
 * and one that another version wrote may say what this one does not know.
 */
export function parseLines<Value>(text: string, schema: ZodType<Value>): Value[] {
  return text.split('\n').flatMap((line) => {
    const parsed = schema.safeParse(parseJson(line))
    return parsed.success ? [parsed.data] : []
  })
}

function parseJson(line: string): unknown {
  try {
    return line === '' ? undefined : JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Whether the last line has no end: what is added must not be glued to it. */
export function isTorn(text: string): boolean {
  return text !== '' && !text.endsWith('\n')
}
