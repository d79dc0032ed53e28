import { computed, ref, shallowRef, watch } from 'vue'
import { memoryLimits as limitsOn } from '#shared/engine.ts'
import { automaticStartSchema } from '#shared/machine-settings.ts'
import { maximumMemory, minimumMemory } from '#shared/hardware.ts'
import type { Machine } from '#shared/machine.ts'
import { settingsTable } from '#shared/settings-table.ts'
import { asKnownError } from '#shared/messages/index.ts'
import { useHostStore } from '../../stores/host.store.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import { nameRuleBroken } from '../new-machine/name-rule.ts'
import type { Refusal } from '../../fields/refusal.ts'
import { changesOf, managementOf, settingOf, type Management, type ManagementField } from './management.ts'

const longestDelay = automaticStartSchema.shape.delay.maxValue ?? 0

function isWithin(value: number | '', minimum: number, maximum: number): boolean {
  return value !== '' && Number.isInteger(value) && value >= minimum && value <= maximum
}

/** The field that the host's answer concerns; it may concern none in particular. */
function fieldOf(error: unknown, changed: readonly ManagementField[]): ManagementField {
  const known = asKnownError(error)
  if (known?.code === 'MACHINE_NAME_TAKEN') return 'name'
  if (known?.code === 'MEMORY_EXCEEDS_HOST' || known?.code === 'ENGINE_LIMIT') return 'memory'
  if (known?.code !== 'STATE_CONFLICT') return changed[0] ?? 'name'
  const isRefused = (field: ManagementField) => settingsTable[settingOf[field]].change === known.facts.command
  return changed.find(isRefused) ?? changed[0] ?? 'name'
}

/**
 * The changes of a machine's name, memory and automatic actions that were entered and not applied yet. What was not
 * touched follows the machine, so that nothing is undone that another console changes meanwhile.
 */
export function useManagementDraft(machine: () => Machine) {
  const machines = useMachinesStore()
  const host = useHostStore()
  const edits = shallowRef<Partial<Management>>({})
  const refusals = ref<Partial<Record<ManagementField, Refusal>>>({})
  const busy = ref(false)

  const entered = computed<Management>(() => ({ ...managementOf(machine()), ...edits.value }))
  const changed = computed(() => Object.keys(edits.value) as ManagementField[])
  const memoryLimits = computed(() =>
    host.info === null ? { minimum: minimumMemory, maximum: maximumMemory } : limitsOn(host.info, machine()),
  )

  function keep(wanted: Partial<Management>): void {
    const now: Management = managementOf(machine())
    const fields = Object.keys(wanted) as ManagementField[]
    edits.value = Object.fromEntries(
      fields.filter((field) => wanted[field] !== now[field]).map((field) => [field, wanted[field]]),
    )
  }
  watch(machine, (now, before) => {
    const [values, earlier]: [Management, Management] = [managementOf(now), managementOf(before)]
    keep(edits.value)
    for (const field of changed.value) {
      if (values[field] !== earlier[field] && !busy.value) refusals.value[field] = { kind: 'overtaken' }
    }
  })

  function edit(values: Partial<Management>): void {
    keep({ ...edits.value, ...values })
    for (const field of Object.keys(values) as ManagementField[]) delete refusals.value[field]
  }

  /** A field's value for the control that edits it. */
  function field<Field extends ManagementField>(name: Field) {
    return computed<Management[Field]>({
      get: () => entered.value[name],
      set: (value) => edit({ [name]: value }),
    })
  }

  function ruleBroken(name: ManagementField): Refusal | null {
    const values = entered.value
    if (name === 'name') {
      const rule = nameRuleBroken(values.name)
      return rule === null ? null : { kind: 'rule', rule }
    }
    if (name === 'memory') {
      const { minimum, maximum } = memoryLimits.value
      return isWithin(values.memory, minimum, maximum) ? null : { kind: 'number', minimum, maximum }
    }
    if (name === 'startDelay' && !isWithin(values.startDelay, 0, longestDelay)) {
      return { kind: 'number', minimum: 0, maximum: longestDelay }
    }
    return null
  }

  function refuse(name: ManagementField, refusal: Refusal): ManagementField {
    refusals.value = { [name]: refusal }
    return name
  }

  /** Makes the changes, all or none; returns the field that is refused. */
  async function apply(): Promise<ManagementField | null> {
    refusals.value = {}
    keep({ ...edits.value, ...(edits.value.name === undefined ? {} : { name: edits.value.name.trim() }) })
    for (const name of changed.value) {
      const refusal = ruleBroken(name)
      if (refusal !== null) return refuse(name, refusal)
    }
    if (changed.value.length === 0) return null
    busy.value = true
    try {
      await machines.configure(machine().id, changesOf(entered.value, changed.value))
      return null
    } catch (error) {
      return refuse(fieldOf(error, changed.value), { kind: 'host', error })
    } finally {
      busy.value = false
    }
  }

  return { field, changed, refusals, busy, memoryLimits, apply }
}

export type ManagementDraft = ReturnType<typeof useManagementDraft>
