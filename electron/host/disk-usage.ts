import path from 'node:path'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { DiskError } from '#electron/disks/disk-error.ts'
import { diskFailure, usingDisks } from '#electron/disks/disk-failure.ts'
import { inspectChain } from '#electron/disks/tools/inspect.ts'
import { openVhd } from '#electron/disks/vhd/open-vhd.ts'
import type { DiskFacts } from '#shared/disk.ts'
import { ViridianError } from '#shared/errors.ts'
import { disksOf } from './drives.ts'
import { inspectedAtOnce, inspectKnownChain } from './known-disks.ts'
import { isInside } from './relative-path.ts'
import { Chains, isNoDisk } from './snapshots/chains.ts'
import { isPartOfLayers, namedDisks } from './snapshots/layers.ts'
import type { DiskUser } from './disk-users.ts'
import { inTurns } from './turns.ts'
import type { MachineConfiguration } from './machine-configuration.ts'

/**
 * Checks that a machine can be given a disk: that it and its parents can be opened to be used, and that writing to it
 * ruins no disk of a machine that is based on it. Throws DISK_FAILED, DISK_ATTACHED and DISK_IN_SNAPSHOTS.
 */
export async function requireUsableDisk(file: string, machines: readonly MachineConfiguration[]): Promise<void> {
  requireOutsideLayers(file, machines)
  const chain = await usingDisks(async () => {
    const disk = await openVhd(nodeDiskFiles, file, { writable: true })
    await disk.close()
    return inspectChain(nodeDiskFiles, file)
  })
  const [disk, ...parents] = chain
  if (disk === undefined) return
  await inTurns(machines, inspectedAtOnce, async (machine) => {
    const attached = new Set(disksOf(machine))
    for (const other of namedDisks(machine)) {
      const [own, ...below] = await chainOf(other)
      if (own === undefined) continue
      // A copy has the identity of its original; what is based on one is not based on the other.
      if (own.id !== disk.id && below.some((parent) => isSame(parent, disk))) {
        throw diskFailure(new DiskError('OTHER_CHILDREN', { path: file, children: [other] }))
      }
      if (attached.has(other) && parents.some((parent) => isSame(parent, own))) {
        throw new ViridianError('DISK_ATTACHED', { path: own.path, name: machine.name })
      }
    }
  })
}

/** Throws DISK_IN_SNAPSHOTS where changing a disk, or taking it away, would ruin snapshots or undo disks. */
export function requireOutsideLayers(file: string, machines: readonly MachineConfiguration[]): void {
  const machine = machines.find((each) => isPartOfLayers(file, each))
  if (machine !== undefined) throw new ViridianError('DISK_IN_SNAPSHOTS', { path: file, name: machine.name })
}

/** Checks that no disk in a folder is used by others, or has disks of theirs based on it. Throws DISK_NEEDED. */
export async function requireUnneeded(name: string, folder: string, others: readonly DiskUser[]): Promise<void> {
  const need = await needOf(folder, others)
  if (need !== null) throw new ViridianError('DISK_NEEDED', { name, ...need })
}

/** The first disk in a folder that others use, or have disks based on, and the names of these; null where none is. */
export async function needOf(
  folder: string,
  others: readonly DiskUser[],
): Promise<{ path: string; machines: string[] } | null> {
  const needed = await inTurns(others, inspectedAtOnce, async ({ name, disks }) => {
    const { files } = await Chains.of(disks)
    return files.filter((file) => isInside(folder, file)).map((file) => ({ path: file, machine: name }))
  })
  const needs = needed.flat()
  const [first] = needs
  if (first === undefined) return null
  const machines = needs.filter(({ path: file }) => file === first.path).map(({ machine }) => machine)
  return { path: first.path, machines: [...new Set(machines)] }
}

/** The machine that has a disk attached, if any. */
export function machineWith(file: string, machines: readonly MachineConfiguration[]): MachineConfiguration | null {
  const wanted = path.normalize(file)
  return machines.find((machine) => disksOf(machine).some((disk) => path.normalize(disk) === wanted)) ?? null
}

function isSame(a: DiskFacts, b: DiskFacts): boolean {
  return a.path === b.path && a.id === b.id
}

/** Nothing of what is no disk. */
async function chainOf(file: string): Promise<DiskFacts[]> {
  try {
    return await inspectKnownChain(file)
  } catch (error) {
    if (isNoDisk(error)) return []
    throw error
  }
}
