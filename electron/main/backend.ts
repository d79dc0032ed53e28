import type { PortServer } from './bridge.ts'
import type { QuitSubject } from './quit.ts'

/** The host as the desktop application uses it, in this process or in another of the same user. */
export type Backend = PortServer & QuitSubject
