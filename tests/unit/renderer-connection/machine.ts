import { usualHardware } from '#shared/hardware.ts'
import { newMachine, type Machine } from '#shared/machine.ts'

export function machine(values: Partial<Machine> = {}): Machine {
  return {
    id: 'm1',
    name: 'Lab 1',
    notes: '',
    state: 'Running',
    memory: 128,
    engine: 'embedded',
    drives: [{ kind: 'dvd', at: 'ide1:0', media: { kind: 'none' } }],
    floppy: null,
    ...usualHardware,
    ...newMachine,
    folder: '/machines/m1',
    createdAt: '2025-01-01T00:00:00.000Z',
    problem: null,
    fault: null,
    ...values,
  }
}
