import { reactive, watch } from 'vue'
import { readSetting, writeSetting } from '../settings.ts'

/** How connections look; one choice for all machines, remembered. */
export interface ConnectionSettings {
  toolbar: boolean
  /** Fits the picture into the window instead of showing guest pixels as they are. */
  scale: boolean
}

const defaults: ConnectionSettings = { toolbar: true, scale: true }

function restore(saved: unknown): ConnectionSettings {
  const settings = { ...defaults }
  if (typeof saved !== 'object' || saved === null) return settings
  for (const key of ['toolbar', 'scale'] as const) {
    const value = (saved as Partial<Record<typeof key, unknown>>)[key]
    if (typeof value === 'boolean') settings[key] = value
  }
  return settings
}

let shared: ConnectionSettings | null = null

export function useConnectionSettings(): ConnectionSettings {
  if (shared === null) {
    shared = reactive(restore(readSetting('connection')))
    watch(shared, (settings) => writeSetting('connection', settings))
  }
  return shared
}
