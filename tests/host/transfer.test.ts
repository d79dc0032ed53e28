import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDynamic } from '#electron/disks/tools/create.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import type { Host } from '#electron/host/host.ts'
import type { Job } from '#shared/job.ts'
import { bootSector } from '#tests/fixtures/boot-disc.ts'
import { eventually } from '#tests/fixtures/patience.ts'
import { realHost } from '#tests/fixtures/real-host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { acknowledged, recorder, verifyRecords } from '#tests/torture/recorder.ts'

/** What a machine's guest says to be safe, as it says it. */
async function recordsOf({ machines }: Host, id: string): Promise<number[]> {
  const numbers: number[] = []
  const stream = await machines.openChannel(id, 'serial')
  let text = ''
  stream.setEncoding('latin1')
  stream.on('data', (output: string) => {
    text += output
    numbers.splice(0, numbers.length, ...acknowledged(text.slice(0, text.lastIndexOf('\n') + 1)))
  })
  return numbers
}

async function completed({ jobs }: Host, id: string): Promise<Job> {
  const job = await jobs.wait(id)
  expect(job).toMatchObject({ state: 'Completed', error: null })
  return job
}

/** A machine whose guest was saved while it wrote records. `last` is the last that it said to be safe. */
async function savedMachine() {
  const folder = await temporaryFolder()
  const disk = path.join(folder, 'records.vhd')
  await createDynamic(nodeDiskFiles, disk, 3 * 2 ** 20)
  const vhd = await openVhd(nodeDiskFiles, disk, { writable: true })
  await vhd.write(0, bootSector(recorder))
  await vhd.close()
  const home = path.join(folder, 'home')
  await mkdir(home)
  const { host } = await realHost(home)
  const { id } = await host.machines.create({
    name: 'recorder',
    memory: 16,
    dvd: { kind: 'none' },
    disk: { kind: 'existing', path: disk },
  })
  await host.machines.start(id)
  const records = await recordsOf(host, id)
  await eventually(() => expect(records.length).toBeGreaterThan(5))
  await host.machines.save(id)
  return { folder, host, id, last: records.at(-1) ?? 0 }
}

/** Starts a machine and requires that its guest goes on behind a record, and does not start anew from the disk. */
async function goesOn(host: Host, id: string, last: number): Promise<void> {
  expect(host.machines.list().find((machine) => machine.id === id)?.state).toBe('Saved')
  await host.machines.start(id)
  const records = await recordsOf(host, id)
  await eventually(() => expect(records.at(-1)).toBeGreaterThan(last + 5))
  expect((await host.machines.screenText(id)).join('\n')).toContain('Booting from Hard Disk')
  // A guest that started anew would have repeated one.
  expect(new Set(records).size).toBe(records.length)
  await host.machines.turnOff(id)
  const [drive] = host.machines.list().find((machine) => machine.id === id)?.drives ?? []
  if (drive?.kind !== 'disk') throw new Error('The disk is gone.')
  await verifyRecords(drive.path, records.at(-1) ?? 0)
}

describe('a saved machine', () => {
  it('goes on as each of its linked clones, and as itself', async () => {
    const { host, id, last } = await savedMachine()
    const jobId = await host.transfers.clone({ id, name: 'clone', mode: 'linked', count: 2 })
    const clones = (await completed(host, jobId)).result as string[]
    expect(clones).toHaveLength(2)
    for (const clone of [...clones, id]) await goesOn(host, clone, last)
    expect((await host.examine()).filter(({ level }) => level !== 'Information')).toEqual([])
  })

  it.each(['folder', 'file'] as const)('goes on where it was imported from a %s', async (format) => {
    const { folder, host, id, last } = await savedMachine()
    const target = path.join(folder, format === 'file' ? 'recorder.viridian' : 'exported')
    const options = { format, state: true, snapshots: true, media: false }
    await completed(host, await host.transfers.export({ id, path: target, ...options }))
    const home = path.join(folder, 'elsewhere')
    await mkdir(home)
    const other = (await realHost(home)).host
    expect(await other.transfers.inspect(target)).toMatchObject({ name: 'recorder', hasState: true, stateFits: true })
    const imported = await completed(
      other,
      await other.transfers.import({ path: target, mode: 'copy', identity: 'new' }),
    )
    await goesOn(other, imported.result as string, last)
    await goesOn(host, id, last)
    const findings = [...(await host.examine()), ...(await other.examine())]
    expect(findings.filter(({ level }) => level !== 'Information')).toEqual([])
  })
})
