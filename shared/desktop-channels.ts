/** Names of the messages between the preload script and the main process; both sides take them from here. */
export const bridgeChannels = {
  /** Page to main: (requestId, purpose). */
  requestPort: 'viridian:request-port',
  /** Main to page: (requestId), with the port. */
  port: 'viridian:port',
  /** Main to page: the user went to this window again. */
  visit: 'viridian:visit',
  openConnection: 'viridian:open-connection',
  chooseFile: 'viridian:choose-file',
  setFullScreen: 'viridian:set-full-screen',
} as const
