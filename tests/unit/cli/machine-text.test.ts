import { describe, expect, it } from 'vitest'
import { machineCells, machineDocument } from '#electron/cli/machine-text.ts'
import { textsFor } from '#electron/cli/messages/index.ts'
import type { Snapshot } from '#shared/host.ts'
import type { Machine } from '#shared/machine.ts'
import { job, machine, snapshot } from '../renderer/values.ts'

const operation = (values: Partial<Machine>, jobs: Snapshot['jobs'], locale: 'en' | 'de') => {
  const lab = machine({ id: 'lab', ...values })
  return machineCells(machineDocument(snapshot({ machines: [lab], jobs }), lab), textsFor(locale), locale).operation
}

describe('the operation of a machine', () => {
  const exporting = job({ id: 'j1', kind: 'exportMachine', machineId: 'lab', state: 'Running', progress: 0.437 })

  it('is what is being done on it, and how far that is', () => {
    expect(operation({}, [exporting], 'en')).toBe('Exporting (43%)')
    expect(operation({}, [{ ...exporting, state: 'Cancelling', progress: 1 }], 'en')).toBe('Exporting (99%)')
    expect(operation({}, [{ ...exporting, state: 'Completed' }], 'en')).toBe('')
    expect(operation({}, [{ ...exporting, machineId: 'other' }], 'en')).toBe('')
  })

  it('says that it waits to be started', () => {
    expect(operation({ waitingToStart: true }, [], 'en')).toBe('Waiting to start')
    expect(operation({ waitingToStart: true }, [], 'de')).toBe('Wartet auf Start')
  })
})
