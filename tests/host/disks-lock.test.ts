import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import { bundleScript } from '#tests/fixtures/bundle-script.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

let scripts = ''
let script = ''

beforeAll(async () => {
  scripts = await mkdtemp(path.join(os.tmpdir(), 'viridian-scripts-'))
  script = await bundleScript('disk-lock-holder', scripts)
})
afterAll(() => rm(scripts, { recursive: true }))

const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) await ended(child, () => child.kill('SIGKILL'))
})

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  end()
  await closed
}

/** A process that opens a disk for writing; in a container it has number 1, as the first of every other one. */
async function writer(disk: string, container: readonly string[] = []) {
  const [command = '', ...args] = [...container, process.execPath, script, disk]
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const said = JSON.parse((await lines.next()).value as string) as unknown
  return {
    said,
    pid: child.pid ?? 0,
    close: () => ended(child, () => child.stdin.end()),
    kill: () => ended(child, () => child.kill('SIGKILL')),
  }
}

it('a disk has one writer among all processes, who may be killed', async () => {
  const folder = await temporaryFolder()
  const disk = path.join(folder, 'disk.vhd')
  await createDynamic(files, disk, 5_000_000)
  const first = await writer(disk)
  expect(first.said).toEqual({ held: true })
  const second = await writer(disk)
  expect(second.said).toMatchObject({ code: 'IN_USE', facts: { pid: first.pid, host: os.hostname(), path: disk } })
  await first.kill()
  expect(await readdir(folder)).toHaveLength(2)
  const third = await writer(disk)
  expect(third.said).toEqual({ held: true })
  await third.close()
  expect(await readdir(folder)).toEqual(['disk.vhd'])
})

it('a disk that is a parent in another process is not written', async () => {
  const folder = await temporaryFolder()
  const [parent, child, sibling] = ['parent', 'child', 'sibling'].map((name) => path.join(folder, `${name}.vhd`)) as [
    string,
    string,
    string,
  ]
  await createDynamic(files, parent, 5_000_000)
  await createDifferencing(files, child, parent)
  await createDifferencing(files, sibling, parent)
  const user = await writer(child)
  expect(user.said).toEqual({ held: true })
  await expect(openVhd(files, parent, { writable: true })).rejects.toMatchObject({ code: 'IN_USE' })
  const other = await openVhd(files, sibling, { writable: true })
  await other.close()
  await user.close()
  const free = await openVhd(files, parent, { writable: true })
  await free.close()
})

it('a reader becomes a writer where nobody else in any process reads', async () => {
  const folder = await temporaryFolder()
  const disk = path.join(folder, 'disk.vhd')
  await createDynamic(files, disk, 5_000_000)
  const child = path.join(folder, 'child.vhd')
  await createDifferencing(files, child, disk)
  const user = await writer(child)
  const reader = await files.lock(disk, 'read')
  await expect(reader.promote()).rejects.toMatchObject({ code: 'IN_USE', facts: { pid: user.pid } })
  await user.close()
  const promoted = await reader.promote()
  expect((await writer(child)).said).toMatchObject({ code: 'IN_USE', facts: { pid: process.pid } })
  await reader.release()
  await promoted.release()
  expect((await writer(child)).said).toEqual({ held: true })
})

const container = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc']
const named = (name: string) => ['unshare', '--uts', 'sh', '-c', `hostname ${name}; exec "$@"`, 'sh', ...container]
const hasContainers = spawnSync(container[0] ?? '', [...container.slice(1), 'true']).status === 0

const places = [
  ['two containers of one name', container, container],
  ['two containers, each with a name', named('first'), named('second')],
  ['a container, then the system around it', container, []],
  ['the system, then a container in it', [], container],
] as const

it.skipIf(!hasContainers)('a disk has one writer across containers, who may be killed', async () => {
  // Each waits until it is certain that the owner is dead.
  const found = await Promise.all(
    places.map(async ([place, one, other]) => {
      const folder = await temporaryFolder()
      const disk = path.join(folder, 'disk.vhd')
      await createDynamic(files, disk, 5_000_000)
      const first = await writer(disk, one)
      const second = await writer(disk, other)
      await first.kill()
      const next = await writer(disk, other)
      await next.close()
      expect(second.said).toMatchObject({ code: 'IN_USE' })
      return [place, first.said, next.said, await readdir(folder)]
    }),
  )
  expect(found).toEqual(places.map(([place]) => [place, { held: true }, { held: true }, ['disk.vhd']]))
})
