import { computed, ref, shallowRef } from 'vue'
import type { Machine } from '#shared/machine.ts'
import { printable } from '#shared/printable.ts'
import type { DeleteMachine, TrashEntry } from '#shared/trash.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { useHostStore } from './host.store.ts'

/** Deleted machines that can be restored. Only messages of the watch change them. */
export const useTrashStore = defineHostStore('trash', (session) => {
  const host = useHostStore(session)
  /** Oldest first. */
  const entries = shallowRef<readonly TrashEntry[]>([])
  const lastDeletedId = ref<string | null>(null)
  /** What this console deleted last, while that can be undone. */
  const lastDeleted = computed(
    () => entries.value.findLast(({ machineId }) => machineId === lastDeletedId.value) ?? null,
  )

  host.onMessage((message) => {
    if (message.type === 'snapshot') keep(message.snapshot.trash)
    else if (message.change.type === 'trash') keep(message.change.trash)
  })

  function keep(now: readonly TrashEntry[]): void {
    entries.value = now.map((entry) => ({ ...entry, name: printable(entry.name) }))
  }

  /** Puts a machine in the trash. Rejects with what the host answers, as all below. */
  async function put({ id }: Pick<Machine, 'id'>, disks: DeleteMachine['disks']): Promise<void> {
    await host.call((client) => client.machines.delete({ id, disks }))
    lastDeletedId.value = id
  }

  function forget(): void {
    lastDeletedId.value = null
  }

  async function restore(id: string): Promise<void> {
    await host.call((client) => client.trash.restore({ id }))
  }

  async function remove(id: string): Promise<void> {
    await host.call((client) => client.trash.remove({ id }))
  }

  async function empty(): Promise<void> {
    await host.call((client) => client.trash.empty())
  }

  return { entries, lastDeleted, put, forget, restore, remove, empty }
})
