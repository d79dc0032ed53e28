import { firstDiskPosition, type DrivePosition, type DvdMedia, type MediaPosition } from '#shared/drive.ts'
import { ViridianError } from '#shared/errors.ts'
import type { DiskConnections } from './disk-connections.ts'
import { machineWith, requireOutsideLayers } from './disk-usage.ts'
import { firstLoadedDrive, withDrive, withMedia, withoutDrive, type NewDrive } from './drives.ts'
import type { MachineCollection } from './machine-collection.ts'
import { driveFor, requireFloppy, resolveDisc } from './media.ts'
import type { Templates } from './templates.ts'

/** Plugs drives into machines and out again, and changes what is in them, also of machines that are on. */
export class DriveChanges {
  readonly #collection: MachineCollection
  readonly #connections: DiskConnections
  readonly #templates: Templates

  constructor(collection: MachineCollection, connections: DiskConnections, templates: Templates) {
    this.#collection = collection
    this.#connections = connections
    this.#templates = templates
  }

  /** Throws STATE_CONFLICT, the DRIVE_ and DISK_ errors, FILE_NOT_FOUND and STORAGE_FAILED. */
  async attach(id: string, wanted: NewDrive, at: DrivePosition | undefined): Promise<DrivePosition> {
    const machine = this.#collection.machine(id)
    const connections = this.#connections
    const drive = wanted.kind === 'disk' ? { ...wanted, path: connections.locate(wanted.path) } : wanted
    let plugged: DrivePosition = firstDiskPosition
    await machine.change('changeDrives', async (now) => {
      const changed = withDrive(now, drive, at)
      if (drive.kind === 'disk') {
        if (machineWith(drive.path, [now]) !== null) {
          throw new ViridianError('DISK_ATTACHED', { path: drive.path, name: now.name })
        }
        const machines = this.#collection.configurations()
        connections.tell(machine, await connections.requireUsable(drive, 'drive.path', machines))
      }
      plugged = changed.at
      return changed.configuration
    })
    return plugged
  }

  /** Throws STATE_CONFLICT, DRIVE_NOT_FOUND, DISK_IN_SNAPSHOTS and STORAGE_FAILED. */
  async detach(id: string, at: DrivePosition): Promise<void> {
    await this.#collection.machine(id).change('changeDrives', (now) => {
      const changed = withoutDrive(now, at)
      for (const drive of now.drives)
        if (drive.at === at && drive.kind === 'disk') requireOutsideLayers(drive.path, [now])
      return Promise.resolve(changed)
    })
  }

  /** Throws STATE_CONFLICT, the DRIVE_, MEDIA_ and TEMPLATE_ errors, FILE_NOT_FOUND and STORAGE_FAILED. */
  async insert(id: string, wanted: DvdMedia, at: MediaPosition | undefined): Promise<MediaPosition> {
    const media = this.#connections.locateMedia(wanted)
    let where: MediaPosition = 'floppy'
    await this.#collection.machine(id).change('changeMedia', async (now, machine) => {
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
    await this.#collection.machine(id).change('changeMedia', async (now, machine) => {
      where = at ?? firstLoadedDrive(now)
      const changed = withMedia(now, where, { kind: 'none' })
      await machine?.ejectMedia(where)
      return changed
    })
    return where
  }
}
