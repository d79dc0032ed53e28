import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { TestHost } from '#tests/fixtures/host.ts'
import { judge } from '#tests/fixtures/judge.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { eventually, until } from '#tests/fixtures/patience.ts'
import { jobsInProcess } from '#tests/fixtures/jobs-in-process.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'
import { completed, hostWithMachine, readSector } from '#tests/fixtures/transfers.ts'

const fresh = { mode: 'copy', identity: 'new' } as const
const whole = { state: true, snapshots: true, media: false }

let source: Awaited<ReturnType<typeof hostWithMachine>>
let folder: string
let file: string

beforeEach(async () => {
  source = await hostWithMachine()
  folder = path.join(source.out, 'exported')
  file = path.join(source.out, 'lab.viridian')
  await completed(
    source,
    await source.host.transfers.export({ id: source.id, path: folder, format: 'folder', ...whole }),
  )
  await completed(source, await source.host.transfers.export({ id: source.id, path: file, format: 'file', ...whole }))
})

async function emptyHost(): Promise<TestHost> {
  return openTestHost({ launcher: jobsInProcess })
}

/** Nothing of an import that failed is left. */
async function expectNothing({ host, home }: TestHost): Promise<void> {
  expect(host.machines.list()).toEqual([])
  expect(await readdir(path.join(home, 'machines'))).toEqual([])
}

describe('an imported machine', () => {
  it('leaves nothing of snapshots behind that are deleted', async () => {
    const { machines, transfers } = source.host
    await machines.takeSnapshot(source.id, { name: 'first' })
    await machines.takeSnapshot(source.id, { name: 'second' })
    const withSnapshots = path.join(source.out, 'with-snapshots')
    await completed(source, await transfers.export({ id: source.id, path: withSnapshots, format: 'folder', ...whole }))
    const test = await emptyHost()
    const id = (await completed(test, await test.host.transfers.import({ path: withSnapshots, ...fresh }))) as string
    const machine = () => test.host.machines.list()[0]
    await test.host.machines.revert(id)
    for (const snapshot of machine()?.snapshots ?? []) {
      await test.host.machines.deleteSnapshot(id, snapshot.id, { subtree: false })
    }
    const folder = machine()?.folder ?? ''
    await until(() => machine()?.mergePending === false)
    await eventually(async () =>
      expect((await readdir(folder)).sort()).toEqual(['child.vhd', 'machine.json', 'parent.vhd', 'snapshots']),
    )
    const [disk] = machine()?.drives ?? []
    expect(disk).toMatchObject({ path: path.join(folder, 'child.vhd') })
    expect(await readSector(path.join(folder, 'child.vhd'), 1)).toBe('child')
  })

  it.each(['folder', 'file'] as const)('is the one that was exported to a %s', async (format) => {
    const test = await emptyHost()
    const from = format === 'file' ? file : folder
    expect(await test.host.transfers.inspect(from)).toMatchObject({
      ...{ format, name: 'lab', id: source.id, snapshots: 0, hasState: false, nameTaken: false, idTaken: false },
      ...{ missingMedia: [], missingTemplates: [], stateFits: true },
    })
    const id = await completed(test, await test.host.transfers.import({ path: from, ...fresh }))
    expect(id).not.toBe(source.id)
    const [machine] = test.host.machines.list()
    expect(machine).toMatchObject({ id, name: 'lab', state: 'Off', problem: null })
    const disk = path.join(machine?.folder ?? '', 'lab.vhd')
    expect(machine?.drives).toContainEqual({ kind: 'disk', at: 'ide0:0', path: disk })
    expect([await readSector(disk, 0), await readSector(disk, 1)]).toEqual(['parent', 'child'])
    await test.host.machines.start(machine?.id ?? '')
  })

  it('gets a number behind a name that is taken, and its own id only where that is free', async () => {
    const { transfers, machines } = source.host
    expect(await transfers.inspect(file)).toMatchObject({ nameTaken: true, idTaken: true })
    await completed(source, await transfers.import({ path: file, ...fresh }))
    expect(
      machines
        .list()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['lab', 'lab (2)'])
    await expect(transfers.import({ path: file, mode: 'copy', identity: 'kept' })).rejects.toMatchObject({
      code: 'MACHINE_ID_TAKEN',
      facts: { name: 'lab' },
    })
    await expect(transfers.import({ path: file, name: 'LAB', ...fresh })).rejects.toMatchObject({
      code: 'MACHINE_NAME_TAKEN',
    })
    const test = await emptyHost()
    const id = await completed(test, await test.host.transfers.import({ path: file, mode: 'copy', identity: 'kept' }))
    expect(id).toBe(source.id)
  })

  it('can be the exported folder itself', async () => {
    const test = await emptyHost()
    const id = await completed(
      test,
      await test.host.transfers.import({ path: folder, mode: 'inPlace', identity: 'new' }),
    )
    expect(test.host.machines.list()).toMatchObject([{ id, folder: path.join(test.home, 'machines', 'lab') }])
    expect(await readdir(path.join(test.home, 'machines', 'lab'))).toEqual(['lab.vhd', 'machine.json'])
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
    const next = await openTestHost({ launcher: jobsInProcess })
    await expect(next.host.transfers.import({ path: file, mode: 'inPlace', identity: 'new' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

/** An archive of the given entries; names go in as they are. */
async function archive(entries: Record<string, Buffer>, options: { mode?: number } = {}): Promise<string> {
  const target = path.join(await temporaryFolder(), 'hostile.viridian')
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(entries)) zip.addBuffer(bytes, name, { mode: 0o100600, ...options })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(target))
  return target
}

async function contents(): Promise<Record<string, Buffer>> {
  const names = await readdir(folder)
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name))] as const)),
  )
}

/** Changes a text in an archive's bytes to one as long. */
async function replaceBytes(from: string, to: string): Promise<void> {
  const bytes = await readFile(file)
  const text = bytes.toString('latin1').replaceAll(from, to)
  await writeFile(file, Buffer.from(text, 'latin1'))
}

async function problemOf(test: TestHost, from: string): Promise<unknown> {
  const inspected = await test.host.transfers.inspect(from).catch((error: unknown) => error)
  const begun = await test.host.transfers.import({ path: from, ...fresh }).catch((error: unknown) => error)
  if (typeof begun !== 'string') {
    expect(inspected).toEqual(begun)
    return begun
  }
  const { error } = await test.host.jobs.wait(begun)
  await expectNothing(test)
  return error
}

const unusable = (problem: string) =>
  expect.objectContaining({
    code: 'PACKAGE_UNUSABLE',
    facts: expect.objectContaining({ problem }) as unknown,
  }) as unknown

describe('what is no export', () => {
  it.each([
    ['NOT_A_PACKAGE', () => writeFile(file, 'something else')],
    ['NOT_A_PACKAGE', async () => rename(await archive({ 'a.txt': Buffer.from('a') }), file)],
    ['UNSAFE', () => replaceBytes('lab.vhd', '../lab.')],
    ['UNSAFE', () => replaceBytes('lab.vhd', '/lab.vh')],
    ['UNSAFE', () => replaceBytes('lab.vhd', 'a/b.vhd')],
    ['UNSAFE', () => replaceBytes('lab.vhd', 'con.vhd')],
    ['UNSAFE', async () => rename(await archive(await contents(), { mode: 0o120777 }), file)],
    ['DAMAGED', async () => rename(await archive({ ...(await contents()), 'more.txt': Buffer.from('a') }), file)],
    [
      'DAMAGED',
      async () =>
        writeFile(file, (await readFile(file)).subarray(0, -100)).then(() =>
          replaceBytes('PK\u0005\u0006', 'PK\u0005\u0007'),
        ),
    ],
    [
      'DAMAGED',
      async () => {
        const { 'lab.vhd': disk = Buffer.alloc(0), ...rest } = await contents()
        disk.writeUInt8(disk.readUInt8(disk.length - 2000) ^ 1, disk.length - 2000)
        await rename(await archive({ ...rest, 'lab.vhd': disk }), file)
      },
    ],
    [
      'DAMAGED',
      async () => {
        const { 'lab.vhd': disk = Buffer.alloc(0), ...rest } = await contents()
        await rename(await archive({ ...rest, 'lab.vhd': disk.subarray(0, -512) }), file)
      },
    ],
    [
      'NEWER',
      async () => {
        const { 'manifest.json': manifest = Buffer.alloc(0), ...rest } = await contents()
        const text = manifest.toString().replace('"format": 1', '"format": 2')
        await rename(await archive({ ...rest, 'manifest.json': Buffer.from(text) }), file)
      },
    ],
  ] as const)('is refused as %s (%#)', async (problem, spoil) => {
    await spoil()
    const test = await emptyHost()
    const found = await problemOf(test, file)
    // What is no archive any more is told as what it is now.
    expect([unusable(problem), ...(problem === 'DAMAGED' ? [unusable('NOT_A_PACKAGE')] : [])]).toContainEqual(found)
    await expectNothing(test)
  })

  it('is refused where a folder has a link in it', async () => {
    await rename(path.join(folder, 'lab.vhd'), path.join(source.out, 'elsewhere.vhd'))
    await symlink(path.join(source.out, 'elsewhere.vhd'), path.join(folder, 'lab.vhd'))
    const test = await emptyHost()
    expect(await problemOf(test, folder)).toEqual(unusable('UNSAFE'))
  })

  it('is refused where its configuration names a file outside', async () => {
    const spoilt = path.join(source.out, 'spoilt')
    await mkdir(spoilt)
    await judge('python3', '-c', rewrite, folder, spoilt, path.join(source.out, 'parent.vhd'))
    const test = await emptyHost()
    expect(await problemOf(test, spoilt)).toEqual(unusable('UNSAFE'))
  })

  it('is told in every case, however it is damaged, and leaves nothing', async () => {
    const sound = await readFile(file)
    const test = await emptyHost()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(sound.length),
        fc.boolean(),
        async (changes, length, cut) => {
          const bytes = Buffer.from(sound)
          for (const [at, value] of changes) bytes[at] = value
          await writeFile(file, cut ? bytes.subarray(0, length) : bytes)
          const begun = await test.host.transfers.import({ path: file, ...fresh }).catch((error: unknown) => error)
          if (typeof begun !== 'string') {
            expect(begun).toEqual(expect.objectContaining({ code: 'PACKAGE_UNUSABLE' }))
            return
          }
          const { state, result, error } = await test.host.jobs.wait(begun)
          // Bytes nobody reads, as a time in a header, may be changed.
          if (state === 'Completed') await test.host.machines.delete(result as string)
          else expect(error).toMatchObject({ code: 'PACKAGE_UNUSABLE' })
          await expectNothing(test)
        },
      ),
      { numRuns: 40 },
    )
  })
})

/** Puts a path of this computer into the configuration, and the manifest's digests right. */
const rewrite = `
import sys, json, os, shutil, hashlib
source, target, outside = sys.argv[1:]
for name in os.listdir(source): shutil.copy2(os.path.join(source, name), target)
file = os.path.join(target, 'machine.json')
text = open(file).read().replace('"lab.vhd"', json.dumps(outside))
open(file, 'w').write(text)
file = os.path.join(target, 'manifest.json')
manifest = json.load(open(file))
for each in manifest['files']:
    if each['path'] == 'machine.json':
        each['size'] = len(text.encode())
        each['sha256'] = hashlib.sha256(text.encode()).hexdigest()
json.dump(manifest, open(file, 'w'))
`
