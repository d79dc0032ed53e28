import { defineHostStore } from '../sessions/host-store.ts'
import type { DiskFacts } from '#shared/disk.ts'
import { useHostStore } from '../stores/host.store.ts'

/** What the host tells of disks when asked. It keeps nothing: a disk's file can change at any time. */
export const useDisksStore = defineHostStore('disks', (session) => {
  const host = useHostStore(session)

  /** The disk and its parents, the disk first. Rejects with what the host answers. */
  function inspect(path: string): Promise<readonly DiskFacts[]> {
    return host.call((client) => client.disks.inspect({ path }))
  }

  return { inspect }
})
