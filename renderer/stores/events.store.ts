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

/** Events that a page keeps of what the watch tells; the host keeps its own history. */
const eventsKept = 500

/** The host's events: those the watch tells of, and older ones as far as they were asked for. */
export const useEventsStore = defineHostStore('events', (session) => {
  const host = useHostStore(session)
  const notices = useNoticesStore()

  const filter = ref<EventFilter>({})
  /** What the watch has told, oldest first. */
  const told = shallowRef<readonly HostEvent[]>([])
  /** Newest first, all older than those of the watch. */
  const older = shallowRef<readonly HostEvent[]>([])
  /** Whether the host has none that are older still. */
  const isComplete = ref(false)
  const isLoading = ref(false)
  /** Newest first. */
  const shown = computed(() => {
    const oldest = told.value[0]?.id ?? Infinity
    const all = [...told.value.toReversed(), ...older.value.filter(({ id }) => id < oldest)]
    return all.filter((event) => matches(event, filter.value)).map(shownEvent)
  })

  host.onMessage((message) => {
    if (message.type === 'snapshot') told.value = message.snapshot.events
    else if (message.change.type === 'event') add(message.change.event)
  })

  function add(event: HostEvent): void {
    const all = [...told.value, event]
    const tooMany = all.slice(0, -eventsKept)
    told.value = all.slice(-eventsKept)
    // Between these and those that were asked for none may be missing.
    if (older.value.length > 0 || isComplete.value) older.value = [...tooMany.toReversed(), ...older.value]
  }

  watch([filter, () => host.status], () => {
    older.value = []
    isComplete.value = false
  })

  async function loadOlder(): Promise<void> {
    const query = filter.value
    const before = older.value.at(-1)?.id ?? told.value[0]?.id
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

  return { filter, told, shown, isComplete, isLoading, loadOlder }
})
