/** The host that a dialog was about was removed from the console. */
export class HostRemovedError extends Error {
  override readonly name = 'HostRemovedError'
  readonly host: string

  constructor(host: string) {
    super(host)
    this.host = host
  }
}
