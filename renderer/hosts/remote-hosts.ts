import type { AddHost, ChangeHost } from '#shared/remote-host.ts'
import { useSessionsStore } from '../sessions/sessions.store.ts'
import { useHostStore } from '../stores/host.store.ts'

/** Adds hosts to the console and removes them; which there are is told by the own host. Each call rejects with what it answers. */
export function useRemoteHosts() {
  const sessions = useSessionsStore()

  function ownHost() {
    if (sessions.own === null) throw new Error('No host was connected to.')
    return useHostStore(sessions.own)
  }

  /** Resolves with the host's id. */
  async function add(wanted: AddHost): Promise<string> {
    const { id } = await ownHost().call((client) => client.hosts.add(wanted))
    return id
  }

  /** The same host is reached in another way, or called otherwise. */
  async function change(wanted: ChangeHost): Promise<void> {
    await ownHost().call((client) => client.hosts.change(wanted))
  }

  async function remove(id: string): Promise<void> {
    await ownHost().call((client) => client.hosts.remove({ id }))
  }

  return { add, change, remove }
}
