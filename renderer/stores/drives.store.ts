import type { Consent } from '#shared/disk-risk.ts'
import type { Drive, DrivePosition, DvdMedia, MediaPosition } from '#shared/drive.ts'
import { defineHostStore } from '../sessions/host-store.ts'
import { useHostStore } from './host.store.ts'

/** What is plugged in: a disk with its file's path, or an empty CD/DVD drive. */
export type NewDrive = Pick<Extract<Drive, { kind: 'disk' }>, 'kind' | 'path'> | { readonly kind: 'dvd' }

/**
 * Changes of a machine's drives and of what is in them. Each rejects with what the host answers, so that it is shown
 * where it was asked for; the machine itself changes by the watch.
 */
export const useDrivesStore = defineHostStore('drives', (session) => {
  const host = useHostStore(session)

  async function attach(id: string, at: DrivePosition, wanted: NewDrive, consent: Consent = {}): Promise<void> {
    await host.call((client) => client.machines.attachDrive({ id, at, drive: agreedTo(wanted, consent) }))
  }

  /** Plugs another drive in. Where that is refused, the one before is still there. */
  async function replace(id: string, at: DrivePosition, wanted: NewDrive, consent: Consent = {}): Promise<void> {
    await host.call((client) => client.machines.replaceDrive({ id, at, drive: agreedTo(wanted, consent) }))
  }

  async function detach(id: string, at: DrivePosition): Promise<void> {
    await host.call((client) => client.machines.detachDrive({ id, at }))
  }

  async function insert(id: string, at: MediaPosition, media: DvdMedia): Promise<void> {
    await host.call((client) => client.machines.insertMedia({ id, at, media }))
  }

  async function eject(id: string, at: MediaPosition): Promise<void> {
    await host.call((client) => client.machines.ejectMedia({ id, at }))
  }

  return { attach, replace, detach, insert, eject }
})

function agreedTo(drive: NewDrive, consent: Consent) {
  return drive.kind === 'disk' ? { ...drive, ...consent } : drive
}
