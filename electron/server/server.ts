import { rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Host } from '#electron/host/host.ts'
import { httpAddress, requireLoopback, type ListenAddress } from './address.ts'
import { createApplication } from './application.ts'
import { ServerError } from './errors.ts'
import { removeHostFile, writeHostFile } from './host-file.ts'
import { readLastPort, writeLastPort } from './last-port.ts'
import { closeCodes, limits } from './limits.ts'
import { consolePagePath, openConsole } from './open-console.ts'
import { SocketSet } from './socket-set.ts'
import { Strangers } from './strangers.ts'
import { createUpgradeHandler } from './upgrade.ts'

export interface ServerOptions {
  readonly host: Host
  readonly listen: ListenAddress
  /** Folder of the built renderer, absolute. */
  readonly pages: string
  /** Called with the number of connected clients (WebSockets) whenever it changes. */
  readonly onClients?: (count: number) => void
  /** Milliseconds between pings; `limits.pingEvery` unless told. */
  readonly pingEvery?: number
}

export interface RunningServer {
  /** `http://ADDRESS:PORT`, without a token. */
  readonly url: string
  readonly address: string
  readonly port: number
  /** Says goodbye to every client and stops listening. The host stays open. Safe to call twice. */
  close(): Promise<void>
}

function listen(server: Server, { address, port }: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new ServerError('PORT_IN_USE', { address, port }, { cause: error })
          : new ServerError('ADDRESS_UNUSABLE', { address, port, detail: error.message }, { cause: error }),
      )
    }
    server.once('error', failed)
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', failed)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Where any port will do it is the one the last host of the data folder had, if that is free. */
async function listenAgain(server: Server, { address, port }: ListenAddress, home: string): Promise<number> {
  const last = port === 0 ? await readLastPort(home, address) : null
  const used = await listen(server, { address, port: last ?? port }).catch((error: unknown) => {
    if (last === null) throw error
    return listen(server, { address, port })
  })
  await writeLastPort(home, address, used)
  return used
}

/**
 * Serves a host on this computer: the web console over HTTP, the contract and the machines' byte streams over WebSocket.
 * Says in `host.json` where it listens. Throws `ServerError`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, listen: wanted, pages } = options
  requireLoopback(wanted.address)
  let port = wanted.port
  const sockets = new SocketSet(options.pingEvery ?? limits.pingEvery, options.onClients ?? (() => undefined))
  const url = () => httpAddress(wanted.address, port)
  const application = createApplication({
    access: host.access,
    info: () => host.info,
    pages,
    port: () => port,
    openConsole: () => openConsole(host.info.home, `${url()}/?token=${host.access.createToken()}`).catch(() => false),
  })
  const listener = getRequestListener(application.fetch, { overrideGlobalObjects: false })
  const server = createServer(
    { maxHeaderSize: limits.headers, headersTimeout: limits.strangerPatience },
    (request, response) => void listener(request, response),
  )
  const strangers = new Strangers(limits.strangers, limits.strangerPatience)
  server.on('connection', (socket) => strangers.arrive(socket))
  server.on(
    'upgrade',
    createUpgradeHandler(host, sockets, strangers, () => port),
  )

  const { signedOut, goingAway } = closeCodes
  host.access.onSignOut(() => sockets.closeThose(({ principal }) => principal.kind === 'page', signedOut, 'Signed out'))
  host.access.keys.onRevoke((id) => {
    sockets.closeThose(({ principal }) => principal.keyId === id, signedOut, 'The access key was revoked')
  })
  host.remoteHosts.onDisconnect((id) => {
    sockets.closeThose(({ remoteHostId }) => remoteHostId === id, goingAway, 'The host was removed')
  })

  const stop = async () => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()))
    await sockets.close(1000)
    server.closeAllConnections()
    await stopped
    // The token in it is worth nothing any more.
    await rm(consolePagePath(host.info.home), { force: true }).catch(() => undefined)
  }

  try {
    port = await listenAgain(server, wanted, host.info.home)
  } catch (error) {
    await sockets.close(0)
    throw error
  }
  const { address } = wanted
  const { pid, home, version, protocol, startedAt, restriction } = host.info
  const { secret } = host.access
  try {
    const restricted = restriction === null ? {} : { isRestricted: true as const }
    await writeHostFile(home, { pid, address, port, secret, version, protocol, startedAt, ...restricted })
  } catch (error) {
    await stop()
    throw error
  }

  let closing: Promise<void> | null = null
  const closeOnce = async () => {
    try {
      await removeHostFile(home, secret)
    } finally {
      await stop()
    }
  }
  const close = () => (closing ??= closeOnce())
  return { url: url(), address, port, close }
}
