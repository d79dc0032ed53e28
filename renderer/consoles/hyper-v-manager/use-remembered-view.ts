import { effectScope, watch } from 'vue'
import { useSelectionStore } from '../../machines/selection.store.ts'
import type { HostSession } from '../../sessions/host-session.ts'
import { useSessionsStore } from '../../sessions/sessions.store.ts'
import { useLayout } from '../../shell/layout.ts'
import { useConnectionsStore } from '../../stores/connections.store.ts'

/** Which machine was selected of each host and which connections were open, for a page that is loaded again. */
export function useRememberedView(): void {
  const layout = useLayout()
  const sessions = useSessionsStore()
  const connections = useConnectionsStore()
  const followed = new WeakSet<HostSession>()

  connections.restore(layout.documents, layout.selected['tabs'] ?? null)
  watch(
    () => connections.openIds,
    (ids) => (layout.documents = [...ids]),
  )

  function follow(session: HostSession): void {
    followed.add(session)
    const selection = useSelectionStore(session)
    const key = session.isOwn ? 'machines' : `machines:${session.id}`
    selection.machineId = layout.selected[key] ?? null
    const scope = effectScope(true)
    session.ended.addEventListener('abort', () => scope.stop(), { once: true })
    scope.run(() =>
      watch(
        () => selection.machineId,
        (id) => {
          if (id === null) delete layout.selected[key]
          else layout.selected[key] = id
        },
      ),
    )
  }
  watch(
    () => sessions.all,
    (all) => all.filter((session) => !followed.has(session)).forEach(follow),
    { immediate: true, flush: 'sync' },
  )
}
