import { usualHardware } from '#shared/hardware.ts'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { PackageManifest } from '#electron/host/transfer/package-manifest.ts'
import { openTestHost, type TestHost } from '#tests/fixtures/host.ts'
import { jobsInProcess } from '#tests/fixtures/jobs-in-process.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { completed, hostWithMachine } from '#tests/fixtures/transfers.ts'

const whole = { state: true, snapshots: true, media: false }

let folder: string
let test: TestHost

beforeEach(async () => {
  const source = await hostWithMachine()
  folder = path.join(source.out, 'exported')
  await completed(
    source,
    await source.host.transfers.export({ id: source.id, path: folder, format: 'folder', ...whole }),
  )
  test = await openTestHost({ launcher: jobsInProcess })
})

/** Changes the manifest, which then has the digests of the files as they are. */
async function rewrite(change: (manifest: PackageManifest) => PackageManifest): Promise<void> {
  const file = path.join(folder, 'manifest.json')
  const manifest = change(JSON.parse(await readFile(file, 'utf8')) as PackageManifest)
  const files = await Promise.all(
    manifest.files.map(async (each) => {
      const bytes = await readFile(path.join(folder, each.path))
      return { ...each, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
    }),
  )
  await writeFile(file, JSON.stringify({ ...manifest, files }))
}

async function withFile(name: string, text: string): Promise<void> {
  await writeFile(path.join(folder, name), text)
  await rewrite((manifest) => ({
    ...manifest,
    files: [...manifest.files, { path: name, size: 0, sha256: '', modified: 0 }],
  }))
}

async function problemOf(mode: 'copy' | 'inPlace', from = folder): Promise<unknown> {
  try {
    const job = await test.host.jobs.wait(await test.host.transfers.import({ path: from, mode, identity: 'new' }))
    return job.error
  } catch (error) {
    return error
  }
}

const unusable = (problem: string) => ({ code: 'PACKAGE_UNUSABLE', facts: { problem } })

describe.each(['copy', 'inPlace'] as const)('an import (%s)', (mode) => {
  it.each(['running.json', 'snapshots', 'Set-Aside', 'host.lock'])('is refused with a file called %s', async (name) => {
    await withFile(name, '{}')
    expect(await problemOf(mode)).toMatchObject(unusable('UNSAFE'))
    expect(test.host.machines.list()).toEqual([])
  })

  it.each([1e300, 8.64e15 + 1])('is refused with a file that was changed at %d', async (modified) => {
    await rewrite((manifest) => ({ ...manifest, files: manifest.files.map((each) => ({ ...each, modified })) }))
    expect(await problemOf(mode)).toMatchObject(unusable('DAMAGED'))
  })

  it('is refused with snapshots that come of one another', async () => {
    const file = path.join(folder, 'machine.json')
    const document = JSON.parse(await readFile(file, 'utf8')) as { memory: number; drives: unknown[] }
    const snapshot = (id: string, parent: string) => ({
      ...{ id, parent, name: id, notes: '', createdAt: '2026-01-01T00:00:00.000Z' },
      ...usualHardware,
      ...{ memory: document.memory, drives: document.drives, floppy: null, state: null, complete: true },
    })
    await writeFile(
      file,
      JSON.stringify({ ...document, snapshots: [snapshot('a', 'b'), snapshot('b', 'a')], currentSnapshot: 'a' }),
    )
    await rewrite((manifest) => manifest)
    expect(await problemOf(mode)).toMatchObject(unusable('DAMAGED'))
  })

  it.each(['constructor', '__proto__', 'toString'])(
    'takes a template called %s for one that is not here',
    async (name) => {
      await rewrite((manifest) => ({ ...manifest, templates: [{ name, sha256: '0'.repeat(64) }] }))
      const facts = await test.host.transfers.inspect(folder)
      expect(facts.missingTemplates).toEqual([name])
      expect(await problemOf(mode)).toBeNull()
    },
  )
})

describe.runIf(process.platform !== 'win32')('what is imported in place', () => {
  it.each(['running.json', 'snapshots'])('is refused with a %s beside what was exported', async (name) => {
    await mkdir(path.join(folder, name))
    expect(await problemOf('inPlace')).toMatchObject(unusable('UNSAFE'))
    expect(await readdir(folder)).toContain('manifest.json')
  })

  it('is refused with a link or a pipe beside it, and what the link leads to is as it was', async () => {
    const elsewhere = await temporaryFolder()
    await writeFile(path.join(elsewhere, 'holiday.png'), 'foreign')
    const link = path.join(folder, 'more')
    await symlink(elsewhere, link)
    expect(await problemOf('inPlace')).toMatchObject(unusable('UNSAFE'))
    await rm(link)
    execFileSync('mkfifo', [path.join(folder, 'pipe')])
    expect(await problemOf('inPlace')).toMatchObject(unusable('UNSAFE'))
    expect(await readdir(elsewhere)).toEqual(['holiday.png'])
  })
})

it.runIf(process.platform !== 'win32')('a pipe or a device is no archive, and is not waited for', async () => {
  const pipe = path.join(await temporaryFolder(), 'lab.viridian')
  execFileSync('mkfifo', [pipe])
  expect(await problemOf('copy', pipe)).toMatchObject(unusable('NOT_A_PACKAGE'))
  expect(await problemOf('copy', '/dev/zero')).toMatchObject(unusable('NOT_A_PACKAGE'))
})
