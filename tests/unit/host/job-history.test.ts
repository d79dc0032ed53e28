import { appendFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { JobHistory, jobsKept } from '#electron/host/jobs/job-history.ts'
import { JobRegistry } from '#electron/host/jobs/job-registry.ts'
import { ViridianError } from '#shared/errors.ts'
import { FakeJobLauncher } from '#tests/fixtures/fake-job-launcher.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

describe('the history of jobs', () => {
  const done = { kind: 'takeSnapshot', path: '/machines/lab' } as const
  const registryOver = (history: JobHistory) =>
    new JobRegistry({ launcher: new FakeJobLauncher(), jobProcess: 'job.js', history, publish: () => undefined })

  it('survives the host, with what came of them', async () => {
    const folder = await temporaryFolder()
    const first = await JobHistory.open(folder)
    const jobs = registryOver(first)
    const ids = [
      jobs.carryOut(done, () => Promise.resolve('well')),
      jobs.carryOut(done, () => Promise.reject(new ViridianError('STORAGE_FAILED', { path: '/a', detail: 'full' }))),
    ] as const
    await Promise.allSettled(ids.map((id) => jobs.wait(id)))
    await first.settled()
    const second = await JobHistory.open(folder)
    expect(second.interrupted).toEqual([])
    const again = registryOver(second)
    expect(again.jobs).toEqual(jobs.jobs)
    expect(await again.result(ids[0])).toBe('well')
    await expect(again.result(ids[1])).rejects.toMatchObject({ code: 'STORAGE_FAILED', facts: { path: '/a' } })
  })

  it('says of a job that the host was killed over that it was interrupted, and skips what is no job', async () => {
    const folder = await temporaryFolder()
    const killed = await JobHistory.open(folder)
    const id = registryOver(killed).carryOut(done, () => new Promise(() => undefined))
    await killed.settled()
    await appendFile(path.join(folder, 'history.jsonl'), 'nonsense\n{"id":"x"}\n{"id":"torn')
    for (let starts = 0; starts < 2; starts++) {
      const next = await JobHistory.open(folder)
      expect(next.interrupted.map((job) => job.id)).toEqual(starts === 0 ? [id] : [])
      expect(next.jobs).toMatchObject([
        { id, state: 'Failed', error: { code: 'JOB_INTERRUPTED', facts: { path: '/machines/lab' } } },
      ])
      expect(next.jobs[0]?.endedAt).not.toBeNull()
      await next.settled()
    }
  })

  it('that cannot be read keeps no host from working', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const folder = await temporaryFolder()
    await mkdir(path.join(folder, 'history.jsonl'))
    const history = await JobHistory.open(folder)
    expect(history.jobs).toEqual([])
    const jobs = registryOver(history)
    expect(await jobs.wait(jobs.carryOut(done, () => Promise.resolve()))).toMatchObject({ state: 'Completed' })
    await history.settled()
    error.mockRestore()
  })

  it('stays bounded on its disk', async () => {
    const folder = await temporaryFolder()
    const history = await JobHistory.open(folder)
    const jobs = registryOver(history)
    for (let count = 0; count < 1100; count++) await jobs.wait(jobs.carryOut(done, () => Promise.resolve()))
    await history.settled()
    const lines = (await readFile(path.join(folder, 'history.jsonl'), 'utf8')).split('\n')
    expect(lines.length).toBeLessThan(2000)
    expect((await JobHistory.open(folder)).jobs).toEqual(jobs.jobs.slice(-jobsKept))
  })
})
