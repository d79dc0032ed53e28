import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { extractAll } from '@electron/asar'
import { _electron } from '@playwright/test'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectHost } from '#electron/server/client.ts'
import { electronStandIn } from '../electron-stand-in/index.ts'
import { packageForLinux } from './package-for.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'viridian-packaged-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it.runIf(process.platform === 'linux')(
  'starts a machine and does a job from nothing but what the archive holds',
  async () => {
    const application = path.join(folder, 'application')
    const home = path.join(folder, 'home')
    extractAll(path.join(await packageForLinux(folder), 'resources/app.asar'), application)
    const desktop = await _electron.launch({
      args: [application],
      cwd: folder,
      executablePath: path.join(electronStandIn(), 'electron'),
      env: { ...process.env, VIRIDIAN_HOME: home },
    })
    try {
      const manager = await desktop.firstWindow()
      await manager.getByRole('tree').waitFor()
      const host = await connectHost(home)
      const { id } = await host.client.machines.create({ name: 'Packaged', memory: 16, dvd: { kind: 'none' } })
      await host.client.machines.start({ id })
      await manager.getByText('Running').first().waitFor()
      await host.client.machines.turnOff({ id })
      const disk = {
        kind: 'createDisk',
        path: path.join(folder, 'packaged.vhd'),
        type: 'dynamic',
        capacity: 2 ** 22,
      } as const
      const { jobId } = await host.client.disks.run(disk)
      expect(await host.client.jobs.wait({ id: jobId })).toMatchObject({ state: 'Completed' })
      const { findings } = await host.client.host.examine()
      expect(findings.map(({ code }) => code)).not.toContain('RESOURCE_MISSING')
      await host.close()
    } finally {
      await desktop.close()
    }
  },
)
