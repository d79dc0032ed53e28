import path from 'node:path'
import { RPCHandler } from '@orpc/server/message-port'
import type { ListenAddress } from '#electron/server/address.ts'
import { startServer } from '#electron/server/server.ts'
import { builtResources } from '#electron/host/built-resources.ts'
import { createFirstMachine, isFirstRun } from '#electron/host/first-run.ts'
import { openHost } from '#electron/host/open-host.ts'
import { createRouter } from '#electron/host/router.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import { ownersPrincipal } from '#electron/host/principal.ts'
import { remoteDialer } from '#electron/server/remote/dial-remote.ts'
import { relayRemoteCalls } from '#electron/server/remote/relay-calls.ts'
import { openRemoteChannel } from '#electron/server/remote/remote-channel.ts'
import type { Backend } from './backend.ts'
import { callerPort } from './caller-port.ts'
import { refuseChannel, relayChannel } from './channel-relay.ts'
import { UtilityLauncher } from './utility-launcher.ts'

export interface LocalBackendOptions {
  readonly home: string
  /** Folder of the built programs. */
  readonly dist: string
  readonly guests: string | undefined
  /** Where the command line and browsers reach the desktop's host. */
  readonly listen: ListenAddress
}

/** Opens the host of the data folder in this process. Throws `HostInUse` where another process is its host. */
export async function openLocalBackend({ home, dist, guests, listen }: LocalBackendOptions): Promise<Backend> {
  const firstRun = await isFirstRun(home)
  const host = await openHost({
    home,
    launcher: new UtilityLauncher(),
    resources: builtResources(dist, guests),
    dialer: remoteDialer,
  })
  try {
    if (firstRun && host.info.restriction === null) await createFirstMachine(host)
    const server = await startServer({ host, listen, pages: path.join(dist, 'renderer') })
    const handler = new RPCHandler(createRouter(host))
    return {
      ownHostClosed: host.closed.then(() => server.close()),
      serveCalls: (port, hostId) => {
        if (hostId !== undefined) {
          const caller = callerPort(port)
          void relayRemoteCalls(host.remoteHosts, hostId, caller)
          return
        }
        handler.upgrade(port, { context: { principal: ownersPrincipal('page') } })
        port.start()
      },
      serveChannel: (port, kind, machineId, hostId) => {
        const opening =
          hostId === undefined
            ? host.machines.openChannel(machineId, kind)
            : openRemoteChannel(host.remoteHosts, hostId, kind, machineId)
        opening.then(
          (stream) => relayChannel(port, stream),
          // The page shows the machine's state, which says why.
          () => refuseChannel(port),
        )
      },
      poweredOn: () =>
        host.machines
          .list()
          .filter(({ state }) => isPoweredOn(state))
          .map(({ name, settings }) => ({ name, automaticStop: settings.automaticStop })),
      close: async () => {
        await host.close()
        await server.close()
      },
    }
  } catch (error) {
    await host.close()
    throw error
  }
}
