import { computed, ref, shallowRef, watch } from 'vue'
import { eventsPerPage, matches, type EventCategory, type EventLevel, type HostEvent } from '#shared/event.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { useHostStore } from './host.store.ts'
import { useNoticesStore } from './notices.store.ts'
import { shownEvent } from './shown.ts'

export interface EventFilter {
  readonly machineId?: string | undefined
  readonly category?: EventCategory | undefined
  readonly level?: EventLevel | undefined
}

/** The host's events as the viewer shows them: those the watch tells of, and older ones as far as they were asked for. */
export const useEventsStore = defineHostStore('events', (session) => {
  const host = useHostStore(session)
  const notices = useNoticesStore()

  const filter = ref<EventFilter>({})
  /** Newest first, all older than those of the watch. */
  const older = shallowRef<readonly HostEvent[]>([])
  /** Whether the host has none that are older still. */
  const isComplete = ref(false)
  const isLoading = ref(false)
  /** Newest first. */
  const shown = computed(() => {
    const oldest = host.events[0]?.id ?? Infinity
    const all = [...host.events.toReversed(), ...older.value.filter(({ id }) => id < oldest)]
    return all.filter((event) => matches(event, filter.value)).map(shownEvent)
  })

  watch([filter, () => host.status], () => {
    older.value = []
    isComplete.value = false
  })

  async function loadOlder(): Promise<void> {
    const query = filter.value
    const before = older.value.at(-1)?.id ?? host.events[0]?.id
    isLoading.value = true
    try {
      const page = { limit: eventsPerPage, ...(before === undefined ? {} : { before }) }
      const found = await host.call((client) => client.events.list({ ...query, ...page }))
      // Of another filter by now.
      if (query !== filter.value) return
      older.value = [...older.value, ...found]
      isComplete.value = found.length < eventsPerPage
    } catch (error) {
      notices.report({ kind: 'listEvents', machine: null }, error)
    } finally {
      isLoading.value = false
    }
  }

  return { filter, shown, isComplete, isLoading, loadOlder }
})
