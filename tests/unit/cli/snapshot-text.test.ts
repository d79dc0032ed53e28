import { usualHardware } from '#shared/hardware.ts'
import { describe, expect, it } from 'vitest'
import { isCliError } from '#electron/cli/errors.ts'
import { textsFor } from '#electron/cli/messages/index.ts'
import { findSnapshot, snapshotTree } from '#electron/cli/snapshot-text.ts'
import type { MachineSnapshot } from '#shared/snapshot.ts'
import { fakeMachine } from '#tests/fixtures/fake-host.ts'

const snapshot = (id: string, name: string, parent: string | null): MachineSnapshot => ({
  ...{ id, name, parent, notes: '', createdAt: '2026-01-01T00:00:00.000Z' },
  ...{ hasState: false, memory: 128, drives: [], floppy: null },
  ...usualHardware,
})
const machine = {
  ...fakeMachine('lab', 'Off'),
  snapshots: [snapshot('3f2a', 'Clean', null), snapshot('3f90', 'Office', '3f2a'), snapshot('77aa', 'office', '3f2a')],
  currentSnapshot: '3f2a',
}
const texts = textsFor('en')

describe('a snapshot', () => {
  it.each([
    ['Office', '3f90'],
    ['CLEAN', '3f2a'],
    ['77', '77aa'],
    ['3f90', '3f90'],
  ])('is found as %s', (text, id) => {
    expect(findSnapshot({ texts }, machine, text).id).toBe(id)
  })

  it('is not guessed', () => {
    for (const text of ['OFFICE', '3f']) {
      expect(() => findSnapshot({ texts }, machine, text)).toThrow(expect.toSatisfy(isCliError))
    }
    expect(() => findSnapshot({ texts }, machine, 'none')).toThrow(/SNAPSHOT_NOT_FOUND/)
    expect(() => findSnapshot({ texts }, machine, ' ')).toThrow(/SNAPSHOT_NOT_FOUND/)
  })
})

it('snapshots are listed as a tree, with what the machine is now', () => {
  const lines = snapshotTree(machine, texts.snapshots, 'en').split('\n')
  expect(lines.map((line) => line.replace(/ {2,}\d.*$/, ''))).toEqual([
    expect.stringMatching(/^Snapshot +Created +Id$/),
    'Clean',
    '  Office',
    '  office',
    '  * Now',
  ])
})
