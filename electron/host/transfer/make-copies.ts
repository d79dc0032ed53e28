import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { ViridianError } from '#shared/errors.ts'
import { machineNameSchema } from '#shared/machine.ts'
import { cloneNames } from '#shared/transfer.ts'
import { partOf, type JobControl } from '#electron/disks/tools/job.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import type { MachineStore } from '../machine-store.ts'
import type { StoredMachine } from '../stored-machine.ts'
import { inTurns } from '../turns.ts'

/** Fills a copy's folder; resolves with the copy as it is to be in `folder`. Its identity and name are not its business. */
export type MakeCopy = (
  name: string,
  arriving: string,
  folder: string,
  control: JobControl,
) => Promise<MachineConfiguration>

/** Linked clones that are made at the same time: each waits for the disk most of the time. */
export const lanes = 8

/** Throws INPUT_INVALID where a number behind the name makes one of them no name. */
export function namesOfCopies(wanted: Parameters<typeof cloneNames>[0]): string[] {
  const names = cloneNames(wanted)
  for (const each of names) {
    const { error } = machineNameSchema.safeParse(each)
    if (error !== undefined) {
      throw new ViridianError('INPUT_INVALID', { issues: [{ path: 'name', message: z.prettifyError(error) }] })
    }
  }
  return names
}

/**
 * Stores copies of a machine under these names, in the folder `root` where one is given: all of them, in this order, or none
 * where one fails or the user cancels.
 */
export async function makeCopies(
  store: MachineStore,
  names: readonly string[],
  atOnce: number,
  control: JobControl,
  make: MakeCopy,
  root?: string,
): Promise<StoredMachine[]> {
  const made: StoredMachine[] = []
  const { signal } = control
  try {
    const copies = await inTurns(names, atOnce, async (name, index) => {
      signal.throwIfAborted()
      const alone = atOnce === 1
      const own = alone ? partOf(control, index / names.length, (index + 1) / names.length) : silent(signal)
      const fill = async (arriving: string, folder: string) => asCopy(await make(name, arriving, folder, own), name)
      const stored = await store.create(name, fill, root)
      made.push(stored)
      control.progress(made.length / names.length)
      return stored
    })
    signal.throwIfAborted()
    return copies
  } catch (error) {
    await Promise.all(made.map(({ folder }) => store.remove(folder)))
    throw error
  }
}

/** Of several that are made at once none tells how far it is. */
function silent(signal: AbortSignal): JobControl {
  return { signal, progress: () => undefined }
}

/** A guest that goes on takes itself for the original. */
function asCopy(machine: MachineConfiguration, name: string): MachineConfiguration {
  return {
    ...machine,
    id: randomUUID(),
    name,
    createdAt: new Date().toISOString(),
    wasOn: false,
    guestToBeNamed: machine.guestToBeNamed || machine.savedState !== null,
  }
}
