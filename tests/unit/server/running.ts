import { createHmac } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { WebSocket, type ClientOptions } from 'ws'
import { startServer, type RunningServer, type ServerOptions } from '#electron/server/server.ts'
import {
  challengePath,
  hostProofText,
  pageProofText,
  proofProtocol,
  signInPath,
  type Challenge,
  type PageSession,
} from '#shared/page-session.ts'
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
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path: target, method, headers }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (answer += text))
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer }))
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

/** POSTs JSON as a page of the origin does. */
export function post(
  { port }: Pick<RunningServer, 'port'>,
  target: string,
  body: unknown,
  headers: Record<string, string> = { origin: `http://127.0.0.1:${port}` },
): Promise<Answer> {
  const text = JSON.stringify(body)
  const type = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return ask({ port }, target, { ...type, ...headers }, 'POST', text)
}

/** Signs a page in with a one-time token. */
export async function signIn({ host, server }: Running): Promise<PageSession> {
  const { body } = await post(server, signInPath, { token: host.access.createToken() })
  return JSON.parse(body) as PageSession
}

/** The subprotocols a page opens a WebSocket with, after it has made sure of its host. */
export async function prove(server: Pick<RunningServer, 'port'>, session: PageSession): Promise<string[]> {
  const origin = `http://127.0.0.1:${server.port}`
  const { body } = await ask(server, `${challengePath}?session=${session.id}&nonce=n`)
  const { challenge, proof } = JSON.parse(body) as Challenge
  const hmac = (text: string) =>
    createHmac('sha256', Buffer.from(session.key, 'base64url')).update(text).digest('base64url')
  if (proof !== hmac(hostProofText(origin, 'n', challenge))) throw new Error('another host')
  return ['viridian', proofProtocol(session.id, challenge, hmac(pageProofText(origin, challenge)))]
}

/** Opens a WebSocket; rejects with the HTTP status in the message where it is refused. */
export function connect(
  { port }: Pick<RunningServer, 'port'>,
  target: string,
  headers: Record<string, string> = {},
  options: ClientOptions & { protocols?: string[] } = {},
) {
  return new Promise<WebSocket>((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, options.protocols ?? [], { ...options, headers })
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
