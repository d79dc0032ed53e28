import * as z from 'zod'
import type { ChannelKind } from './channel.ts'

/**
 * What a file dialog is for: its title and the kinds of files it shows. `source` is a disk of any format that is read,
 * `package` and `packageFolder` are what exports make, `folder` is any.
 */
export const fileKinds = ['disc', 'disk', 'floppy', 'source', 'package', 'packageFolder', 'folder'] as const
export type FileKind = (typeof fileKinds)[number]

export const fileRequestSchema = z.object({
  kind: z.enum(fileKinds),
  /** A file that is there, or a name for a new one. */
  use: z.enum(['open', 'save']),
  /** Where the dialog begins, a file's path or its name; empty for where the system would. */
  suggestion: z.string().max(4096),
})
export type FileRequest = z.infer<typeof fileRequestSchema>

/** A machine, with its host before it where that is not the page’s own: `HOST/MACHINE`. */
export const connectionSchema = z.string().regex(/^([\w-]{1,100}\/)?[\w-]{1,100}$/)

/** What a page of the desktop application may ask of the main process; the preload script offers it as `window.viridian`. */
export interface DesktopBridge {
  readonly platform: string
  /** Asks for a port; it arrives by `window.postMessage` as a `PortMessage` with the port transferred. */
  requestPort(requestId: string, purpose: PortPurpose): void
  /** Opens (or brings forward) the virtual machine connection window of a machine; see `connectionSchema`. */
  openConnection(connection: string): Promise<void>
  /** The system's dialog for a file to open or to make, its absolute path; null when cancelled. */
  chooseFile(request: FileRequest): Promise<string | null>
  /** Puts this page's window into or out of full screen. */
  setFullScreen(on: boolean): Promise<void>
}

/** What a port is for: the contract or a channel, of the own host or of the remote host whose id is given. */
export type PortPurpose = ({ kind: 'rpc' } | { kind: ChannelKind; machineId: string }) & { hostId?: string }

export interface PortMessage {
  type: 'viridian:port'
  requestId: string
}

/** Comes by `window.postMessage` as well: the user asked for the connection that this window shows already. */
export interface VisitMessage {
  type: 'viridian:visit'
}
