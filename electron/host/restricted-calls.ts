import type { Contract } from '#shared/contract.ts'
import { diskTaskSchema, type DiskTask } from '#shared/disk.ts'
import { hostReadOnly } from '#shared/errors.ts'
import type { Restriction } from '#shared/host.ts'

/** A call of the contract, as `machines.start`. */
export type CallName = { [Group in keyof Contract]: `${Group}.${keyof Contract[Group] & string}` }[keyof Contract]

/** A call as it arrives, before its input is validated. */
export interface Call {
  readonly path: readonly string[]
  readonly input: unknown
}

/** Calls that write nothing to the data folder but what they may do without; every other one, also a new one, counts as one that does. */
const reading: ReadonlySet<string> = new Set<CallName>([
  'host.watch',
  'host.createToken',
  'host.examine',
  'host.stop',
  'machines.inspectImport',
  'machines.export',
  'machines.snapshotImage',
  'machines.screenText',
  'machines.screenImage',
  'disks.inspect',
  'jobs.cancel',
  'jobs.wait',
  'jobs.list',
  'events.list',
  'hosts.list',
  'hosts.probe',
  'accessKeys.list',
])

/** Calls that give room back, and need none themselves. */
const freeing: ReadonlySet<string> = new Set<CallName>(['trash.remove', 'trash.empty', 'templates.delete'])

/** Throws HOST_READ_ONLY for what a host whose data folder cannot be written to does not do. */
export function requireAllowed(home: string, restriction: Restriction, { path, input }: Call): void {
  const name = path.join('.')
  if (reading.has(name) || (name === 'disks.run' && onlyReads(input))) return
  if (restriction.problem === 'full' && (freeing.has(name) || (name === 'machines.delete' && isForGood(input)))) return
  throw hostReadOnly(home, restriction)
}

/** Whether work on a disk reads it alone, and makes nothing but a new file where the user says. */
function onlyReads(input: unknown): boolean {
  const { success, data: task } = diskTaskSchema.safeParse(input)
  if (!success) return false
  return task.kind === 'convertDisk' || (task.kind === 'checkDisk' && !task.repair) || isMergeIntoNew(task)
}

function isMergeIntoNew(task: DiskTask): boolean {
  return task.kind === 'mergeDisk' && task.into !== null
}

/** Whether a machine is deleted by renaming its folder alone. */
function isForGood(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false
  return 'permanently' in input && input.permanently === true && !('disks' in input && input.disks === 'keep')
}
