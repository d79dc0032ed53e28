// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import { snapshot, job } from './values.ts'
import { connectedConsole } from './console.ts'
import { until } from '#tests/fixtures/patience.ts'

describe('the host’s jobs', () => {
  it('are those of the snapshot, then every change', async () => {
    const { host, jobs } = await connectedConsole({ jobs: [job({ id: 'a', state: 'Completed' }), job({ id: 'b' })] })
    expect(jobs.all.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(jobs.atWork.map(({ id }) => id)).toEqual(['b'])

    host.change({ type: 'job', job: job({ id: 'b', progress: 0.43, state: 'Cancelling' }) })
    host.change({ type: 'job', job: job({ id: 'c' }) })
    await until(() => jobs.find('c') !== null)
    expect(jobs.find('b')).toEqual(job({ id: 'b', progress: 0.43, state: 'Cancelling' }))
    expect(jobs.atWork.map(({ id }) => id)).toEqual(['b', 'c'])
  })

  it('forgets those of a host that was started anew', async () => {
    const { host, jobs } = await connectedConsole({ jobs: [job({ id: 'old' })] })
    host.current = snapshot({ jobs: [job({ id: 'new' })] })
    host.lose()
    await until(() => jobs.find('new') !== null)
    expect(jobs.all.map(({ id }) => id)).toEqual(['new'])
  })

  it('keeps the last five hundred that ended, and all at work', async () => {
    const ended = Array.from({ length: 520 }, (_, index) => job({ id: `ended ${index}`, state: 'Completed' }))
    const { jobs } = await connectedConsole({ jobs: [job({ id: 'at work' }), ...ended] })
    expect(jobs.all).toHaveLength(501)
    expect(jobs.all[0]?.id).toBe('at work')
    expect(jobs.all[1]?.id).toBe('ended 20')
  })

  it('begins work, and leaves it to the watch to tell of it', async () => {
    const { host, jobs } = await connectedConsole()
    const task = { kind: 'compactDisk', path: '/disks/lab.vhd' } as const
    await expect(jobs.start(task)).resolves.toBe('job')
    expect(host.calls).toEqual([{ name: 'run', input: task }])
    expect(jobs.all).toEqual([])
  })

  it('asks a job to end, and brings a failure to the notices', async () => {
    const { host, jobs } = await connectedConsole({ jobs: [job()] })
    await jobs.cancel('job')
    expect(host.calls).toEqual([{ name: 'cancel', input: { id: 'job' } }])
    expect(jobs.find('job')?.state).toBe('Running')

    host.fail('JOB_NOT_FOUND', { id: 'job' })
    await jobs.cancel('job')
    expect(useNoticesStore().notices.map(({ attempt }) => attempt.kind)).toEqual(['cancelJob'])
  })
})
