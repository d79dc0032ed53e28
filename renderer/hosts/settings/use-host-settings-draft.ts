import { computed, ref, shallowRef, watch } from 'vue'
import type { HostSettings } from '#shared/host-settings.ts'
import { asKnownError } from '#shared/messages/index.ts'
import type { Refusal } from '../../fields/refusal.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { isFullPath } from '../../machines/drives/full-path.ts'

export type HostSettingsField = keyof HostSettings

/** The changes of the host's settings that were entered and not applied yet; what was not touched follows the host. */
export function useHostSettingsDraft() {
  const host = useHostStore()
  const edits = shallowRef<Partial<HostSettings>>({})
  const refusals = ref<Partial<Record<HostSettingsField, Refusal>>>({})
  const busy = ref(false)

  const entered = computed<HostSettings>(() => ({ ...host.settings, ...edits.value }))
  const changed = computed(() =>
    (Object.keys(edits.value) as HostSettingsField[]).filter(
      (name) => !isSame(entered.value[name], host.settings[name]),
    ),
  )

  // What others change meanwhile is neither undone by a list that was begun before, nor replaced without a word.
  watch(
    () => host.settings,
    (now, before) => {
      if (busy.value) return
      const { searchPaths } = edits.value
      if (searchPaths !== undefined) {
        const removed = before.searchPaths.filter((each) => !searchPaths.includes(each))
        const added = searchPaths.filter((each) => !before.searchPaths.includes(each))
        const left = now.searchPaths.filter((each) => !removed.includes(each))
        edits.value = { ...edits.value, searchPaths: [...new Set([...left, ...added])] }
      }
      for (const name of changed.value) {
        if (name !== 'searchPaths' && now[name] !== before[name]) refusals.value[name] = { kind: 'overtaken' }
      }
    },
  )

  /** A setting's value for the control that edits it. */
  function field<Name extends HostSettingsField>(name: Name) {
    return computed<HostSettings[Name]>({
      get: () => entered.value[name],
      set: (value) => {
        edits.value = { ...edits.value, [name]: value }
        delete refusals.value[name]
      },
    })
  }

  /** Why a folder cannot be asked for at all. */
  function ruleBroken(folder: string): Refusal | null {
    if (folder.trim() === '') return { kind: 'rule', rule: 'pathMissing' }
    return isFullPath(folder.trim(), host.info) ? null : { kind: 'rule', rule: 'pathRelative' }
  }

  function refuse(name: HostSettingsField, refusal: Refusal): HostSettingsField {
    refusals.value = { [name]: refusal }
    return name
  }

  /** Adds a search path; false where it is refused. */
  function addSearchPath(folder: string): boolean {
    const refusal = ruleBroken(folder)
    if (refusal !== null) {
      refuse('searchPaths', refusal)
      return false
    }
    field('searchPaths').value = [...new Set([...entered.value.searchPaths, folder.trim()])]
    return true
  }

  /** Makes the changes, all or none; returns the field that is refused. */
  async function apply(): Promise<HostSettingsField | null> {
    refusals.value = {}
    for (const name of changed.value) {
      if (name === 'searchPaths') continue
      const refusal = ruleBroken(entered.value[name])
      if (refusal !== null) return refuse(name, refusal)
    }
    if (changed.value.length === 0) return null
    busy.value = true
    try {
      const { machinesFolder, disksFolder, searchPaths } = entered.value
      const values = { machinesFolder: machinesFolder.trim(), disksFolder: disksFolder.trim(), searchPaths }
      await host.configure(Object.fromEntries(changed.value.map((name) => [name, values[name]])))
      edits.value = {}
      return null
    } catch (error) {
      return refuse(fieldOf(error, entered.value, changed.value), { kind: 'host', error })
    } finally {
      busy.value = false
    }
  }

  return { field, changed, refusals, busy, addSearchPath, apply }
}

export type HostSettingsDraft = ReturnType<typeof useHostSettingsDraft>

function isSame(a: string | readonly string[], b: string | readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The field that the host's answer concerns; it may concern none in particular. */
function fieldOf(error: unknown, entered: HostSettings, changed: readonly HostSettingsField[]): HostSettingsField {
  const known = asKnownError(error)
  const [first = 'disksFolder'] = changed
  if (known?.code === 'INPUT_INVALID') {
    const named = known.facts.issues[0]?.path.split('.')[0]
    return changed.find((name) => name === named) ?? first
  }
  if (known?.code !== 'FOLDER_UNUSABLE') return first
  const { path } = known.facts
  // The host takes away what does not matter at the end of a path.
  const isMeant = (folder: string) => folder.trim().replace(/[\\/]+$/, '') === path.replace(/[\\/]+$/, '')
  const single = changed.find((name) => name !== 'searchPaths' && isMeant(entered[name]))
  return single ?? changed.find((name) => name === 'searchPaths') ?? first
}
