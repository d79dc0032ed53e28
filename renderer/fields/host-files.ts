import type { FileRequest } from '#shared/desktop.ts'
import { i18n } from '../i18n/index.ts'
import { useHostSession } from '../sessions/host-session.ts'
import { useHostStore } from '../stores/host.store.ts'

/** Names and chooses files on the computer of the host that is meant. */
export function useHostFiles() {
  const session = useHostSession()
  const host = useHostStore(session)
  // The system's dialog shows the files of this computer.
  const bridge = session.isOwn ? window.viridian : undefined

  /** The label of a field for a path: of another host it says whose files it names. */
  function label(text: string): string {
    return session.isOwn
      ? text
      : i18n.global.t('hosts.pathOn', { label: text.replace(/:$/, ''), name: host.name ?? '' })
  }

  return {
    label,
    canChoose: bridge !== undefined,
    /** The path that the user chose in the system's dialog; null where there is none, or nothing was chosen. */
    choose: async (request: FileRequest): Promise<string | null> => (await bridge?.chooseFile(request)) ?? null,
  }
}
