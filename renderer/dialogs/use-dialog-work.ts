import { ref, shallowRef } from 'vue'

/** What a dialog has carried out while it stays open, one after the other, and why the last one failed. */
export function useDialogWork() {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)

  async function carryOut(work: () => Promise<void>): Promise<void> {
    busy.value = true
    failure.value = null
    try {
      await work()
    } catch (error) {
      failure.value = error
    } finally {
      busy.value = false
    }
  }

  return { busy, failure, carryOut }
}
