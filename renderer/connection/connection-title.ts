import { i18n } from '../i18n/index.ts'
import { watchEffect } from 'vue'
import { useConnectionsStore } from '../stores/connections.store.ts'
import { useHostStore } from '../stores/host.store.ts'

/** Names the page after the connection in front, as vmconnect names its window; leaves the title alone while it is null. */
export function useConnectionTitle(connectionId: () => string | null): void {
  const { t } = i18n.global
  const connections = useConnectionsStore()

  watchEffect(() => {
    const id = connectionId()
    if (id === null) return
    const connection = connections.find(id)
    const host = connection === null ? null : useHostStore(connection.session).name
    document.title =
      connection === null || host === null
        ? t('connection.title')
        : t('connection.windowTitle', { name: connection.machine.name, host })
  })
}
