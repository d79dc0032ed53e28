import type { PortServer } from './bridge.ts'
import type { QuitSubject } from './quit.ts'

/** The host as the desktop application uses it, in this process or in another of the same user. */
export interface Backend extends PortServer, QuitSubject {
  /**
   * Resolves when the application's own host has closed, whoever asked for it. Null where another process runs the
   * host: its end is shown by the pages, which wait for the next one.
   */
  readonly ownHostClosed: Promise<void> | null
}
