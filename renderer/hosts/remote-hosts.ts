import type { AddHost, ChangeHost } from '#shared/remote-host.ts'
import { useSessionsStore } from '../sessions/sessions.store.ts'
import { useHostStore } from '../stores/host.store.ts'

/** Adds hosts to the console and removes them; which there are is told by the own host. Each call rejects with what it answers. */
export function useRemoteHosts() {
  const sessions = useSessionsStore()

  function callOwn<Answer>(ask: Parameters<ReturnType<typeof useHostStore>['call']>[0]): Promise<Answer> {
    const [own] = sessions.all
    if (own === undefined) throw new Error('No host was connected to.')
    return useHostStore(own).call(ask) as Promise<Answer>
  }

  /** Resolves with the host's id. */
  async function add(wanted: AddHost): Promise<string> {
    const { id } = await callOwn<{ id: string }>((client) => client.hosts.add(wanted))
    return id
  }

  /** The same host is reached in another way, or called otherwise. */
  async function change(wanted: ChangeHost): Promise<void> {
    await callOwn((client) => client.hosts.change(wanted))
  }

  async function remove(id: string): Promise<void> {
    await callOwn((client) => client.hosts.remove({ id }))
  }

  return { add, change, remove }
}
