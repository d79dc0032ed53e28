import type { Preferences } from '#shared/preferences.ts'

const prefix = 'viridian.'

/** Milliseconds in which a setting is told to the host once, however often it changes. */
const tellAfter = 300

/** Resolves once the host has kept the setting. */
type Tell = (name: string, value: string) => Promise<unknown>

const listeners = new Map<string, (value: unknown) => void>()
const written = new Map<string, string>()
const waiting = new Map<string, ReturnType<typeof setTimeout>>()
let tellHost: Tell | null = null

function readText(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name) ?? written.get(name) ?? null
  } catch {
    return written.get(name) ?? null
  }
}

function keepHere(name: string, text: string): void {
  written.set(name, text)
  try {
    localStorage.setItem(prefix + name, text)
  } catch {
    // The host remembers it.
  }
}

const untold = `${prefix}untold.`

/** Whether the host lacks what is kept here: a page may be loaded again, or closed, before it could tell. */
function isUntold(name: string): boolean {
  try {
    return localStorage.getItem(untold + name) !== null
  } catch {
    return waiting.has(name)
  }
}

function markUntold(name: string): void {
  try {
    localStorage.setItem(untold + name, 'true')
  } catch {
    // It is told by this page, or not at all.
  }
}

async function tellKept(name: string): Promise<void> {
  const text = readText(name)
  if (tellHost === null || text === null) return
  try {
    await tellHost(name, text)
    if (readText(name) === text) localStorage.removeItem(untold + name)
  } catch {
    // It stays untold: the next connection tries again.
  }
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown)
  } catch {
    return null
  }
}

/**
 * A remembered choice, or null. The host keeps it for every page and every address; the browser's storage is what a page
 * begins with before it is connected.
 */
export function readSetting(name: string): unknown {
  return parse(readText(name))
}

export function writeSetting(name: string, value: unknown): void {
  const text = JSON.stringify(value)
  if (readText(name) === text) return
  keepHere(name, text)
  markUntold(name)
  clearTimeout(waiting.get(name))
  waiting.set(
    name,
    setTimeout(() => {
      waiting.delete(name)
      void tellKept(name)
    }, tellAfter),
  )
}

/** Tells of the setting as the host has it, where that is another than this page began with. */
export function onSetting(name: string, listener: (value: unknown) => void): void {
  listeners.set(name, listener)
}

/**
 * Takes over what the host has kept, when a page is first connected to it, and tells it of changes from now on. What was
 * changed here and is not told yet stays as it is and is told, and so does the page when it is connected again: another
 * page may have another layout meanwhile.
 */
export function followHostSettings(preferences: Preferences, tell: Tell): void {
  const isFirst = tellHost === null
  tellHost = tell
  if (isFirst) {
    for (const [name, text] of Object.entries(preferences)) {
      if (isUntold(name) || text === readText(name)) continue
      keepHere(name, text)
      listeners.get(name)?.(parse(text))
    }
  }
  for (const name of listeners.keys()) {
    const isNew = isFirst && preferences[name] === undefined
    if (!waiting.has(name) && (isNew || isUntold(name))) void tellKept(name)
  }
}
