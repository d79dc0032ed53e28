import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { ViridianError } from '#shared/errors.ts'
import { machineNameSchema } from '#shared/machine.ts'
import { cloneNames } from '#shared/transfer.ts'
import { partOf, type JobControl } from '#electron/disks/tools/job.ts'
import type { MachineConfiguration } from '../machine-configuration.ts'
import type { MachineStore } from '../machine-store.ts'
import type { StoredMachine } from '../stored-machine.ts'

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
  const made = new Map<number, StoredMachine>()
  const waiting = [...names.entries()]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      control.signal.throwIfAborted()
      const [index, name] = next
      const own = atOnce === 1 ? partOf(control, index / names.length, (index + 1) / names.length) : control
      const fill = async (arriving: string, folder: string) => {
        const progress = atOnce === 1 ? own : { signal: control.signal, progress: () => undefined }
        return asCopy(await make(name, arriving, folder, progress), name)
      }
      const stored = await store.create(name, fill, root)
      made.set(index, stored)
      control.progress(made.size / names.length)
    }
  }
  const results = await Promise.allSettled(Array.from({ length: Math.min(atOnce, names.length) }, lane))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed === undefined && !control.signal.aborted) return names.flatMap((_, index) => made.get(index) ?? [])
  await Promise.all([...made.values()].map(({ folder }) => store.remove(folder)))
  throw failed?.reason ?? control.signal.reason
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
