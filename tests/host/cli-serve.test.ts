import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
    const first = await fetch(told.url, { redirect: 'manual' })
    expect(first.status).toBe(303)
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const page = await fetch(told.address, { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const script = /<script[^>]+src="([^"]+)"/.exec(await page.text())?.[1] ?? 'none'
    const asset = await fetch(new URL(script, told.address), { headers: { cookie } })
    expect(asset.headers.get('content-type')).toContain('text/javascript')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(told.url, { redirect: 'manual' })).status).toBe(401)
    expect((await fetch(told.address, { headers: { authorization: `Bearer ${told.token}` } })).status).toBe(200)
  })

  it('is found by other commands, and refuses a second host on its folder', async () => {
    const { told } = await serve()
    expect((await viridian.json<HostInfo & { address: string }>('host', 'show')).address).toBe(told.address)
    const second = await viridian.run('serve')
    expect(second.code).toBe(1)
    expect(second.stderr).toContain(`process number ${told.pid} at ${told.address}`)
    expect((await fetch(told.address)).status).toBe(401)
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
