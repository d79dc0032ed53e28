import type { ChannelKind } from './channel.ts'

/** What a page of the desktop application may ask of the main process; the preload script offers it as `window.viridian`. */
export interface DesktopBridge {
  readonly platform: string
  /** Asks for a port; it arrives by `window.postMessage` as a `PortMessage` with the port transferred. */
  requestPort(requestId: string, purpose: PortPurpose): void
  /** Opens (or brings forward) the virtual machine connection window of a machine. */
  openConnection(machineId: string): Promise<void>
  /** The system's open dialog for a CD/DVD image; null when cancelled. */
  chooseImage(): Promise<string | null>
  /** Puts this page's window into or out of full screen. */
  setFullScreen(on: boolean): Promise<void>
}

export type PortPurpose = { kind: 'rpc' } | { kind: ChannelKind; machineId: string }

export interface PortMessage {
  type: 'viridian:port'
  requestId: string
}
