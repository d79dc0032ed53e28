import type { SettingChange } from '#shared/event.ts'

/** Said of a machine once and for all. */
const constant = new Set(['id', 'createdAt', 'schema'])

/** What of a configuration has another value now, each by its path: `drives.ide0:0.path`. */
export function settingsChanges(before: object, after: object): SettingChange[] {
  const [old, now] = [flatten(before), flatten(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((what) => {
    const change = { what, before: old.get(what) ?? null, after: now.get(what) ?? null }
    return change.before === change.after ? [] : [change]
  })
}

function flatten(value: object, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [name, part] of entries(value)) {
    if (constant.has(name) || part === null || part === undefined) continue
    const key = `${prefix}${name}`
    if (typeof part === 'object') for (const [inner, text] of flatten(part, `${key}.`)) flat.set(inner, text)
    else if (typeof part === 'string') flat.set(key, part)
    else if (typeof part === 'number' || typeof part === 'boolean') flat.set(key, String(part))
  }
  return flat
}

/** Of a list each by what tells it from the others: inserting one does not change the next. */
function entries(value: object): [string, unknown][] {
  if (!Array.isArray(value)) return Object.entries(value)
  return value.map((each: unknown, index) => {
    const named = each as { readonly at?: unknown; readonly id?: unknown } | null
    if (typeof named?.at !== 'string') return [typeof named?.id === 'string' ? named.id : String(index), each]
    const { at, ...rest } = named
    return [at, rest]
  })
}
