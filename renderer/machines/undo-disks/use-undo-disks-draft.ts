import { computed, ref, watch } from 'vue'
import type { Machine } from '#shared/machine.ts'
import { useMachinesStore } from '../../stores/machines.store.ts'
import type { Refusal } from '../../fields/refusal.ts'

export type UndoDisksChoice = Pick<Machine['undoDisks'], 'enabled' | 'whenOff'>

/** The choice on undo disks that was entered and not applied yet; what was not touched follows the machine. */
export function useUndoDisksDraft(machine: () => Machine) {
  const machines = useMachinesStore()
  const entered = ref<UndoDisksChoice | null>(null)
  const refusal = ref<Refusal>()
  const busy = ref(false)
  const choice = computed<UndoDisksChoice>(() => entered.value ?? machine().undoDisks)
  const changed = computed(() => entered.value !== null)

  function edit(wanted: UndoDisksChoice): void {
    const { enabled, whenOff } = machine().undoDisks
    const same = wanted.enabled === enabled && wanted.whenOff === whenOff
    entered.value = same ? null : { enabled: wanted.enabled, whenOff: wanted.whenOff }
    refusal.value = undefined
  }
  watch(machine, ({ undoDisks: now }, { undoDisks: before }) => {
    if (entered.value === null || busy.value) return
    edit(entered.value)
    const isOvertaken = now.enabled !== before.enabled || now.whenOff !== before.whenOff
    if (changed.value && isOvertaken) refusal.value = { kind: 'overtaken' }
  })

  /** Resolves to whether it is as chosen now; why it is refused stands in `refusal` else. */
  async function apply(): Promise<boolean> {
    if (entered.value === null) return true
    busy.value = true
    try {
      await machines.setUndoDisks(machine().id, entered.value)
      entered.value = null
      return true
    } catch (error) {
      refusal.value = { kind: 'host', error }
      return false
    } finally {
      busy.value = false
    }
  }

  return { choice, changed, refusal, busy, edit, apply }
}

export type UndoDisksDraft = ReturnType<typeof useUndoDisksDraft>
