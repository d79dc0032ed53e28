import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { DiskError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { callAs } from '#electron/host/caller.ts'
import { jobsKept } from '#electron/host/jobs/job-history.ts'
import { JobRegistry, recentJobs } from '#electron/host/jobs/job-registry.ts'
import type { DiskTask } from '#shared/disk.ts'
import { ViridianError } from '#shared/errors.ts'
import { jobSchema, type Job } from '#shared/job.ts'
import { FakeJobLauncher, type FakeJobProcess } from '#tests/fixtures/fake-job-launcher.ts'
import { follow, openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { until } from '#tests/fixtures/patience.ts'

const task: DiskTask = { kind: 'compactDisk', path: '/disks/lab.vhd' }

function registry() {
  const launcher = new FakeJobLauncher()
  const published: Job[] = []
  const history = { jobs: [], add: () => undefined }
  const jobs = new JobRegistry({ launcher, jobProcess: 'job.js', history, publish: (job) => published.push(job) })
  /** A job whose process runs. */
  const running = async (work: DiskTask = task): Promise<{ id: string; process: FakeJobProcess }> => {
    const count = launcher.processes.length
    const id = jobs.start(work)
    await until(() => launcher.processes.length > count)
    const process = launcher.processes.at(-1)
    if (process === undefined) throw new Error('no process')
    await until(() => process.told.length > 0)
    return { id, process }
  }
  return { launcher, published, jobs, running }
}

describe('a job', () => {
  it('tells how far it is until it is done, and everybody what came of it', async () => {
    const { published, jobs, running } = registry()
    const { id, process } = await running({ kind: 'checkDisk', path: '/disks/lab.vhd', repair: false })
    expect(process.told).toEqual([{ kind: 'run', task: { kind: 'checkDisk', path: '/disks/lab.vhd', repair: false } }])
    process.say({ kind: 'progress', fraction: 0.25 })
    process.say({ kind: 'progress', fraction: 0.5 })
    const result = { findings: [], repaired: [] }
    process.say({ kind: 'completed', result })
    const job = await jobs.wait(id)
    expect(job).toMatchObject({
      id,
      kind: 'checkDisk',
      path: '/disks/lab.vhd',
      state: 'Completed',
      progress: 1,
      result,
    })
    expect(job.error).toBeNull()
    expect(Date.parse(job.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(job.startedAt))
    expect(published.map(({ state, progress }) => [state, progress])).toEqual([
      ['Running', 0],
      ['Running', 0.25],
      ['Running', 0.5],
      ['Completed', 1],
    ])
    for (const each of published) expect(jobSchema.parse(each)).toEqual(each)
    expect(process.killed).toBe(true)
    expect(await jobs.wait(id)).toEqual(job)
  })

  it('ends when it is cancelled, once its process has cleaned up', async () => {
    const { published, jobs, running } = registry()
    const { id, process } = await running()
    jobs.cancel(id)
    jobs.cancel(id)
    expect(process.told.slice(1)).toEqual([{ kind: 'cancel' }])
    expect(jobs.jobs).toMatchObject([{ state: 'Cancelling', endedAt: null }])
    process.say({ kind: 'progress', fraction: 0.9 })
    expect(jobs.jobs).toMatchObject([{ state: 'Cancelling' }])
    process.say({ kind: 'cancelled' })
    expect(await jobs.wait(id)).toMatchObject({ state: 'Cancelled', error: null, result: null })
    expect(published.map(({ state }) => state)).toEqual(['Running', 'Cancelling', 'Cancelling', 'Cancelled'])
    jobs.cancel(id)
    expect(jobs.jobs).toMatchObject([{ state: 'Cancelled' }])
  })

  it('is cancelled before its process has started, too', async () => {
    const { launcher, jobs } = registry()
    const release = launcher.hold()
    const id = jobs.start(task)
    jobs.cancel(id)
    release()
    await until(() => launcher.processes[0]?.told.length === 2)
    expect(launcher.processes[0]?.told.map(({ kind }) => kind)).toEqual(['run', 'cancel'])
    launcher.processes[0]?.say({ kind: 'cancelled' })
    expect(await jobs.wait(id)).toMatchObject({ state: 'Cancelled' })
  })

  it('that is done in the moment it is cancelled is done', async () => {
    const { jobs, running } = registry()
    const { id, process } = await running()
    jobs.cancel(id)
    process.say({ kind: 'completed', result: null })
    expect(await jobs.wait(id)).toMatchObject({ state: 'Completed', progress: 1 })
  })

  it('that fails says why', async () => {
    const { jobs, running } = registry()
    const { id, process } = await running()
    process.say({ kind: 'progress', fraction: 0.5 })
    const full = { code: 'DISK_FAILED', facts: { problem: 'NO_SPACE', path: '/disks/lab.vhd' } }
    process.say({ kind: 'failed', detail: 'full', error: full })
    expect(await jobs.wait(id)).toMatchObject({
      state: 'Failed',
      progress: 0.5,
      error: { code: 'DISK_FAILED', facts: { problem: 'NO_SPACE', path: '/disks/lab.vhd' } },
    })
    const other = await running()
    other.process.say({ kind: 'failed', detail: 'a mistake of ours', error: null })
    expect(await jobs.wait(other.id)).toMatchObject({
      state: 'Failed',
      error: { code: 'JOB_INTERRUPTED', facts: { path: '/disks/lab.vhd', detail: 'a mistake of ours' } },
    })
  })

  it.each([
    [{ signal: 'SIGKILL' }, 'its process ended (SIGKILL)'],
    [{ code: 134 }, 'its process ended (134)'],
    [{ code: 1, errorOutput: 'out of memory\n' }, 'out of memory'],
    [{}, 'its process ended (unknown)'],
  ])('is interrupted where its process ends: %o', async (exit, detail) => {
    const { jobs, running } = registry()
    const { id, process } = await running()
    process.exit(exit)
    expect(await jobs.wait(id)).toMatchObject({
      state: 'Failed',
      error: { code: 'JOB_INTERRUPTED', facts: { path: '/disks/lab.vhd', detail } },
    })
  })

  it('is interrupted where its process cannot start, or says what nobody knows', async () => {
    const { launcher, jobs, running } = registry()
    const { id, process } = await running()
    process.say('nonsense')
    expect(await jobs.wait(id)).toMatchObject({ state: 'Failed', error: { code: 'JOB_INTERRUPTED' } })
    expect(process.killed).toBe(true)
    launcher.fail('too many processes')
    expect(await jobs.wait(jobs.start(task))).toMatchObject({
      error: { code: 'JOB_INTERRUPTED', facts: { detail: 'too many processes' } },
    })
  })
})

describe('work in the host itself', () => {
  const description = { kind: 'takeSnapshot', path: '/machines/lab', machine: { id: 'a', name: 'lab' } } as const

  it('is a job like any other, of a machine', async () => {
    const { launcher, published, jobs } = registry()
    const id = jobs.carryOut(description, ({ progress }) => {
      progress(0.5)
      progress(0.4)
      progress(0.501)
      return Promise.resolve('done')
    })
    expect(await jobs.wait(id)).toMatchObject({
      kind: 'takeSnapshot',
      machineId: 'a',
      machineName: 'lab',
      user: 'host',
      state: 'Completed',
      result: 'done',
    })
    expect(await jobs.result(id)).toBe('done')
    expect(published.map(({ progress }) => progress)).toEqual([0, 0.5, 1])
    for (const each of published) expect(jobSchema.parse(each)).toEqual(each)
    expect(launcher.processes).toEqual([])
  })

  it('says who asked for it', async () => {
    const { jobs } = registry()
    const id = callAs({ name: 'chris', kind: 'program' }, () => jobs.carryOut(description, () => Promise.resolve()))
    expect(await jobs.wait(id)).toMatchObject({ user: 'chris' })
  })

  it('is cancelled by its signal', async () => {
    const { jobs } = registry()
    const id = jobs.carryOut(description, ({ signal }) => setTimeout(2 ** 30, null, { signal }))
    jobs.cancel(id)
    expect(await jobs.wait(id)).toMatchObject({ state: 'Cancelled', error: null })
    await expect(jobs.result(id)).rejects.toMatchObject({ code: 'JOB_CANCELLED', facts: { path: '/machines/lab' } })
  })

  it('is not cancelled where that would ruin something', async () => {
    const { jobs } = registry()
    const finish: (() => void)[] = []
    const id = jobs.carryOut(
      { ...description, cancellable: false },
      () => new Promise<void>((done) => finish.push(done)),
    )
    expect(() => jobs.cancel(id)).toThrow(new ViridianError('JOB_NOT_CANCELLABLE', { path: '/machines/lab' }))
    await until(() => finish.length > 0)
    const closing = jobs.close()
    finish[0]?.()
    await closing
    expect(jobs.jobs).toMatchObject([{ state: 'Completed', cancellable: false }])
  })

  it('fails with the error it met, as the one who waits for its result learns', async () => {
    const { jobs } = registry()
    const error = new ViridianError('STORAGE_FAILED', { path: '/machines', detail: 'full' })
    const id = jobs.carryOut(description, () => Promise.reject(error))
    await expect(jobs.result(id)).rejects.toBe(error)
    expect(await jobs.wait(id)).toMatchObject({ state: 'Failed', error: { code: error.code, facts: error.facts } })
    const disk = jobs.carryOut(description, () => Promise.reject(new DiskError('NO_SPACE', { path: '/d.vhd' })))
    expect(await jobs.wait(disk)).toMatchObject({ error: { code: 'DISK_FAILED', facts: { problem: 'NO_SPACE' } } })
  })

  it('tells what became of its files', async () => {
    const { jobs } = registry()
    const folder = await temporaryFolder()
    const [gone, grown, same, made] = ['gone', 'grown', 'same', 'made'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
      string,
    ]
    for (const file of [gone, grown, same]) await writeFile(file, 'abc')
    const id = jobs.carryOut({ ...description, files: [gone, grown, same, made, folder + '/never'] }, async () => {
      await rm(gone)
      await appendFile(grown, 'de')
      await mkdir(made)
    })
    expect((await jobs.wait(id)).changes).toEqual([
      { path: gone, change: 'removed', before: 3, after: null },
      { path: grown, change: 'changed', before: 3, after: 5 },
      { path: made, change: 'made', before: null, after: null },
    ])
  })

  it('tells how long it will take once that can be told', async () => {
    let now = 0
    const published: Job[] = []
    const jobs = new JobRegistry({
      launcher: new FakeJobLauncher(),
      jobProcess: 'job.js',
      history: { jobs: [], add: () => undefined },
      publish: (job) => published.push(job),
      clock: () => now,
    })
    const id = jobs.carryOut(description, ({ progress }) => {
      now = 1000
      progress(0.25)
      now = 10_000
      progress(0.5)
      return Promise.resolve()
    })
    await jobs.wait(id)
    expect(published.map(({ remaining }) => remaining)).toEqual([null, null, 10, null])
  })
})

describe('the list of jobs', () => {
  it('does not know of others', async () => {
    const { jobs } = registry()
    expect(() => jobs.cancel('other')).toThrow('JOB_NOT_FOUND')
    await expect(jobs.wait('other')).rejects.toMatchObject({ code: 'JOB_NOT_FOUND', facts: { id: 'other' } })
  })

  it('keeps all that run, and the latest of those that ended; consoles are told of few at first', async () => {
    const { jobs, running } = registry()
    const long = await running()
    const ids: string[] = []
    for (let count = 0; count < jobsKept + 10; count++) {
      const id = jobs.carryOut({ kind: 'takeSnapshot', path: '/machines/lab' }, () => Promise.resolve())
      ids.push(id)
      await jobs.wait(id)
    }
    const last = await running()
    expect(jobs.jobs.map(({ id }) => id)).toEqual([long.id, ...ids.slice(-jobsKept), last.id])
    expect(jobs.recent.map(({ id }) => id)).toEqual([long.id, ...ids.slice(-recentJobs), last.id])
    long.process.say({ kind: 'cancelled' })
    expect(await jobs.wait(long.id)).toMatchObject({ state: 'Cancelled' })
  })

  it('is closed when all have ended, and takes no more', async () => {
    const { jobs, running } = registry()
    const [one, two] = [await running(), await running()]
    two.process.say({ kind: 'completed', result: null })
    await jobs.wait(two.id)
    let closed = false
    const closing = jobs.close().then(() => (closed = true))
    expect(one.process.told.at(-1)).toEqual({ kind: 'cancel' })
    expect(two.process.told.at(-1)).toMatchObject({ kind: 'run' })
    expect(() => jobs.start(task)).toThrow('the host is closing')
    await Promise.resolve()
    expect(closed).toBe(false)
    one.process.say({ kind: 'cancelled' })
    await closing
    expect(jobs.jobs.map(({ state }) => state)).toEqual(['Cancelled', 'Completed'])
  })
})

describe('a host', () => {
  it('tells consoles of its jobs, those too that connect later, and cancels them when it closes', async () => {
    const launcher = new FakeJobLauncher()
    const { host } = await openTestHost({ launcher })
    const follower = await follow(host)
    const id = await host.disks.run(task)
    await follower.until(() => follower.changes.length > 0)
    expect(follower.changes).toMatchObject([{ type: 'job', job: { id, state: 'Running' } }])
    expect((await follow(host)).snapshot.jobs).toMatchObject([{ id, state: 'Running' }])
    await until(() => launcher.processes[0]?.told.length === 1)
    const closing = host.close()
    await until(() => launcher.processes[0]?.told.length === 2)
    launcher.processes[0]?.say({ kind: 'cancelled' })
    await closing
    expect(follower.changes.slice(-2)).toMatchObject([
      { type: 'job', job: { id, state: 'Cancelled' } },
      { type: 'event', event: { code: 'HOST_CLOSED' } },
    ])
  })

  it('begins no work on a path that depends on who reads it', async () => {
    const { host } = await openTestHost({ launcher: new FakeJobLauncher() })
    const refused: [string, DiskTask][] = [
      ['path', { kind: 'compactDisk', path: 'lab.vhd' }],
      ['into', { kind: 'mergeDisk', path: '/lab.vhd', into: 'x.vhd' }],
      ['parent', { kind: 'createChildDisk', path: '/x.vhd', parent: 'lab.vhd' }],
      ['source', { kind: 'convertDisk', path: '/x.vhd', source: 'y.img', format: 'raw', backing: [] }],
      [
        'backing',
        { kind: 'convertDisk', path: '/x.vhd', source: '/y.img', format: 'raw', backing: ['/z.img', 'z.img'] },
      ],
    ]
    for (const [field, work] of refused) {
      await expect(host.disks.run(work), field).rejects.toThrow(
        new ViridianError('INPUT_INVALID', { issues: [{ path: field, message: 'must be an absolute path' }] }),
      )
    }
    expect(host.jobs.jobs).toEqual([])
  })

  it('merges no disk away that a machine has, but into a new one', async () => {
    const launcher = new FakeJobLauncher()
    const { host } = await openTestHost({ launcher })
    const folder = await temporaryFolder()
    const [parent, child] = [path.join(folder, 'parent.vhd'), path.join(folder, 'child.vhd')]
    await createDynamic(nodeDiskFiles, parent, 4 * 2 ** 20)
    await createDifferencing(nodeDiskFiles, child, parent)
    const merge = (into: string | null) => host.disks.run({ kind: 'mergeDisk', path: child, into })
    const dvd = { kind: 'none' } as const
    const { id } = await host.machines.create({ name: 'lab', dvd, disk: { kind: 'existing', path: child } })
    await expect(merge(null)).rejects.toThrow(new ViridianError('DISK_ATTACHED', { path: child, name: 'lab' }))
    await merge(path.join(folder, 'merged.vhd'))
    await host.machines.detachDrive(id, 'ide0:0')
    await merge(null)
    expect(host.jobs.jobs).toHaveLength(2)
    await until(() => launcher.processes.filter(({ told }) => told.length > 0).length === 2)
    for (const process of launcher.processes) process.say({ kind: 'completed', result: null })
  })
})
