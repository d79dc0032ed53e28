import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { RemoteHost } from '#shared/remote-host.ts'
import { useHostSession, type HostSession } from '../sessions/host-session.ts'

interface OfHost {
  readonly hostId: string
}
interface OfMachine extends OfHost {
  readonly machineId: string
}

/** Dialogs that need to know nothing but their host. */
export type PlainHostDialog = 'newMachine' | 'import' | 'hostSettings' | 'templates' | 'trash' | 'newDisk' | 'newFloppy'

/** A dialog that is about a host, a machine or a snapshot of it. */
export type HostDialog =
  | (OfHost & { readonly kind: PlainHostDialog })
  /** `path` is the disk to begin with. */
  | (OfHost & { readonly kind: 'inspectDisk' | 'editDisk'; readonly path: string | null })
  | (OfMachine & { readonly kind: 'machineSettings' | 'rename' | 'deleteMachine' | 'saveTemplate' })
  | (OfMachine & { readonly kind: 'export' | 'clone'; readonly snapshotId: string | null })
  | (OfMachine & { readonly kind: 'snapshotSettings'; readonly snapshotId: string })

/** `again` is the host that is to be connected to with another access key. */
export type Dialog = HostDialog | { readonly kind: 'connectToServer'; readonly again?: RemoteHost }

type WithoutHost<Each> = Each extends OfHost ? Omit<Each, 'hostId'> : never

/** Which dialogs of this window are open, whatever asked for them; `WindowDialogs` shows them. */
export const useDialogsStore = defineStore('dialogs', () => {
  /** The one opened last is in front. */
  const all = shallowRef<readonly Dialog[]>([])

  function open(dialog: Dialog): void {
    if (!all.value.some((each) => keyOf(each) === keyOf(dialog))) all.value = [...all.value, dialog]
  }

  function close(dialog: Dialog): void {
    all.value = all.value.filter((each) => keyOf(each) !== keyOf(dialog))
  }

  return { all, open, close }
})

/** The same for the same dialog about the same thing. */
export function keyOf(dialog: Dialog): string {
  const {
    kind,
    hostId = '',
    machineId = '',
    snapshotId = '',
  } = dialog as { kind: string; hostId?: string; machineId?: string; snapshotId?: string | null }
  return [kind, hostId, machineId, snapshotId].join('/')
}

/** Opens dialogs about the host that the component, or the composition, is about. */
export function useDialogs(session: HostSession = useHostSession()) {
  const store = useDialogsStore()
  return {
    open: (dialog: WithoutHost<HostDialog>) => store.open({ ...dialog, hostId: session.id }),
  }
}
