import { firstDiskPosition, type DrivePosition, type DvdMedia, type MediaPosition } from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import type { DiskConnections } from './disk-connections.ts'
import { machineWith, requireOutsideLayers } from './disk-usage.ts'
import { firstLoadedDrive, withDrive, withMedia, withoutDrive, type NewDrive } from './drives.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { MachineRegistry } from './machine-registry.ts'
import { driveFor, requireFloppy, resolveDisc } from './media.ts'
import type { Templates } from './templates.ts'

/** Plugs drives into machines and out again, and changes what is in them, also of machines that are on. */
export class DriveChanges {
  readonly #registry: MachineRegistry
  readonly #connections: DiskConnections
  readonly #templates: Templates

  constructor(registry: MachineRegistry, connections: DiskConnections, templates: Templates) {
    this.#registry = registry
    this.#connections = connections
    this.#templates = templates
  }

  /** Throws STATE_CONFLICT, the DRIVE_ and DISK_ errors, FILE_NOT_FOUND and STORAGE_FAILED. */
  async attach(id: string, wanted: NewDrive, at: DrivePosition | undefined): Promise<DrivePosition> {
    const drive = this.#located(wanted)
    let plugged: DrivePosition = firstDiskPosition
    await this.#registry.machine(id).change('changeDrives', async (now) => {
      const changed = withDrive(now, drive, at)
      await this.#requireUsable(drive, now)
      plugged = changed.at
      return changed.configuration
    })
    return plugged
  }

  /** The same in place of what is at a position, which stays where that is refused. Throws DRIVE_NOT_FOUND, too. */
  async replace(id: string, wanted: NewDrive, at: DrivePosition): Promise<void> {
    const drive = this.#located(wanted)
    await this.#registry.machine(id).change('changeDrives', async (now) => {
      const rest = pluggedOut(now, at)
      await this.#requireUsable(drive, rest)
      return withDrive(rest, drive, at).configuration
    })
  }

  /** Throws STATE_CONFLICT, DRIVE_NOT_FOUND, DISK_IN_SNAPSHOTS and STORAGE_FAILED. */
  async detach(id: string, at: DrivePosition): Promise<void> {
    await this.#registry.machine(id).change('changeDrives', (now) => Promise.resolve(pluggedOut(now, at)))
  }

  /** Throws STATE_CONFLICT, the DRIVE_, MEDIA_ and TEMPLATE_ errors, FILE_NOT_FOUND and STORAGE_FAILED. */
  async insert(id: string, wanted: DvdMedia, at: MediaPosition | undefined): Promise<MediaPosition> {
    const media = this.#connections.locateMedia(wanted)
    let where: MediaPosition = 'floppy'
    await this.#registry.machine(id).change('changeMedia', async (now, machine) => {
      where = at ?? (await driveFor(media, now))
      const changed = withMedia(now, where, media)
      if (where === 'floppy' && changed.floppy !== null) await requireFloppy(changed.floppy)
      const image = where === 'floppy' ? changed.floppy : await resolveDisc(media, this.#templates, { bootable: false })
      if (image === null) await machine?.ejectMedia(where)
      else await machine?.insertMedia(where, image)
      return changed
    })
    return where
  }

  /** Throws STATE_CONFLICT, the DRIVE_ errors and STORAGE_FAILED. */
  async eject(id: string, at: MediaPosition | undefined): Promise<MediaPosition> {
    let where: MediaPosition = 'floppy'
    await this.#registry.machine(id).change('changeMedia', async (now, machine) => {
      where = at ?? firstLoadedDrive(now)
      const changed = withMedia(now, where, { kind: 'none' })
      await machine?.ejectMedia(where)
      return changed
    })
    return where
  }

  #located(drive: NewDrive): NewDrive {
    return drive.kind === 'disk' ? { ...drive, path: this.#connections.locate(drive.path) } : drive
  }

  /** Checks that a drive can be plugged into a machine that is like this by then. */
  async #requireUsable(drive: NewDrive, machine: MachineConfiguration): Promise<void> {
    if (drive.kind !== 'disk') return
    const { id, name } = machine
    if (machineWith(drive.path, [machine]) !== null)
      throw new ViridianError('DISK_ATTACHED', { path: drive.path, name })
    const machines = this.#registry.configurations().map((each) => (each.id === id ? machine : each))
    this.#connections.tell(machine, await this.#connections.requireUsable(drive, 'drive.path', machines))
  }
}

/** The configuration without a drive whose disk may be taken away. Throws DRIVE_NOT_FOUND and DISK_IN_SNAPSHOTS. */
function pluggedOut(now: MachineConfiguration, at: DrivePosition): MachineConfiguration {
  const rest = withoutDrive(now, at)
  for (const drive of now.drives) if (drive.at === at && drive.kind === 'disk') requireOutsideLayers(drive.path, [now])
  return rest
}
