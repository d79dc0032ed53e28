import { existsSync } from 'node:fs'
import type { Machine } from '#shared/machine.ts'
import type { DeleteMachine } from '#shared/trash.ts'
import { requireUnneeded } from './disk-usage.ts'
import { asDiskUser } from './disk-users.ts'
import { uniqueName } from './folder-name.ts'
import type { MachineCollection } from './machine-collection.ts'
import type { MachineStore } from './machine-store.ts'
import type { UnusableMachine } from './stored-machine.ts'
import type { Trash } from './trash.ts'

export interface DeletionServices {
  readonly store: MachineStore
  readonly trash: Trash
}

/** Lets machines go, into the trash or for good, and takes them out of the trash again. */
export class MachineDeletion {
  readonly #services: DeletionServices
  readonly #collection: MachineCollection

  constructor(services: DeletionServices, collection: MachineCollection) {
    this.#services = services
    this.#collection = collection
  }

  /** Throws MACHINE_NOT_FOUND, MACHINE_UNUSABLE, STATE_CONFLICT, DISK_NEEDED and STORAGE_FAILED. */
  async delete(id: string, how: DeleteMachine): Promise<void> {
    const unusable = this.#collection.unusable(id)
    await (unusable === null || how.disks === 'keep' ? this.#delete(id, how) : this.#deleteUnusable(unusable, how))
  }

  /** Throws TRASH_NOT_FOUND and STORAGE_FAILED. */
  async restore(trashId: string): Promise<Machine> {
    const collection = this.#collection
    collection.requireOpen()
    const { trash } = this.#services
    const names = collection.list().map(({ name }) => name)
    const name = uniqueName(trash.nameOf(trashId), names)
    return collection.names.claim(name, null, async () => {
      const stored = await trash.restore(trashId, name)
      await collection.arrive(stored)
      return collection.describe(stored.configuration.id)
    })
  }

  async #delete(id: string, { disks, permanently }: DeleteMachine): Promise<void> {
    const { trash, store } = this.#services
    const collection = this.#collection
    let trashId: string | null = null
    const machine = collection.machine(id)
    collection.automaticStart.cancel(id)
    await machine.delete(async () => {
      const { name, folder, configuration } = machine
      // Somebody has removed it already.
      if (!existsSync(folder)) return
      // What is in the trash finds there what it needs.
      const present = collection.configurations().filter((other) => other.id !== id)
      const others = permanently ? await collection.diskUsers.all(id) : present.map(asDiskUser)
      await requireUnneeded(name, folder, others)
      // On a full volume, too: by renaming alone, and nothing is written first.
      if (permanently && disks === 'delete') await store.remove(folder)
      else trashId = await trash.put({ folder, configuration }, disks)
    })
    collection.remove(id)
    if (permanently && trashId !== null) await trash.remove(trashId)
    await store.keepReserves()
  }

  /** Which disks a machine has is not known where its configuration cannot be read: all that is in its folder goes. */
  async #deleteUnusable({ id, name, folder }: UnusableMachine, { permanently }: DeleteMachine): Promise<void> {
    const { trash, store } = this.#services
    const collection = this.#collection
    if (existsSync(folder)) {
      const present = collection.configurations().filter((other) => other.id !== id)
      const others = permanently ? await collection.diskUsers.all(id) : present.map(asDiskUser)
      await requireUnneeded(name, folder, others)
      if (permanently) await store.remove(folder)
      else await trash.putUnusable(folder, { id, name })
    }
    collection.remove(id)
    await store.keepReserves()
  }
}
