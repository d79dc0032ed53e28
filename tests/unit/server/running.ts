import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocket, type ClientOptions } from 'ws'
import { startServer, type RunningServer, type ServerOptions } from '#electron/server/server.ts'
import { FakeHost } from '../../fixtures/fake-host.ts'
import type { Machine } from '#shared/machine.ts'

export interface Running {
  readonly home: string
  readonly host: FakeHost
  readonly server: RunningServer
  close(): Promise<void>
}

/** A real server on a free port, with pages of its own, in front of a fake host. */
export async function startTestServer(options: Partial<ServerOptions> = {}, machines?: Machine[]): Promise<Running> {
  const home = await mkdtemp(path.join(tmpdir(), 'viridian-server-'))
  const pages = path.join(home, 'pages')
  await mkdir(path.join(pages, 'assets'), { recursive: true })
  await writeFile(path.join(pages, 'index.html'), '<!doctype html><title>Console</title>')
  await writeFile(path.join(pages, 'assets/index-AbCd_123.js'), 'export {}')
  await writeFile(path.join(pages, 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(path.join(home, 'secret.html'), 'outside')
  await writeFile(path.join(home, 'pages-too.html'), 'outside')
  const host = new FakeHost(home, machines)
  const server = await startServer({ host, listen: { address: '127.0.0.1', port: 0 }, pages, ...options })
  return {
    home,
    host,
    server,
    close: async () => {
      await server.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** An HTTP request exactly as given: no normalised path, no redirect followed, any Host header. */
export function ask(
  { port }: Pick<RunningServer, 'port'>,
  target: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path: target, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    outgoing.once('error', reject)
    outgoing.end()
  })
}

/** Signs in with a one-time token; resolves with the Cookie header to send. */
export async function signIn({ host, server }: Running): Promise<string> {
  const { headers } = await ask(server, `/?token=${host.access.createToken()}`)
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

/** Opens a WebSocket; rejects with the HTTP status in the message where it is refused. */
export function connect(
  { port }: Pick<RunningServer, 'port'>,
  target: string,
  headers: Record<string, string> = {},
  options: ClientOptions = {},
) {
  return new Promise<WebSocket>((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, { ...options, headers })
    socket.once('open', () => resolve(socket))
    socket.on('error', reject)
    socket.once('unexpected-response', (_request, response) => {
      response.resume()
      reject(new Error(`refused ${response.statusCode ?? 0}`))
    })
  })
}

export function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', (code) => resolve(code)))
}
