import { watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import { useHostStore } from '../stores/host.store.ts'
import { useMachinesStore } from '../stores/machines.store.ts'

/** Names the page after the connection in front, as vmconnect names its window; leaves the title alone while it is null. */
export function useConnectionTitle(machineId: () => string | null): void {
  const { t } = useI18n()
  const host = useHostStore()
  const machines = useMachinesStore()

  watchEffect(() => {
    const id = machineId()
    if (id === null) return
    const machine = machines.find(id)
    document.title =
      machine === null || host.info === null
        ? t('connection.title')
        : t('connection.windowTitle', { name: machine.name, host: host.info.name })
  })
}
