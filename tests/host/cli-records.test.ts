import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostEvent } from '#shared/event.ts'
import type { Job } from '#shared/job.ts'
import { ownerName } from '#electron/host/principal.ts'
import { connectHost } from '#electron/server/client.ts'
import { CommandLine, firstLine } from '#tests/fixtures/command-line.ts'

describe('jobs and events on the command line', () => {
  let viridian: CommandLine

  beforeAll(async () => {
    viridian = new CommandLine(await mkdtemp(path.join(tmpdir(), 'viridian-cli-')))
    await viridian.json('vm', 'create', 'lab', '--template', 'lab-linux').catch(() => viridian.json('host', 'show'))
  })
  afterAll(async () => {
    await viridian.run('host', 'stop')
    await rm(viridian.home, { recursive: true, force: true })
  })

  it('wait for a job by the beginning of its id, and list it with who asked for it', async () => {
    const connection = await connectHost(viridian.home)
    const disk = path.join(viridian.home, 'a.vhd')
    const { jobId } = await connection.client.disks.run({
      kind: 'createDisk',
      path: disk,
      type: 'dynamic',
      capacity: 4 * 2 ** 20,
    })
    await connection.close()
    const waited = await viridian.json<Job>('job', 'wait', jobId.slice(0, 8))
    expect(waited).toMatchObject({ id: jobId, state: 'Completed', user: ownerName() })
    expect(waited.changes).toMatchObject([{ path: disk, change: 'made', before: null }])
    expect(await viridian.json('job', 'list')).toEqual([])
    expect(await viridian.json('job', 'list', '--all')).toMatchObject([{ id: jobId }])
    expect((await viridian.run('job', 'list', '--all')).stdout).toMatch(/^Id +Job +About/)
    expect(await viridian.failure('job', 'wait', 'unknown')).toEqual({ exit: 3, code: 'JOB_NOT_FOUND' })
    expect(await viridian.failure('job', 'cancel', '')).toEqual({ exit: 3, code: 'JOB_NOT_FOUND' })
  })

  it('show what happened, also before the host was started anew', async () => {
    await viridian.run('host', 'stop')
    const events = await viridian.json<HostEvent[]>('events', '--category', 'host')
    expect(events.map(({ code }) => code)).toEqual(['HOST_STARTED', 'HOST_CLOSED', 'HOST_STARTED'])
    expect(await viridian.json('events', '--limit', '1')).toHaveLength(1)
    expect((await viridian.run('events')).stdout).toMatch(/^Type +Date and Time +Category/)
    expect(await viridian.failure('events', '--level', 'loud')).toEqual({ exit: 2, code: 'USAGE' })
    expect(await viridian.failure('events', '--machine', 'nobody')).toEqual({ exit: 3, code: 'MACHINE_NOT_FOUND' })
  })

  it('follow what happens, an object a line', async () => {
    const following = viridian.spawn('events', '--follow', '--json', '--category', 'host', '--limit', '1')
    const ended = once(following, 'close')
    expect(JSON.parse(await firstLine(following))).toMatchObject({ code: 'HOST_STARTED' })
    await viridian.run('host', 'stop')
    expect(await ended).toEqual([0, null])
  })
})
