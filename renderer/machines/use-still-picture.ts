import { ref, watch, type Ref } from 'vue'
import type { Machine } from '#shared/machine.ts'
import { useMachinesStore, type ScreenImage } from '../stores/machines.store.ts'

export function addressOf({ png }: ScreenImage): string {
  return `data:image/png;base64,${png}`
}

/**
 * A picture that does not change by itself, as the address of an image; null until it is there, and where there is
 * none. It is loaded anew when its key changes; null is the key of no picture.
 */
export function useStillPicture(
  key: () => string | null,
  load: () => Promise<ScreenImage>,
): Readonly<Ref<string | null>> {
  const picture = ref<string | null>(null)
  watch(
    key,
    async (wanted) => {
      picture.value = null
      if (wanted === null) return
      const image = await load().catch(() => null)
      if (image !== null && key() === wanted) picture.value = addressOf(image)
    },
    { immediate: true },
  )
  return picture
}

/** The screen of a saved machine as it was. */
export function useSavedPicture(machine: () => Machine | null): Readonly<Ref<string | null>> {
  const machines = useMachinesStore()
  // Saved again as another snapshot, it has another picture.
  const key = () => (machine()?.state === 'Saved' ? `${machine()?.id} ${machine()?.currentSnapshot}` : null)
  return useStillPicture(key, () => machines.screenImage(machine()?.id ?? ''))
}
