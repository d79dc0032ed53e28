import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { DiskTask } from '#shared/disk.ts'
import { judge } from '#tests/fixtures/judge.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const source = path.join(builtResources.guests, 'lab-linux-disk.vhd')

describe('a job in a process of its own', () => {
  let folder: string
  let copy: DiskTask

  beforeEach(async () => {
    folder = await temporaryFolder()
    copy = { kind: 'convertDisk', path: path.join(folder, 'copies', 'copy.img'), source, format: 'raw', backing: [] }
    await mkdir(path.dirname(copy.path))
  })

  it('does what it is asked, and says how far it is', async () => {
    const { host, follower, pids } = await realHost(path.join(folder, 'home'))
    const job = await host.jobs.wait(await host.disks.run(copy))
    expect(job).toMatchObject({ kind: 'convertDisk', state: 'Completed', progress: 1, error: null })
    await judge('qemu-img', 'compare', '-f', 'vpc', '-F', 'raw', source, copy.path)
    const told = follower.changes.flatMap((change) => (change.type === 'job' ? [change.job.progress] : []))
    expect(told.length).toBeGreaterThan(5)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    const check = await host.jobs.wait(await host.disks.run({ kind: 'checkDisk', path: source, repair: false }))
    expect(check).toMatchObject({ state: 'Completed', result: { findings: [], repaired: [] } })
    const again = await host.jobs.wait(await host.disks.run(copy))
    expect(again).toMatchObject({
      state: 'Failed',
      error: { code: 'DISK_FAILED', facts: { problem: 'ALREADY_EXISTS' } },
    })
    expect(new Set(pids).size).toBe(3)
  })

  describe.skipIf(process.platform === 'win32')('that stands still', () => {
    const stop = (pid: number) => process.kill(pid, 'SIGSTOP')

    it('goes on to its end when it is cancelled, and leaves nothing', async () => {
      const { host, follower, pids } = await realHost(path.join(folder, 'home'), { launched: stop })
      const id = await host.disks.run(copy)
      while (pids.length === 0) await new Promise(setImmediate)
      host.jobs.cancel(id)
      await follower.until(() => follower.changes.length === 2)
      expect(follower.changes.at(-1)).toMatchObject({ type: 'job', job: { id, state: 'Cancelling' } })
      process.kill(pids[0] ?? 0, 'SIGCONT')
      expect(await host.jobs.wait(id)).toMatchObject({ state: 'Cancelled', error: null })
      expect(await readdir(path.dirname(copy.path))).toEqual([])
    })

    it('is interrupted when it is killed', async () => {
      const { host, pids } = await realHost(path.join(folder, 'home'), { launched: stop })
      const id = await host.disks.run(copy)
      while (pids.length === 0) await new Promise(setImmediate)
      process.kill(pids[0] ?? 0, 'SIGKILL')
      expect(await host.jobs.wait(id)).toMatchObject({
        state: 'Failed',
        error: {
          code: 'JOB_INTERRUPTED',
          facts: { path: copy.path, detail: expect.stringContaining('SIGKILL') as string },
        },
      })
    })

    it('is cancelled when the host closes, which waits for it', async () => {
      const { host, follower, pids } = await realHost(path.join(folder, 'home'), { launched: stop })
      const id = await host.disks.run(copy)
      while (pids.length === 0) await new Promise(setImmediate)
      const closing = host.close()
      await follower.until(() => follower.changes.length === 2)
      process.kill(pids[0] ?? 0, 'SIGCONT')
      await closing
      expect(follower.changes.flatMap((change) => (change.type === 'job' ? [change.job.state] : []))).toEqual([
        'Running',
        'Cancelling',
        'Cancelled',
      ])
      expect(await host.jobs.wait(id)).toMatchObject({ state: 'Cancelled' })
      expect(await readdir(path.dirname(copy.path))).toEqual([])
    })
  })
})
