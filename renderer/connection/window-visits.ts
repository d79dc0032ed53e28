import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import type { VisitMessage } from '#shared/desktop.ts'

/** Goes up each time the user asks for the connection that this window shows already. */
export function useWindowVisits(): Readonly<Ref<number>> {
  const visits = ref(0)

  function hear({ source, data }: MessageEvent<VisitMessage | undefined>): void {
    if (source === window && data?.type === 'viridian:visit') visits.value += 1
  }

  onMounted(() => window.addEventListener('message', hear))
  onBeforeUnmount(() => window.removeEventListener('message', hear))
  return visits
}
