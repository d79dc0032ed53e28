import { AsyncLocalStorage } from 'node:async_hooks'
import os from 'node:os'

/**
 * Whose call the code at work belongs to. It goes along with asynchronous work by itself, so that jobs and events say who
 * asked for them without every method between the router and them having to hand a name on.
 */
const callers = new AsyncLocalStorage<string>()

/** What the host is called where it does something by itself. */
export const hostItself = 'host'

/** The user of the computer whose program the host is. */
export function ownerName(): string {
  try {
    return os.userInfo().username
  } catch {
    // A number that no user has, as containers give.
    return String(process.getuid?.() ?? 'unknown')
  }
}

export function currentUser(): string {
  return callers.getStore() ?? hostItself
}

export function callAs<T>(user: string, work: () => T): T {
  return callers.run(user, work)
}

/** For what outlives the call that begins it: what a machine's process says later is nobody's doing. */
export function callAsHost<T>(work: () => T): T {
  return callers.run(hostItself, work)
}
