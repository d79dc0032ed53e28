import path from 'node:path'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { builtResources } from '#electron/host/built-resources.ts'
import { createFirstMachine, isFirstRun } from '#electron/host/first-run.ts'
import { HostInUse, openHost } from '#electron/host/open-host.ts'
import type { Host } from '#electron/host/host.ts'
import { httpAddress, type ListenAddress } from '#electron/server/address.ts'
import { ServerError } from '#electron/server/errors.ts'
import { readHostFile } from '#electron/server/host-file.ts'
import { remoteDialer } from '#electron/server/remote/dial-remote.ts'
import { startServer, type RunningServer } from '#electron/server/server.ts'

/** Built files lie beside this program: it is `dist/cli/viridian.js`. */
const dist = path.dirname(import.meta.dirname)

export interface ComposeOptions {
  readonly home: string
  readonly listen: ListenAddress
  readonly onClients: (count: number) => void
  /** Makes a machine in a data folder that no host has used yet. */
  readonly firstMachine: boolean
}

/** Opens the data folder's host without a desktop and serves it. Throws `ServerError`, `ViridianError`. */
export async function serveHost(options: ComposeOptions): Promise<{ host: Host; server: RunningServer }> {
  const { home, listen, onClients } = options
  const makeFirst = options.firstMachine && (await isFirstRun(home))
  let host: Host
  try {
    host = await openHost({ home, launcher: forkLauncher, resources: builtResources(dist), dialer: remoteDialer })
  } catch (error) {
    if (!(error instanceof HostInUse)) throw error
    const file = await readHostFile(home)
    const address = file?.pid === error.pid ? httpAddress(file.address, file.port) : null
    throw new ServerError('HOST_ALREADY_RUNNING', { home, pid: error.pid, address }, { cause: error })
  }
  try {
    if (makeFirst && host.info.restriction === null) await createFirstMachine(host)
    return { host, server: await startServer({ host, listen, pages: path.join(dist, 'renderer'), onClients }) }
  } catch (error) {
    await host.close()
    throw error
  }
}
