import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication } from '@playwright/test'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectHost } from '#electron/server/client.ts'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import { builtResources } from '#electron/host/built-resources.ts'
import { openHost } from '#electron/host/open-host.ts'
import { startServer } from '#electron/server/server.ts'
import type { DesktopBridge } from '#shared/desktop.ts'
import { electronStandIn, hasElectronBinary } from '../electron-stand-in/index.ts'

const root = path.join(import.meta.dirname, '../..')
const dist = path.join(root, 'dist')

// Chromium refuses to run as root with its sandbox.
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []

let home: string
const running: ElectronApplication[] = []

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'viridian-desktop-'))
})

afterEach(async () => {
  for (const application of running.splice(0)) await application.close()
  await rm(home, { recursive: true, force: true })
})

async function startDesktop(): Promise<ElectronApplication> {
  if (!hasElectronBinary()) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electronStandIn()
  const application = await _electron.launch({ args: [...sandbox, root], env: { ...process.env, VIRIDIAN_HOME: home } })
  running.push(application)
  return application
}

declare global {
  interface Window {
    readonly viridian?: DesktopBridge
  }
}

describe('the desktop application', () => {
  it('composes the host, which the command line reaches as well', async () => {
    const desktop = await startDesktop()
    const manager = await desktop.firstWindow()
    const host = await connectHost(home)
    await host.client.machines.create({ name: 'From outside', memory: 16, dvd: { kind: 'none' } })
    await manager.getByText('From outside').first().waitFor()
    await host.close()
  })

  it('streams a machine’s screen into one connection window a machine', async () => {
    const desktop = await startDesktop()
    const manager = await desktop.firstWindow()
    const host = await connectHost(home)
    const { id } = await host.client.machines.create({ name: 'Screen', memory: 16, dvd: { kind: 'none' } })
    await host.client.machines.start({ id })
    const opened = desktop.waitForEvent('window')
    await manager.evaluate((machine) => window.viridian?.openConnection(machine), id)
    const connection = await opened
    // The firmware has a screen of text mode, 720 by 400 points.
    await connection.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) >= 640)
    await manager.evaluate((machine) => window.viridian?.openConnection(machine), id)
    expect(desktop.windows()).toHaveLength(2)
    await host.client.machines.turnOff({ id })
    await host.close()
  })

  it('keeps its pages where they are, and its bridge out of reach of scripts', async () => {
    const desktop = await startDesktop()
    const manager = await desktop.firstWindow()
    await manager.getByRole('tree').waitFor()
    const before = manager.url()
    await manager.evaluate(() => {
      window.open('https://example.com/')
      window.location.href = 'https://example.com/'
    })
    // The page still answers, as itself.
    await manager.getByRole('tree').waitFor()
    expect(manager.url()).toBe(before)
    expect(desktop.windows()).toHaveLength(1)
    expect(await manager.evaluate(() => [Object.isFrozen(window.viridian), typeof globalThis.process])).toEqual([
      true,
      'undefined',
    ])
  })

  it('attaches to the host that already runs on the data folder, and leaves it running', async () => {
    const host = await openHost({ home, launcher: forkLauncher, resources: builtResources(dist) })
    const listen = { address: '127.0.0.1', port: 0 }
    const server = await startServer({ host, listen, pages: path.join(dist, 'renderer') })
    try {
      const machine = await host.machines.create({ name: 'Elsewhere', memory: 16, dvd: { kind: 'none' } })
      await host.machines.start(machine.id)
      const desktop = await startDesktop()
      const manager = await desktop.firstWindow()
      await manager.getByText('Elsewhere').first().waitFor()
      const opened = desktop.waitForEvent('window')
      await manager.evaluate((id) => window.viridian?.openConnection(id), machine.id)
      const connection = await opened
      await connection.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) >= 640)
      await desktop.close()
      running.splice(0)
      expect(host.machines.list()[0]?.state).toBe('Running')
    } finally {
      await host.close()
      await server.close()
    }
  })

  it('asks before it turns machines off, and turns them off when told to', async () => {
    const desktop = await startDesktop()
    const manager = await desktop.firstWindow()
    const host = await connectHost(home)
    const { id } = await host.client.machines.create({ name: 'Busy', memory: 16, dvd: { kind: 'none' } })
    await host.client.machines.start({ id })
    await host.close()
    await desktop.evaluate(({ dialog }) => {
      let asked = 0
      dialog.showMessageBox = () => Promise.resolve({ response: asked++ === 0 ? 1 : 0, checkboxChecked: false })
    })
    // The first answer is Cancel: everything stays.
    await desktop.evaluate(({ app }) => app.quit())
    await manager.getByText('Running').first().waitFor()
    await desktop.close()
    running.splice(0)
    await expect(connectHost(home)).rejects.toMatchObject({ code: 'HOST_NOT_RUNNING' })
  })
})
