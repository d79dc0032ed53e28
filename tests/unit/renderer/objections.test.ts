// @vitest-environment happy-dom
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nodeDiskFiles as files } from '#electron/disks/node-disk-files.ts'
import { createDifferencing, createDynamic } from '#electron/disks/tools/create.ts'
import type { LocalHost } from '#electron/host/local-host.ts'
import { locale } from '#renderer/i18n/index.ts'
import { useWhyNot } from '#renderer/machines/use-why-not.ts'
import { machineChanges, machineCommands, machineCopies } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { describeError } from '#shared/messages/index.ts'
import { objectionToUndoDisks, type Asked } from '#shared/objections.ts'
import { usualHardware } from '#shared/hardware.ts'
import { maximumSnapshots } from '#shared/snapshot.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { connectedConsole, inComponent } from './console.ts'

const sampled = 160
const none = { kind: 'none' } as const
const everything: readonly Asked[] = [...machineCommands, ...machineCopies, ...machineChanges]

/** What host and console both know of a machine; the host knows more, as of files. */
const known: readonly string[] = [
  ...['STATE_CONFLICT', 'MACHINE_UNUSABLE', 'NO_SNAPSHOT', 'SNAPSHOT_LIMIT', 'SNAPSHOTS_EXIST'],
  ...['UNDO_DISKS_ENABLED', 'UNDO_DISKS_PRESENT', 'NO_UNDO_DISKS'],
]

const shape = fc.record({
  state: fc.constantFrom('Off', 'Saved', 'Running', 'Paused', 'broken'),
  undoDisks: fc.constantFrom('disabled', 'enabled', 'present'),
  snapshots: fc.constantFrom(0, 1, maximumSnapshots),
  asked: fc.constantFrom(...everything),
})
type Shape = typeof shape extends fc.Arbitrary<infer Value> ? Value : never

/** A machine's configuration of this shape; what stands in a file is as an earlier host has left it. */
async function becomes(folder: string, { state, undoDisks, snapshots }: Shape): Promise<void> {
  const file = path.join(folder, 'machine.json')
  if (state === 'broken') return writeFile(file, '{')
  const document = JSON.parse(await readFile(file, 'utf8')) as object
  const kept = Array.from({ length: snapshots }, (_, index) => ({
    ...{ id: `s${index}`, parent: index === 0 ? null : `s${index - 1}`, name: `s${index}`, notes: '', memory: 64 },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', drives: [], floppy: null, state: null, complete: true },
    ...usualHardware,
  }))
  const [base, layer] = [path.join(folder, 'base.vhd'), path.join(folder, 'snapshots', 'undo.vud')]
  if (undoDisks === 'present') {
    await mkdir(path.dirname(layer))
    await createDynamic(files, base, 4 * 2 ** 20)
    await createDifferencing(files, layer, base)
  }
  if (state === 'Saved') await writeFile(path.join(folder, 'saved-state.bin'), '')
  const at = 'ide0:0'
  const drives = undoDisks === 'present' ? [{ kind: 'disk', at, path: 'snapshots/undo.vud' }] : []
  const bases = undoDisks === 'present' ? [{ at, path: 'base.vhd' }] : []
  const changed = {
    ...document,
    drives,
    snapshots: kept,
    currentSnapshot: kept.at(-1)?.id ?? null,
    savedState: state === 'Saved' ? 'saved-state.bin' : null,
    undoDisks: { enabled: undoDisks !== 'disabled', whenOff: 'ask', bases },
  }
  await writeFile(file, JSON.stringify(changed))
}

async function ask(
  host: LocalHost,
  { id, undoDisks, memory }: Machine,
  asked: Asked,
  folder: string,
): Promise<unknown> {
  const { machines, transfers, templates } = host
  switch (asked) {
    case 'start':
    case 'save':
    case 'deleteSavedState':
    case 'pause':
    case 'resume':
    case 'reset':
    case 'shutDown':
    case 'turnOff':
    case 'revert':
    case 'commitUndoDisks':
    case 'discardUndoDisks':
    case 'delete':
      return await machines[asked](id)
    case 'takeSnapshot':
      return machines.takeSnapshot(id, {})
    case 'applySnapshot':
      return machines.applySnapshot(id, 's0')
    case 'deleteSnapshot':
      return machines.deleteSnapshot(id, 's0', { subtree: false })
    case 'export': {
      const how = { format: 'folder', state: false, snapshots: false, media: false } as const
      return transfers.export({ id, path: path.join(folder, id), ...how })
    }
    case 'clone':
      return transfers.clone({ id, name: `Clone of ${id}`.slice(0, 40), count: 1, mode: 'full' })
    case 'saveAsTemplate':
      return templates.create({ id, name: `Template of ${id}`.slice(0, 40) })
    case 'changeDrives':
      return machines.attachDrive(id, { kind: 'dvd' }, 'ide1:1')
    case 'changeMedia':
      return machines.insertMedia(id, none, 'floppy')
    case 'changeMemory':
      return machines.configure(id, { memory: memory + 1 })
    case 'configure':
      return machines.configure(id, { notes: 'changed' })
    case 'changeUndoDisks':
      return machines.setUndoDisks(id, { enabled: !undoDisks.enabled, whenOff: 'keep' })
  }
}

it('the host refuses what the console says that it would, with the same words, and nothing else of what both know', async () => {
  const shapes = fc.sample(shape, { numRuns: sampled, seed: 9 })
  const first = await openTestHost()
  const folders: string[] = []
  for (const [index] of shapes.entries()) {
    folders.push((await first.host.machines.create({ name: `m${index}`, dvd: none, memory: 16 })).folder)
  }
  await first.host.close()
  for (const [index, each] of shapes.entries()) await becomes(folders[index] ?? '', each)

  const memory = { total: () => 10 ** 6, available: () => 10 ** 6, spare: () => 10 ** 6 }
  const { host, home } = await openTestHost({ home: first.home, memory })
  const machineOf = (index: number) => host.machines.list().find(({ folder }) => folder === folders[index])
  for (const [index, { state }] of shapes.entries()) {
    const { id } = machineOf(index) ?? { id: '' }
    if (state === 'Running' || state === 'Paused') await host.machines.start(id)
    if (state === 'Paused') await host.machines.pause(id)
  }

  const console = await connectedConsole()
  const whyNot = inComponent(console, useWhyNot)
  const sentences = { refused: 0, allowed: 0 }
  for (const [index, { asked, state }] of shapes.entries()) {
    const machine = machineOf(index)
    if (machine === undefined) throw new Error(`there is no m${index}`)
    expect(machine.problem === null ? machine.state : 'broken').toBe(state)
    const lasting = asked === 'changeUndoDisks' ? objectionToUndoDisks(machine, !machine.undoDisks.enabled) : null
    const offered = whyNot.of(machine, asked) ?? (lasting === null ? null : describeError(lasting, locale.value))
    const refusal = await ask(host, machine, asked, home).then(
      () => null,
      (error: { code: string }) => (known.includes(error.code) ? describeError(error, locale.value) : null),
    )
    expect(refusal, JSON.stringify(shapes[index])).toBe(offered)
    sentences[refusal === null ? 'allowed' : 'refused'] += 1
  }
  // Were nearly all refused, or none, little of the rules would have been seen.
  expect(sentences.refused).toBeGreaterThan(sampled / 4)
  expect(sentences.allowed).toBeGreaterThan(sampled / 4)
})
