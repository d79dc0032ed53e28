import { isPoweredOn } from '#shared/machine-state.ts'
import type { PausableUser } from './memory-watch.ts'
import type { Metrics } from './metrics.ts'
import type { SpaceUser } from './space-watch.ts'
import type { VirtualMachine } from './virtual-machine.ts'

/** The machines that write to disks now, or could. */
export function spaceUsers(machines: readonly VirtualMachine[]): SpaceUser[] {
  return poweredOn(machines).map((machine) => ({
    id: machine.id,
    files: [machine.folder, ...machine.configuration.drives.flatMap((drive) => ('path' in drive ? drive.path : []))],
    pause: (facts) => machine.pauseFor('PAUSED_FOR_SPACE', facts),
  }))
}

/** The machines that take memory now. */
export function memoryUsers(machines: readonly VirtualMachine[], metrics: Pick<Metrics, 'latest'>): PausableUser[] {
  return poweredOn(machines).map((machine) => ({
    id: machine.id,
    isRunning: machine.state !== 'Paused',
    memory: machine.configuration.memory,
    resident: (metrics.latest(machine.id)?.resident ?? 0) / 2 ** 20,
    pause: (facts) => machine.pauseFor('PAUSED_FOR_MEMORY', facts),
  }))
}

function poweredOn(machines: readonly VirtualMachine[]): VirtualMachine[] {
  return machines.filter(({ state }) => isPoweredOn(state))
}
