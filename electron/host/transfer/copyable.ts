import type { MachineCopy } from '#shared/machine-state.ts'
import { formatConfiguration } from '../machine-configuration.ts'
import type { VirtualMachine } from '../virtual-machine.ts'
import { snapshotOf } from './contents.ts'

/** A snapshot's files do not change, so that a machine that is on does not matter to it. */
function isFrozen(machine: VirtualMachine, snapshotId: string | undefined): boolean {
  return snapshotId !== undefined && machine.state !== 'Off' && machine.state !== 'Saved'
}

/** Throws STATE_CONFLICT and SNAPSHOT_NOT_FOUND. */
export function requireCopyable(machine: VirtualMachine, command: MachineCopy, snapshotId: string | undefined): void {
  if (snapshotId !== undefined) snapshotOf(machine.configuration, snapshotId)
  if (!isFrozen(machine, snapshotId)) machine.requireFor(command)
}

/** Keeps the files that are copied as they are while `work` does so. Throws as `requireCopyable` and `work` do. */
export function whileCopying(
  machine: VirtualMachine,
  command: MachineCopy,
  snapshotId: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  return isFrozen(machine, snapshotId) ? work() : machine.copy(command, work)
}

/** For a process that copies it; `name` is what the copy is called. */
export function documentOf(machine: VirtualMachine, name: string): { document: string; folder: string } {
  const { folder } = machine
  return { document: formatConfiguration({ ...machine.configuration, name }, folder), folder }
}
