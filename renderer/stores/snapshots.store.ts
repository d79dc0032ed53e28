import { defineHostStore } from '../sessions/host-store.ts'
import { asKnownError, describeError } from '#shared/messages/index.ts'
import { defaultSnapshotName, type Despite, type MachineSnapshot } from '#shared/snapshot.ts'
import { locale } from '../i18n/index.ts'
import { useHostStore } from './host.store.ts'
import { useMachinesStore, type ScreenImage } from './machines.store.ts'
import { useNoticesStore, type Attempt } from './notices.store.ts'

/** What can be changed of a snapshot. */
export type SnapshotTexts = Pick<MachineSnapshot, 'name' | 'notes'>

/** Asks how a snapshot is to be applied that is not as it was taken, for the reason told; null where it is not. */
export type AskDespite = (
  problem: 'SNAPSHOT_MEDIA_CHANGED' | 'SNAPSHOT_STATE_UNUSABLE',
  reason: string,
) => Promise<Despite | null>

/** The calls on snapshots, which themselves change with their machines. */
export const useSnapshotsStore = defineHostStore('snapshots', (session) => {
  const host = useHostStore(session)
  const machines = useMachinesStore(session)
  const notices = useNoticesStore()

  function attempt(kind: Attempt['kind'], id: string, run: () => Promise<unknown>): Promise<boolean> {
    return notices.attempt({ kind, machine: machines.find(id)?.name ?? null }, run)
  }

  /** What Hyper-V calls a snapshot that is taken of a machine now. */
  function defaultName(id: string): string {
    return defaultSnapshotName(machines.find(id)?.name ?? '', new Date(), locale.value)
  }

  /** Rejects with what the host answers, so that it is shown where the name was asked for. */
  async function takeNamed(id: string, name: string): Promise<void> {
    await host.call((client) => client.machines.takeSnapshot({ id, name }))
  }

  /** As all below, shows a refusal or failure to the user; resolves to whether it was done. */
  function take(id: string): Promise<boolean> {
    return attempt('takeSnapshot', id, () => takeNamed(id, defaultName(id)))
  }

  function apply(id: string, snapshotId: string, ask: AskDespite): Promise<boolean> {
    return attempt('applySnapshot', id, () =>
      asking(ask, (how) => host.call((client) => client.machines.applySnapshot({ id, snapshotId, ...how }))),
    )
  }

  /** Applies the snapshot that the machine came of. */
  function revert(id: string, ask: AskDespite): Promise<boolean> {
    return attempt('revert', id, () =>
      asking(ask, (how) => host.call((client) => client.machines.revert({ id, ...how }))),
    )
  }

  /** Where the snapshot is not quite as it was taken, nothing is done before the user has said how. */
  async function asking(ask: AskDespite, work: (how: { despite?: Despite }) => Promise<unknown>): Promise<void> {
    try {
      await work({})
    } catch (error) {
      const code = asKnownError(error)?.code
      if (code !== 'SNAPSHOT_MEDIA_CHANGED' && code !== 'SNAPSHOT_STATE_UNUSABLE') throw error
      const despite = await ask(code, describeError(error, locale.value))
      if (despite !== null) await work({ despite })
    }
  }

  /** Without the snapshot, with `subtree` without those that came of it either. */
  function remove(id: string, snapshotId: string, subtree: boolean): Promise<boolean> {
    return attempt('deleteSnapshot', id, () =>
      host.call((client) => client.machines.deleteSnapshot({ id, snapshotId, subtree })),
    )
  }

  function rename(id: string, snapshotId: string, name: string): Promise<boolean> {
    return attempt('renameSnapshot', id, () => change(id, snapshotId, { name }))
  }

  /** Rejects with what the host answers, so that it is shown beside what was entered. */
  async function change(id: string, snapshotId: string, texts: Partial<SnapshotTexts>): Promise<void> {
    await host.call((client) => client.machines.changeSnapshot({ id, snapshotId, ...texts }))
  }

  /** The screen as it was, as a PNG in base64. Rejects where the machine was off. */
  function image(id: string, snapshotId: string): Promise<ScreenImage> {
    return host.call((client) => client.machines.snapshotImage({ id, snapshotId }))
  }

  return {
    defaultName,
    takeNamed,
    take,
    apply,
    revert,
    remove,
    rename,
    change,
    image,
  }
})
