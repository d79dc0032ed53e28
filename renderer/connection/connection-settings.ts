import { reactive, watch } from 'vue'
import { onSetting, readSetting, writeSetting } from '../settings.ts'

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
    const settings = reactive(restore(readSetting('connection')))
    shared = settings
    watch(settings, (changed) => writeSetting('connection', changed))
    onSetting('connection', (kept) => Object.assign(settings, restore(kept)))
  }
  return shared
}
