import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { usualStates } from '#electron/engines/installed-engines.ts'
import { exportPackage } from '#electron/host/transfer/export-package.ts'
import { unfinishedExport } from '#electron/host/transfer/unfinished-export.ts'
import type { Job } from '#shared/job.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { until } from '#tests/fixtures/patience.ts'
import { judge, toRaw } from '#tests/fixtures/judge.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { jobsInProcess } from '#tests/fixtures/jobs-in-process.ts'
import { addSnapshot, completed, hostWithMachine, readSector, writeSector } from '#tests/fixtures/transfers.ts'

const whole = { state: true, snapshots: true, media: false }

describe('an exported machine', () => {
  it('is a ZIP archive that others unpack, with its disk in one file', async () => {
    const test = await hostWithMachine()
    const file = path.join(test.out, 'lab.viridian')
    const jobId = await test.host.transfers.export({ id: test.id, path: file, format: 'file', ...whole })
    await completed(test, jobId)
    await judge('unzip', '-tq', file)
    const folder = path.join(test.out, 'unpacked')
    await judge('unzip', '-q', file, '-d', folder)
    expect((await readdir(folder)).sort()).toEqual(['lab.vhd', 'machine.json', 'manifest.json'])
    const raw = await readFile(await toRaw(path.join(folder, 'lab.vhd'), path.join(test.out, 'lab.raw')))
    const sectors = [0, 1, 2].map((sector) => raw.toString('latin1', sector * 512, sector * 512 + 512).trim())
    expect(sectors).toEqual(['parent', 'child', '\0'.repeat(512)])
    expect((await readdir(test.out)).filter((name) => name.startsWith('.'))).toEqual([])
    expect(test.host.machines.list()).toMatchObject([{ state: 'Off' }])
  })

  it('goes into its file from where it is, without a copy beside it', async () => {
    const { host, out } = await hostWithMachine()
    const [machine] = host.machines.registry.configurations()
    if (machine === undefined) throw new Error('There is no machine.')
    const seen = new Set<string>()
    const control = {
      signal: new AbortController().signal,
      progress: () => readdirSync(out).forEach((name) => seen.add(name)),
    }
    const target = path.join(out, 'lab.viridian')
    const options = { state: true, snapshots: true, media: 'copy', format: 'file' } as const
    await exportPackage(nodeDiskFiles, machine, target, options, {}, usualStates, control)
    const made = [...seen].filter((name) => name.includes('.unfinished'))
    expect(made).toEqual([expect.stringMatching(/\.unfinished\.zip$/)])
  })

  it('is complete by itself in a folder, with every layer of its snapshots', async () => {
    const first = await hostWithMachine()
    await first.host.close()
    const now = await addSnapshot(first.folder, first.disk, 's1.bin')
    await writeSector(now, 2, 'now')
    const { host } = await openTestHost({ home: first.home, launcher: jobsInProcess })
    const folder = path.join(first.out, 'exported')
    const jobId = await host.transfers.export({ id: first.id, path: folder, format: 'folder', ...whole })
    expect(await host.jobs.wait(jobId)).toMatchObject({ state: 'Completed', error: null })
    expect((await readdir(folder)).sort()).toEqual([
      'child.vhd',
      'machine.json',
      'manifest.json',
      'now.vhd',
      'parent.vhd',
      's1.bin',
    ])
    const document = await readFile(path.join(folder, 'machine.json'), 'utf8')
    expect(document).not.toContain(first.out)
    const moved = path.join(first.out, 'moved')
    await judge('mv', folder, moved)
    await judge('rm', path.join(first.out, 'parent.vhd'), first.disk)
    const sectors = await Promise.all([0, 1, 2].map((sector) => readSector(path.join(moved, 'now.vhd'), sector)))
    expect(sectors).toEqual(['parent', 'child', 'now'])
  })

  it('leaves nothing behind where it is cancelled, nor touches what is there already', async () => {
    const test = await hostWithMachine()
    const file = path.join(test.out, 'lab.viridian')
    const jobId = await test.host.transfers.export({ id: test.id, path: file, format: 'file', ...whole })
    test.host.jobs.cancel(jobId)
    expect(await test.host.jobs.wait(jobId)).toMatchObject({ state: 'Cancelled' })
    expect((await readdir(test.out)).sort()).toEqual(['child.vhd', 'parent.vhd'])
    await writeFile(file, 'mine')
    const again = await test.host.transfers.export({ id: test.id, path: file, format: 'file', ...whole })
    expect(await test.host.jobs.wait(again)).toMatchObject({
      state: 'Failed',
      error: { code: 'DISK_FAILED', facts: { problem: 'ALREADY_EXISTS', path: file } },
    })
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  it('keeps the pictures of its snapshots, also as a clone', async () => {
    const first = await hostWithMachine()
    await first.host.close()
    await addSnapshot(first.folder, first.disk, 's1.bin')
    await writeFile(path.join(first.folder, 's1.png'), 'a picture')
    const { host } = await openTestHost({ home: first.home, launcher: jobsInProcess })
    const folder = path.join(first.out, 'exported')
    const exported = await host.transfers.export({ id: first.id, path: folder, format: 'folder', ...whole })
    expect(await host.jobs.wait(exported)).toMatchObject({ state: 'Completed' })
    expect(await readFile(path.join(folder, 's1.png'), 'utf8')).toBe('a picture')
    const wanted = { id: first.id, name: 'seat', mode: 'linked', count: 1, snapshotId: 's1' } as const
    await host.jobs.wait(await host.transfers.clone(wanted))
    const clone = host.machines.list().find(({ name }) => name === 'seat')
    expect(await readFile(path.join(clone?.folder ?? '', 'saved-state.png'), 'utf8')).toBe('a picture')
    const job = await host.transfers.import({ path: folder, name: 'again', mode: 'copy', identity: 'new' })
    expect(await host.jobs.wait(job)).toMatchObject({ state: 'Completed' })
    const again = host.machines.list().find(({ name }) => name === 'again')
    expect(await readFile(path.join(again?.folder ?? '', 's1.png'), 'utf8')).toBe('a picture')
  })

  it('leaves nothing beside its target where the host is killed, once the next host is there', async () => {
    const { host, home } = await openTestHost()
    await host.close()
    const out = await temporaryFolder()
    const target = path.join(out, 'lab.viridian')
    const { folder, archive } = unfinishedExport(target)
    await mkdir(folder)
    await writeFile(path.join(folder, 'lab.vhd'), 'half')
    await writeFile(archive, 'half')
    await writeFile(path.join(out, '.lab.viridian.unfinished'), 'mine')
    const job: Job = {
      ...{ id: 'j1', kind: 'exportMachine', path: target, machineId: 'm1', machineName: 'lab', user: 'me' },
      ...{ state: 'Running', cancellable: true, progress: 0.5, remaining: null, changes: [] },
      ...{ startedAt: new Date().toISOString(), endedAt: null, error: null, result: null },
    }
    await appendFile(path.join(home, 'jobs', 'history.jsonl'), `${JSON.stringify(job)}\n`)
    const { host: next } = await openTestHost({ home })
    expect(next.jobs.jobs).toMatchObject([{ id: 'j1', error: { code: 'JOB_INTERRUPTED' } }])
    expect(await readdir(out)).toEqual(['.lab.viridian.unfinished'])
  })

  it('stays as it is meanwhile, and is not exported while it is on', async () => {
    const test = await hostWithMachine()
    const { machines, transfers, jobs } = test.host
    const jobId = await transfers.export({
      ...{ id: test.id, path: path.join(test.out, 'a.viridian'), format: 'file' },
      ...whole,
    })
    await until(() => machines.list()[0]?.state === 'Copying')
    await expect(machines.start(test.id)).rejects.toMatchObject({
      code: 'STATE_CONFLICT',
      facts: { command: 'start', state: 'Copying' },
    })
    await jobs.wait(jobId)
    await machines.start(test.id)
    await expect(
      transfers.export({ id: test.id, path: path.join(test.out, 'b'), format: 'folder', ...whole }),
    ).rejects.toMatchObject({ code: 'STATE_CONFLICT', facts: { command: 'export', state: 'Running' } })
  })
})
