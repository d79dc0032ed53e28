import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { protocolVersion } from '#shared/host.ts'
import { connectHost } from '#electron/server/client.ts'
import { hostFilePath, readHostFile, type HostFile } from '#electron/server/host-file.ts'
import { startServer } from '#electron/server/server.ts'
import { FakeHost, fakeMachine } from '../../fixtures/fake-host.ts'
import { startTestServer } from './running.ts'

const newHome = () => mkdtemp(path.join(tmpdir(), 'viridian-client-'))

async function homeWith(file: Partial<HostFile>): Promise<string> {
  const home = await newHome()
  const whole: HostFile = {
    pid: process.pid,
    address: '127.0.0.1',
    port: 1,
    secret: 's',
    version: '9.9.9',
    protocol: protocolVersion,
    startedAt: '2026-01-01T00:00:00.000Z',
    ...file,
  }
  await writeFile(hostFilePath(home), JSON.stringify(whole))
  return home
}

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid ?? 0
}

describe('host.json', () => {
  it('is readable by its owner alone while the host is served, and gone afterwards', async () => {
    const running = await startTestServer()
    const { home, server, host } = running
    if (process.platform !== 'win32') expect((await stat(hostFilePath(home))).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(hostFilePath(home), 'utf8'))).toEqual({
      pid: process.pid,
      address: '127.0.0.1',
      port: server.port,
      secret: host.access.secret,
      version: '0.0.0',
      protocol: protocolVersion,
      startedAt: host.info.startedAt,
    })
    await server.close()
    expect(await readHostFile(home)).toBeNull()
    await running.close()
  })

  it('is left alone where it speaks of another host by now', async () => {
    const running = await startTestServer()
    const other = await startServer({
      host: new FakeHost(running.home),
      listen: { address: '127.0.0.1', port: 0 },
      pages: running.home,
    })
    await running.server.close()
    expect((await readHostFile(running.home))?.port).toBe(other.port)
    await other.close()
    await running.close()
  })
})

describe('connectHost', () => {
  it('calls, watches, and hears when the host goes', async () => {
    const running = await startTestServer()
    const connection = await connectHost(running.home)
    const messages = await connection.client.host.watch()
    const first = await messages.next()
    expect(first.value).toMatchObject({ type: 'snapshot', snapshot: { machines: [{ name: 'lab' }] } })
    running.host.publish({ type: 'machine', machine: fakeMachine('lab', 'Paused') })
    expect((await messages.next()).value).toMatchObject({ change: { machine: { state: 'Paused' } } })
    await connection.client.machines.type({ id: 'id-lab', text: 'hi\n' })
    expect(running.host.typed).toEqual(['hi\n'])
    await expect(connection.client.machines.type({ id: 'none', text: 'x' })).rejects.toMatchObject({
      code: 'MACHINE_NOT_FOUND',
      data: { name: 'none' },
    })
    await running.server.close()
    await connection.closed
    await running.close()
  })

  it('says that no host runs: no file, junk in it, a dead process, a port nobody or somebody else listens on', async () => {
    const stranger = createServer((socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'))
    stranger.listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    const address = stranger.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const junk = await newHome()
    await writeFile(hostFilePath(junk), '{"pid":')
    const homes = [
      await newHome(),
      junk,
      await homeWith({ pid: await deadPid() }),
      await homeWith({}),
      await homeWith({ port }),
    ]
    for (const home of homes) {
      await expect(connectHost(home)).rejects.toMatchObject({ code: 'HOST_NOT_RUNNING', facts: { home } })
    }
    stranger.close()
  })

  it('says that no host runs where another host has taken the port', async () => {
    const running = await startTestServer()
    const home = await homeWith({ port: running.server.port })
    await expect(connectHost(home)).rejects.toMatchObject({ code: 'HOST_NOT_RUNNING' })
    await running.close()
  })

  it.skipIf(process.platform === 'win32')('sends nothing to a host that others could have named', async () => {
    const asked: unknown[] = []
    const stranger = createServer((socket) => asked.push(socket))
    await once(stranger.listen(0, '127.0.0.1'), 'listening')
    const address = stranger.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const open = await homeWith({ port })
    await chmod(hostFilePath(open), 0o666)
    const linked = await newHome()
    await symlink(hostFilePath(await homeWith({ port })), hostFilePath(linked))
    for (const [home, problem] of [
      [open, 'OPEN_TO_OTHERS'],
      [linked, 'NO_FILE'],
    ] as const) {
      await expect(connectHost(home)).rejects.toMatchObject({ code: 'HOST_FILE_UNTRUSTED', facts: { problem } })
    }
    expect(asked).toEqual([])
    stranger.close()
  })

  it('refuses a host that speaks another protocol', async () => {
    const home = await homeWith({ protocol: protocolVersion + 1 })
    await expect(connectHost(home)).rejects.toMatchObject({
      code: 'PROTOCOL_MISMATCH',
      facts: { hostVersion: '9.9.9', hostProtocol: protocolVersion + 1 },
    })
  })
})

describe('startServer', () => {
  it('says which port is in use', async () => {
    const running = await startTestServer()
    const { port } = running.server
    const second = startServer({
      host: new FakeHost(running.home),
      listen: { address: '127.0.0.1', port },
      pages: running.home,
    })
    await expect(second).rejects.toMatchObject({ code: 'PORT_IN_USE', facts: { address: '127.0.0.1', port } })
    // The file still speaks of the first.
    expect((await readHostFile(running.home))?.secret).toBe(running.host.access.secret)
    await running.close()
  })

  it.each(['0.0.0.0', '192.0.2.1', '::', 'example.org', ''])('does not listen on %s', async (address) => {
    const home = await newHome()
    await expect(
      startServer({ host: new FakeHost(home), listen: { address, port: 0 }, pages: home }),
    ).rejects.toMatchObject({
      code: 'ADDRESS_NOT_LOOPBACK',
    })
  })

  it('tells how many clients are connected', async () => {
    const counts: number[] = []
    const running = await startTestServer({ onClients: (count) => counts.push(count) })
    const connection = await connectHost(running.home)
    await connection.close()
    await expect.poll(() => counts).toEqual([1, 0])
    await running.close()
  })
})
