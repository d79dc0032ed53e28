import { usingDisks } from '#electron/disks/disk-failure.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { requireFileWithoutSavedState, requireNoChildren, riskOptions } from '#electron/disks/tools/risk.ts'
import type { EngineRegistry } from '#electron/engines/registry.ts'
import type { DvdMedia } from '#shared/drive.ts'
import { requireUsableDisk } from './disk-usage.ts'
import { disksOf, requireAbsolute } from './drives.ts'
import type { EventLog } from './event-log.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { reconnectParents, type Reconnection } from './reconnect-parents.ts'
import type { FileSearch } from './settings/file-search.ts'
import { adoptStates } from './snapshots/states.ts'

/** A disk that a machine is to be given. */
export interface ExistingDisk {
  readonly path: string
  readonly force?: boolean | undefined
}

export interface ConnectionServices {
  readonly engines: EngineRegistry
  readonly search: FileSearch
  readonly events: EventLog
  /** Throws DISK_OF_TEMPLATE for a disk that nobody may write to. */
  readonly requireOutsideTemplates: (file: string) => void
}

/** Finds what machines are to be connected with, and what their disks are based on, in the places the user has named. */
export class DiskConnections {
  readonly #services: ConnectionServices

  constructor(services: ConnectionServices) {
    this.#services = services
  }

  /** Throws FILE_NOT_FOUND. */
  locate(file: string): string {
    return this.#services.search.locate(file)
  }

  /** The same for what goes into a drive. */
  locateMedia(media: DvdMedia): DvdMedia {
    return media.kind === 'image' ? { ...media, path: this.locate(media.path) } : media
  }

  /**
   * Checks that a machine can be given a disk besides these machines, once its parents have been found; gives those that had
   * to be. `force`: the user has been asked about the risks. Throws DISK_ATTACHED, DISK_FAILED, DISK_IN_SNAPSHOTS, DISK_OF_TEMPLATE and INPUT_INVALID, with the `field` of the input.
   */
  async requireUsable(
    { path: file, force }: ExistingDisk,
    field: string,
    machines: readonly MachineConfiguration[],
  ): Promise<readonly Reconnection[]> {
    requireAbsolute(file, field)
    this.#services.requireOutsideTemplates(file)
    const accepted = riskOptions(force)
    // Before its parents are found, which would change it.
    await usingDisks(() => requireFileWithoutSavedState(nodeDiskFiles, file, accepted))
    const reconnected = await reconnectParents(file, this.#services.search.places)
    await requireUsableDisk(file, machines)
    await usingDisks(() => requireNoChildren(nodeDiskFiles, file, accepted))
    return reconnected
  }

  /** Finds the parents of a machine's disks; what its states know of the disks is as true as before. */
  async reconnect(machine: MachineConfiguration): Promise<void> {
    const states = this.#services.engines.statesOf(machine.engine)
    for (const disk of disksOf(machine)) {
      const reconnected = await reconnectParents(disk, this.#services.search.places)
      for (const { path: changed } of reconnected) await usingDisks(() => adoptStates(machine, changed, states))
      this.tell(machine, reconnected)
    }
  }

  /** Says in events which parents were found. */
  tell(machine: { readonly id: string; readonly name: string }, reconnected: readonly Reconnection[]): void {
    for (const { path: disk, parent } of reconnected) {
      this.#services.events.add('DISK_RECONNECTED', machine, { path: disk, parent })
    }
  }
}
