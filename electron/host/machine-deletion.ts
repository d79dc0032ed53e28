import { existsSync } from 'node:fs'
import type { Machine } from '#shared/machine.ts'
import type { DeleteMachine } from '#shared/trash.ts'
import { requireUnneeded } from './disk-usage.ts'
import type { AutomaticStart } from './automatic-start.ts'
import { asDiskUser, type DiskUsers } from './disk-users.ts'
import { uniqueName } from './folder-name.ts'
import type { MachineCollection } from './machine-collection.ts'
import type { MachineRegistry } from './machine-registry.ts'
import type { MachineStore } from './machine-store.ts'
import type { UnusableMachine } from './stored-machine.ts'
import type { Trash } from './trash.ts'

export interface DeletionServices {
  readonly registry: MachineRegistry
  readonly collection: Pick<MachineCollection, 'arrive'>
  readonly automaticStart: Pick<AutomaticStart, 'cancel'>
  readonly diskUsers: DiskUsers
  readonly store: MachineStore
  readonly trash: Trash
}

/** Lets machines go, into the trash or for good, and takes them out of the trash again. */
export class MachineDeletion {
  readonly #services: DeletionServices

  constructor(services: DeletionServices) {
    this.#services = services
  }

  /** Throws MACHINE_NOT_FOUND, MACHINE_UNUSABLE, STATE_CONFLICT, DISK_NEEDED and STORAGE_FAILED. */
  async delete(id: string, how: DeleteMachine): Promise<void> {
    const unusable = this.#services.registry.findUnusable(id)
    await (unusable === null || how.disks === 'keep' ? this.#delete(id, how) : this.#deleteUnusable(unusable, how))
  }

  /** Throws TRASH_NOT_FOUND and STORAGE_FAILED. */
  async restore(trashId: string): Promise<Machine> {
    const { trash, registry, collection } = this.#services
    registry.requireOpen()
    const names = registry.list().map(({ name }) => name)
    const name = uniqueName(trash.nameOf(trashId), names)
    return registry.names.claim(name, null, async () => {
      const stored = await trash.restore(trashId, name)
      await collection.arrive(stored)
      return registry.describe(stored.configuration.id)
    })
  }

  async #delete(id: string, { disks, permanently }: DeleteMachine): Promise<void> {
    const { trash, store, registry, automaticStart, diskUsers } = this.#services
    let trashId: string | null = null
    const machine = registry.machine(id)
    automaticStart.cancel(id)
    await machine.delete(async () => {
      const { name, folder, configuration } = machine
      // Somebody has removed it already.
      if (!existsSync(folder)) return
      // What is in the trash finds there what it needs.
      const present = registry.configurations().filter((other) => other.id !== id)
      const others = permanently ? await diskUsers.all(id) : present.map(asDiskUser)
      await requireUnneeded(name, folder, others)
      // On a full volume, too: by renaming alone, and nothing is written first.
      if (permanently && disks === 'delete') await store.remove(folder)
      else trashId = await trash.put({ folder, configuration }, disks)
    })
    registry.remove(id)
    if (permanently && trashId !== null) await trash.remove(trashId)
    await store.keepReserves()
  }

  /** Which disks a machine has is not known where its configuration cannot be read: all that is in its folder goes. */
  async #deleteUnusable({ id, name, folder }: UnusableMachine, { permanently }: DeleteMachine): Promise<void> {
    const { trash, store, registry, diskUsers } = this.#services
    if (existsSync(folder)) {
      const present = registry.configurations().filter((other) => other.id !== id)
      const others = permanently ? await diskUsers.all(id) : present.map(asDiskUser)
      await requireUnneeded(name, folder, others)
      if (permanently) await store.remove(folder)
      else await trash.putUnusable(folder, { id, name })
    }
    registry.remove(id)
    await store.keepReserves()
  }
}
