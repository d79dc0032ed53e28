import { contextBridge, ipcRenderer } from 'electron'
import type { DesktopBridge, PortMessage, VisitMessage } from '#shared/desktop.ts'
import { bridgeChannels } from '#shared/desktop-channels.ts'

// A port cannot cross the context bridge; a message to the page's own window carries it.
ipcRenderer.on(bridgeChannels.port, (event, requestId: string) => {
  const message: PortMessage = { type: 'viridian:port', requestId }
  window.postMessage(message, window.location.origin, event.ports)
})

ipcRenderer.on(bridgeChannels.visit, () => {
  const message: VisitMessage = { type: 'viridian:visit' }
  window.postMessage(message, window.location.origin)
})

const bridge: DesktopBridge = {
  platform: process.platform,
  requestPort: (requestId, purpose) => ipcRenderer.send(bridgeChannels.requestPort, requestId, purpose),
  openConnection: (connection) => ipcRenderer.invoke(bridgeChannels.openConnection, connection) as Promise<void>,
  chooseFile: (request) => ipcRenderer.invoke(bridgeChannels.chooseFile, request) as Promise<string | null>,
  setFullScreen: (on) => ipcRenderer.invoke(bridgeChannels.setFullScreen, on) as Promise<void>,
}

contextBridge.exposeInMainWorld('viridian', bridge)
