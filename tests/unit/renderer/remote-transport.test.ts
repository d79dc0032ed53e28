import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RPCHandler } from '@orpc/server/message-port'
import type { DesktopBridge, PortPurpose } from '#shared/desktop.ts'
import { describeError } from '#shared/messages/index.ts'
import { createRouter } from '#electron/host/router.ts'
import { ownersPrincipal } from '#electron/host/principal.ts'
import { MessagePortTransport } from '#renderer/transport/message-port-transport.ts'
import type { PageAccess } from '#renderer/transport/page-access.ts'
import { RemoteHostError } from '#renderer/transport/remote-host-error.ts'
import { WebSocketTransport } from '#renderer/transport/websocket-transport.ts'
import { FakeHost } from '#tests/fixtures/fake-host.ts'

const id = '0b7b8a9c-2c5e-4d5f-8a3b-6f1e2d3c4b5a'
const connected = '{"state":"connected","problem":null}'
const refused = JSON.stringify({
  state: 'notAllowed',
  problem: { code: 'REMOTE_KEY_REFUSED', facts: { address: '127.0.0.1:8006' } },
})

/** A WebSocket as a browser has it. */
class Socket extends EventTarget {
  static readonly opened: Socket[] = []
  readonly sent: unknown[] = []
  binaryType = ''
  readyState = 1
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    Socket.opened.push(this)
  }

  send(text: unknown): void {
    this.sent.push(text)
  }

  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }

  close(): void {
    this.readyState = 3
    this.dispatchEvent(Object.assign(new Event('close'), { code: 1000 }))
  }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('a page in a browser', () => {
  const access = { protocols: () => Promise.resolve(['viridian']) } as unknown as PageAccess
  const location = { protocol: 'http:', host: '127.0.0.1:8006' }

  beforeEach(() => {
    Socket.opened.length = 0
    vi.stubGlobal('WebSocket', Socket)
  })

  async function open(hostId: string | null) {
    const transport = new WebSocketTransport(location, access, hostId)
    const lost = vi.fn()
    const connecting = transport.connect(lost)
    const socket = await vi.waitUntil(() => Socket.opened[0])
    return { connecting, socket, lost, transport }
  }

  it('is connected with a remote host when that is what its first message says', async () => {
    const { connecting, socket, lost, transport } = await open(id)
    expect(socket.url).toBe(`ws://127.0.0.1:8006/hosts/${id}/rpc`)
    socket.dispatchEvent(new Event('open'))
    let isConnected = false
    void connecting.then(() => (isConnected = true))
    await Promise.resolve()
    expect(isConnected).toBe(false)
    socket.receive(connected)
    const client = await connecting
    const examined = client.host.examine()
    await vi.waitUntil(() => socket.sent.length > 0)
    const { i } = JSON.parse(String(socket.sent[0])) as { i: string }
    socket.receive(JSON.stringify({ i, p: { b: { json: { findings: [] } } } }))
    expect(await examined).toEqual({ findings: [] })
    transport.openChannel('display', 'lab')
    await vi.waitUntil(() => Socket.opened[1])
    expect(Socket.opened[1]?.url).toBe(`ws://127.0.0.1:8006/hosts/${id}/channels/display/lab`)
    expect(lost).not.toHaveBeenCalled()
    socket.close()
    expect(lost).toHaveBeenCalledOnce()
  })

  it('is told why it is not connected with it', async () => {
    const { connecting, socket, lost } = await open(id)
    socket.receive(refused)
    const error = await connecting.catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(RemoteHostError)
    expect(error).toMatchObject({ state: 'notAllowed', code: 'REMOTE_KEY_REFUSED' })
    expect(describeError(error, 'en')).toContain('127.0.0.1:8006 does not know this access key')
    expect(lost).not.toHaveBeenCalled()
    expect(socket.readyState).toBe(3)
  })

  it.each(['hello', '{"state":"connected"}', '{"state":"x","problem":null}', new ArrayBuffer(2)])(
    'takes no %j for a word about it',
    async (greeting) => {
      const { connecting, socket } = await open(id)
      socket.receive(greeting)
      await expect(connecting).rejects.toThrow('The host relays what it should not.')
    },
  )

  it('is connected with its own host at once', async () => {
    const { connecting, socket } = await open(null)
    expect(socket.url).toBe('ws://127.0.0.1:8006/rpc')
    socket.dispatchEvent(new Event('open'))
    expect(await connecting).toBeDefined()
  })
})

describe('a page of the desktop application', () => {
  const asked: PortPurpose[] = []

  beforeEach(() => {
    vi.stubGlobal('window', new EventTarget())
  })

  /** Hands a page the other end of the port that `serve` gets. */
  function bridge(serve: (port: MessagePort) => void): DesktopBridge {
    const requestPort: DesktopBridge['requestPort'] = (requestId, purpose) => {
      asked.push(purpose)
      const { port1, port2 } = new MessageChannel()
      serve(port1)
      const data = { type: 'viridian:port', requestId }
      const event = Object.assign(new Event('message'), { data, source: window, ports: [port2] })
      window.dispatchEvent(event)
    }
    return { requestPort } as DesktopBridge
  }

  it('is connected with a remote host when that is what its first message says', async () => {
    const host = new FakeHost('/home')
    const transport = new MessagePortTransport(
      bridge((port) => {
        port.postMessage(connected)
        new RPCHandler(createRouter(host)).upgrade(port, { context: { principal: ownersPrincipal('page') } })
        port.start()
      }),
      id,
    )
    const client = await transport.connect(() => undefined)
    await client.machines.type({ id: 'id-lab', text: 'hello' })
    expect(host.typed).toEqual(['hello'])
    transport.openChannel('serial', 'lab')
    expect(asked).toEqual([
      { kind: 'rpc', hostId: id },
      { kind: 'serial', machineId: 'lab', hostId: id },
    ])
  })

  it('is told why it is not', async () => {
    const transport = new MessagePortTransport(
      bridge((port) => {
        port.postMessage(refused)
        port.close()
      }),
      id,
    )
    await expect(transport.connect(() => undefined)).rejects.toMatchObject({
      name: 'RemoteHostError',
      state: 'notAllowed',
    })
  })
})
