import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { RemoteHost } from '#shared/remote-host.ts'
import { useEventsStore } from '../stores/events.store.ts'
import { useHostStore } from '../stores/host.store.ts'
import { useJobsStore } from '../stores/jobs.store.ts'
import { useMachinesStore } from '../stores/machines.store.ts'
import { useTemplatesStore } from '../stores/templates.store.ts'
import { useTrashStore } from '../stores/trash.store.ts'
import type { Transport } from '../transport/index.ts'
import { HostSession } from './host-session.ts'

/** The hosts of this page: its own, and through it those that it knows, in the order they were added. */
export const useSessionsStore = defineStore('sessions', () => {
  const all = shallowRef<readonly HostSession[]>([])
  /** Null until the page has begun. */
  const own = computed(() => all.value[0] ?? null)
  const byId = computed(() => new Map(all.value.map((session) => [session.id, session])))

  function find(id: string): HostSession | null {
    return byId.value.get(id) ?? null
  }

  /** Begins with the own host; remote hosts come and go as that one tells. Gives the own host's session. */
  function begin(transportTo: (remoteHostId: string | null) => Transport): HostSession {
    const ownSession = open(transportTo(null))
    all.value = [ownSession]
    const host = useHostStore(ownSession)
    watch(
      () => host.remoteHosts,
      (wanted) => {
        const before = byId.value
        const remote = wanted.map((each) => {
          before.get(each.id)?.change(each)
          return before.get(each.id) ?? open(transportTo(each.id), each)
        })
        all.value = [ownSession, ...remote]
        for (const session of before.values()) if (!all.value.includes(session)) session.end()
      },
      { flush: 'sync' },
    )
    // The way to the others was lost with it.
    watch(
      () => host.status === 'connected',
      (isBack) => {
        if (isBack) for (const session of all.value) useHostStore(session).retry()
      },
    )
    ownSession.ended.addEventListener('abort', () => all.value.forEach((session) => session.end()), { once: true })
    return ownSession
  }

  return { all, own, find, begin }
})

function open(transport: Transport, remote: RemoteHost | null = null): HostSession {
  const session = new HostSession(transport, remote)
  const host = session.run(() => {
    // They take their part of the watch from the first message on.
    useMachinesStore()
    useEventsStore()
    useJobsStore()
    useTrashStore()
    useTemplatesStore()
    return useHostStore()
  })
  void host.follow()
  return session
}
