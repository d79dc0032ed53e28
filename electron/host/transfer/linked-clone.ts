import { existsSync } from 'node:fs'
import { constants, copyFile, link, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { Drive } from '#shared/drive.ts'
import { floppyOf } from '#shared/floppy.ts'
import { isDiskError, systemError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createDifferencing } from '#electron/disks/tools/create.ts'
import { inspectChain, storesNothing } from '#electron/disks/tools/inspect.ts'
import { disksOf } from '../drives.ts'
import { safeFolderName, uniqueName } from '../folder-name.ts'
import { newMachineHistory, type KeptSnapshot, type MachineConfiguration } from '../machine-configuration.ts'
import { pictureOf } from '../saved-state.ts'
import { asItWas, snapshotOf } from './contents.ts'

const stateFile = 'saved-state.bin'

/**
 * What linked clones of a machine are based on: the machine with disks that nobody writes to any more, and the state they go
 * on from, if any. Without a snapshot that is named, the current one serves where nothing was changed since; null where
 * there is none. Rejects with SNAPSHOT_NOT_FOUND and a `DiskError`.
 */
export async function chooseBase(
  machine: MachineConfiguration,
  snapshotId: string | undefined,
): Promise<MachineConfiguration | null> {
  if (snapshotId !== undefined) return asItWas(machine, snapshotOf(machine, snapshotId))
  // Without disks there is nothing that could be written to.
  if (disksOf(machine).length === 0) return machine
  const current = machine.snapshots.find(({ id, complete }) => id === machine.currentSnapshot && complete)
  if (current === undefined || !(await isUnchanged(machine, current))) return null
  return { ...asItWas(machine, current), savedState: machine.savedState }
}

/** Whether the machine is as when the snapshot was taken, and either goes on from its state or from none. */
async function isUnchanged(machine: MachineConfiguration, snapshot: KeptSnapshot): Promise<boolean> {
  if (machine.savedState !== null && machine.savedState !== snapshot.state) return false
  if (machine.memory !== snapshot.memory || machine.floppy !== snapshot.floppy) return false
  if (machine.drives.length !== snapshot.drives.length) return false
  for (const [index, drive] of machine.drives.entries()) {
    const before = snapshot.drives[index]
    if (before === undefined || !(await isSameDrive(drive, before))) return false
  }
  return true
}

async function isSameDrive(now: Drive, before: Drive): Promise<boolean> {
  if (now.at !== before.at) return false
  if (now.kind === 'dvd') return JSON.stringify(now) === JSON.stringify(before)
  if (before.kind !== 'disk') return false
  if (now.path === before.path) return true
  const [, parent] = await inspectChain(nodeDiskFiles, now.path)
  return parent?.path === before.path && (await storesNothing(nodeDiskFiles, now.path))
}

/**
 * Puts differencing disks on the base's, and its state, into a new machine's folder. The state takes no room where the file
 * system has links. Resolves with the machine as it is to be in `folder`. Rejects with a `DiskError`.
 */
export async function fillLinkedClone(
  base: MachineConfiguration,
  name: string,
  arriving: string,
  folder: string,
): Promise<MachineConfiguration> {
  const taken: string[] = []
  const drives: Drive[] = []
  for (const drive of base.drives) {
    if (drive.kind !== 'disk') {
      drives.push(drive)
      continue
    }
    const stem = uniqueName(safeFolderName(name), taken)
    taken.push(stem)
    await createDifferencing(nodeDiskFiles, path.join(arriving, `${stem}.vhd`), drive.path)
    drives.push({ ...drive, path: path.join(folder, `${stem}.vhd`) })
  }
  if (base.savedState !== null) {
    const state = path.join(arriving, stateFile)
    await linkOrCopy(base.savedState, state)
    const picture = pictureOf(base.savedState)
    if (existsSync(picture)) await linkOrCopy(picture, pictureOf(state))
  }
  const { undoDisks, settings, startsWarm } = base
  const floppy = base.floppy === null ? null : await copyFloppy(base.floppy, arriving)
  return {
    ...base,
    floppy: floppy === null ? null : path.join(folder, floppy),
    ...newMachineHistory,
    startsWarm,
    drives,
    settings,
    undoDisks: { ...undoDisks, bases: [] },
    savedState: base.savedState === null ? null : path.join(folder, stateFile),
  }
}

/**
 * Two guests must not write to one floppy disk. The copy has the original's time, by which the state of a guest that goes on
 * knows it. Resolves with its name; with null where there is none that could be copied, so that the drive is empty.
 */
async function copyFloppy(from: string, folder: string): Promise<string | null> {
  const name = uniqueName(safeFolderName(path.basename(from)), ['machine.json', stateFile])
  const to = path.join(folder, name)
  try {
    const found = await stat(from)
    if (!found.isFile() || floppyOf(found.size) === null) return null
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    await utimes(to, found.atime, found.mtimeMs / 1000)
    return name
  } catch (error) {
    const problem = systemError(error, from)
    if (isDiskError(problem, 'NOT_FOUND', 'ACCESS_DENIED')) return null
    throw problem
  }
}

/** Nobody writes to a state's file: one that is changed is put in its place as a new file. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch {
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL).catch((error: unknown) => {
      throw systemError(error, from)
    })
  }
}
