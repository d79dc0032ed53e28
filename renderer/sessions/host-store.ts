import { defineStore } from 'pinia'
import { useHostSession, type HostSession } from './host-session.ts'

/**
 * A store of which each host has its own. Without an argument it is that of the host the component, or the composition, is
 * about. It ends with the session.
 */
export function defineHostStore<Store extends object>(name: string, setup: (session: HostSession) => Store) {
  const define = (session: HostSession) => defineStore(`${session.id}/${name}`, () => setup(session))
  const definitions = new WeakMap<HostSession, ReturnType<typeof define>>()
  return (session: HostSession = useHostSession()) => {
    const known = definitions.get(session)
    if (known !== undefined) return known()
    const definition = define(session)
    definitions.set(session, definition)
    const store = definition()
    session.ended.addEventListener('abort', () => store.$dispose(), { once: true })
    return store
  }
}
