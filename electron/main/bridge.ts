import {
  BrowserWindow,
  ipcMain,
  MessageChannelMain,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type MessagePortMain,
} from 'electron'
import * as z from 'zod'
import { channelKinds, type ChannelKind } from '#shared/channel.ts'
import { connectionSchema, fileRequestSchema } from '#shared/desktop.ts'
import { bridgeChannels } from '#shared/desktop-channels.ts'
import { machineIdSchema } from '#shared/machine.ts'
import { hostIdSchema } from '#shared/remote-host.ts'
import { chooseFile } from './choose-file.ts'
import { isTrustedFrame } from './lock-down.ts'
import type { DesktopMessages } from './messages.ts'
import type { Windows } from './windows.ts'

/** The host as a page reaches it: whatever owns the machines, in this process or in another. */
export interface PortServer {
  /** Serves the contract on the port until it closes: the host's own, or that of a remote host it knows. */
  serveCalls(port: MessagePortMain, hostId?: string): void
  /** Joins the port with a machine's byte stream. */
  serveChannel(port: MessagePortMain, kind: ChannelKind, machineId: string, hostId?: string): void
}

const requestSchema = z.tuple([
  z.string().max(100),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rpc'), hostId: hostIdSchema.optional() }),
    z.object({ kind: z.enum(channelKinds), machineId: machineIdSchema, hostId: hostIdSchema.optional() }),
  ]),
])

/** The window of a page that may use the bridge. */
function trustedWindow(event: IpcMainEvent | IpcMainInvokeEvent): BrowserWindow | null {
  return isTrustedFrame(event.senderFrame) ? BrowserWindow.fromWebContents(event.sender) : null
}

function requireWindow(event: IpcMainInvokeEvent): BrowserWindow {
  const window = trustedWindow(event)
  if (window === null) throw new Error('Only the windows of Viridian may ask for this.')
  return window
}

/** Answers `DesktopBridge`; see shared/desktop.ts. */
export function answerBridge(server: PortServer, windows: Windows, messages: DesktopMessages): void {
  ipcMain.on(bridgeChannels.requestPort, (event, ...args: unknown[]) => {
    const request = requestSchema.safeParse(args)
    if (!request.success || trustedWindow(event) === null) return
    const [requestId, purpose] = request.data
    const { port1, port2 } = new MessageChannelMain()
    if (purpose.kind === 'rpc') server.serveCalls(port1, purpose.hostId)
    else server.serveChannel(port1, purpose.kind, purpose.machineId, purpose.hostId)
    event.sender.postMessage(bridgeChannels.port, requestId, [port2])
  })

  ipcMain.handle(bridgeChannels.openConnection, (event, connection: unknown) => {
    requireWindow(event)
    windows.showConnection(connectionSchema.parse(connection))
  })

  ipcMain.handle(bridgeChannels.chooseFile, (event, request: unknown) =>
    chooseFile(requireWindow(event), fileRequestSchema.parse(request), messages),
  )

  ipcMain.handle(bridgeChannels.setFullScreen, (event, on: unknown) => {
    requireWindow(event).setFullScreen(z.boolean().parse(on))
  })
}
