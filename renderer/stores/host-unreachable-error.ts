/** A command was given while the page had no connection to its host. */
export class HostUnreachableError extends Error {
  override readonly name = 'HostUnreachableError'
}
