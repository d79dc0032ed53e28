import { type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { challengePath, hostProofText, signInPath, type Challenge, type PageSession } from '#shared/page-session.ts'
import type { HostInfo } from '#shared/host.ts'
import { CommandLine, firstLine } from '#tests/fixtures/command-line.ts'

interface Announcement {
  readonly address: string
  readonly token: string
  readonly url: string
  readonly pid: number
}

let viridian: CommandLine
let hosts: ChildProcess[]

beforeEach(async () => {
  viridian = new CommandLine(await mkdtemp(path.join(tmpdir(), 'viridian-serve-')))
  hosts = []
})
afterEach(async () => {
  for (const host of hosts) {
    if (host.exitCode === null && host.signalCode === null) {
      host.kill('SIGKILL')
      await once(host, 'exit')
    }
  }
  await rm(viridian.home, { recursive: true, force: true })
})

async function serve(...words: string[]): Promise<{ host: ChildProcess; told: Announcement }> {
  const host = viridian.spawn('serve', '--json', ...words)
  hosts.push(host)
  return { host, told: JSON.parse(await firstLine(host)) as Announcement }
}

function askForSession({ address }: Announcement, token: string | null): Promise<Response> {
  return fetch(address + signInPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address },
    body: JSON.stringify({ token }),
  })
}

const signIn = async (told: Announcement, token: string | null) => (await askForSession(told, token)).status
const fetchSession = async (told: Announcement, token: string) =>
  (await (await askForSession(told, token)).json()) as PageSession

async function exitCode(host: ChildProcess): Promise<number | null> {
  if (host.exitCode !== null) return host.exitCode
  const [code] = (await once(host, 'exit')) as [number | null]
  return code
}

describe('viridian serve', () => {
  it('tells an address that opens the built console once', async () => {
    const { host, told } = await serve()
    expect(told.pid).toBe(host.pid)
    expect(told.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/)
    const page = await fetch(told.url)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const script = /<script[^>]+src="([^"]+)"/.exec(await page.text())?.[1] ?? 'none'
    const asset = await fetch(new URL(script, told.address))
    expect(asset.headers.get('content-type')).toContain('text/javascript')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect(await signIn(told, new URL(told.url).searchParams.get('token'))).toBe(200)
    expect(await signIn(told, new URL(told.url).searchParams.get('token'))).toBe(401)
    expect(await signIn(told, told.token)).toBe(200)
  })

  it('keeps pages signed in when it is started again, under the same address', async () => {
    const { host, told } = await serve()
    const session = await fetchSession(told, told.token)
    host.kill('SIGTERM')
    expect(await exitCode(host)).toBe(0)
    const again = await serve()
    expect(again.told.address).toBe(told.address)
    const nonce = 'n'
    const answer = await fetch(`${told.address}${challengePath}?session=${session.id}&nonce=${nonce}`)
    const { challenge, proof } = (await answer.json()) as Challenge
    const key = Buffer.from(session.key, 'base64url')
    expect(proof).toBe(
      createHmac('sha256', key)
        .update(hostProofText(told.address, nonce, challenge))
        .digest('base64url'),
    )
  })

  it('is found by other commands, and refuses a second host on its folder', async () => {
    const { told } = await serve()
    expect((await viridian.json<HostInfo & { address: string }>('host', 'show')).address).toBe(told.address)
    const second = await viridian.run('serve')
    expect(second.code).toBe(1)
    expect(second.stderr).toContain(`process number ${told.pid} at ${told.address}`)
    expect(await signIn(told, 'none')).toBe(401)
  })

  it('says which port is in use, and leaves the folder free', async () => {
    const { told } = await serve()
    const { port } = new URL(told.address)
    const other = new CommandLine(path.join(viridian.home, 'other'))
    const refused = await other.run('serve', '--listen', `127.0.0.1:${port}`)
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain(`port ${port} of 127.0.0.1`)
    expect(await other.json('vm', 'list')).toEqual([])
    expect(await other.json('host', 'stop')).toEqual({ stopped: true })
    expect(await other.failure('serve', '--listen', '0.0.0.0:0')).toEqual({ exit: 2, code: 'ADDRESS_NOT_LOOPBACK' })
  })

  it.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'closes in order on %s',
    async (signal) => {
      const { host } = await serve()
      expect(existsSync(path.join(viridian.home, 'host.json'))).toBe(true)
      host.kill(signal)
      expect(await exitCode(host)).toBe(0)
      expect(existsSync(path.join(viridian.home, 'host.json'))).toBe(false)
    },
  )

  it.skipIf(process.platform === 'win32')('closes in order when one request to end reaches it twice', async () => {
    const { host } = await serve()
    host.kill('SIGTERM')
    host.kill('SIGINT')
    expect(await exitCode(host)).toBe(0)
    expect(existsSync(path.join(viridian.home, 'host.json'))).toBe(false)
  })

  it('ends by itself when nobody needs it', async () => {
    const { host } = await serve('--exit-when-idle', '0.005')
    expect(await exitCode(host)).toBe(0)
  })

  it('is replaced when it was killed', async () => {
    const { host, told } = await serve()
    host.kill('SIGKILL')
    await exitCode(host)
    expect(existsSync(path.join(viridian.home, 'host.json'))).toBe(true)
    const { pid } = await viridian.json<HostInfo>('host', 'show')
    expect(pid).not.toBe(told.pid)
    expect(await viridian.json('host', 'stop')).toEqual({ stopped: true })
  })
})
