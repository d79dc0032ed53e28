import { AsyncLocalStorage } from 'node:async_hooks'
import { hostItself, type Principal } from './principal.ts'

/**
 * Whose call the code at work belongs to. It goes along with asynchronous work by itself, so that jobs and events say who
 * asked for them without every method between the router and them having to hand a name on.
 */
const callers = new AsyncLocalStorage<Principal>()

export function currentUser(): string {
  return (callers.getStore() ?? hostItself).name
}

export function callAs<T>(principal: Principal, work: () => T): T {
  return callers.run(principal, work)
}

/** For what outlives the call that begins it: what a machine's process says later is nobody's doing. */
export function callAsHost<T>(work: () => T): T {
  return callers.run(hostItself, work)
}
