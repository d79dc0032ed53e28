import { stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { HostDisks } from '#electron/host/host-disks.ts'
import { JobRegistry } from '#electron/host/jobs/job-registry.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** Whose jobs all fail: what is asked here is done before they begin. */
function hostDisks(home: string): HostDisks {
  const launcher = { launch: () => Promise.reject(new Error('no processes here')) }
  const jobs = new JobRegistry({
    launcher,
    jobProcess: '',
    history: { jobs: [], add: () => undefined },
    publish: () => undefined,
  })
  return new HostDisks(
    home,
    jobs,
    () => [],
    () => undefined,
  )
}

describe('the folder of a new disk', () => {
  it('is made where it is missing, for its owner alone in the data folder', async () => {
    const home = await temporaryFolder()
    const made = path.join(home, 'disks', 'lab')
    await hostDisks(home).run({ kind: 'createFloppy', path: path.join(made, 'a.vfd'), capacity: 737_280 })
    const { mode } = await stat(made)
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o700)
  })

  it('is made for what a merge writes, and not for the disk that is merged', async () => {
    const home = await temporaryFolder()
    const disks = hostDisks(home)
    const into = path.join(home, 'merged', 'new.vhd')
    await disks.run({ kind: 'mergeDisk', path: path.join(home, 'gone', 'child.vhd'), into })
    expect((await stat(path.dirname(into))).isDirectory()).toBe(true)
    await expect(stat(path.join(home, 'gone'))).rejects.toThrow('ENOENT')
  })

  it('is refused where it cannot be made, before a job begins', async () => {
    const home = await temporaryFolder()
    const file = path.join(home, 'file')
    await writeFile(file, '')
    const wanted = path.join(file, 'below')
    const run = hostDisks(home).run({
      kind: 'createDisk',
      path: path.join(wanted, 'a.vhd'),
      type: 'dynamic',
      capacity: 1e9,
    })
    await expect(run).rejects.toMatchObject({ code: 'STORAGE_FAILED', facts: { path: wanted } })
    await expect(run).rejects.not.toMatchObject({ facts: { detail: expect.stringContaining(wanted) as unknown } })
  })
})
