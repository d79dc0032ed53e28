import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { machineNameSchema, type Machine } from '#shared/machine.ts'
import { nameKey, safeFolderName, TakenNames } from './folder-name.ts'
import type { StoredMachine, StoredMachines, UnusableMachine } from './stored-machine.ts'

/** How the store changes and tells of what it has found. */
export interface FoundMachines {
  write(machine: StoredMachine): Promise<void>
  describeUnusable(folder: string, error: unknown): Promise<UnusableMachine>
}

/**
 * A machine's folder that somebody copied becomes a machine of its own: it gets a new id and is named after its folder, as
 * people expect of a copied folder. The one whose folder is named after the machine counts as the original. A copy that
 * cannot be written to is unusable rather than a second machine with the same id. None is like one of the `known` in id or name.
 */
export async function separateCopies(
  { usable, unusable }: StoredMachines,
  known: readonly Pick<Machine, 'id' | 'name'>[],
  found: FoundMachines,
): Promise<StoredMachines> {
  const ids = new Set(known.map(({ id }) => id))
  const names = new TakenNames(known.map(({ name }) => name))
  const separate: StoredMachine[] = []
  const unwritable: UnusableMachine[] = []
  for (const machine of [...usable.filter(isOriginal), ...usable.filter((each) => !isOriginal(each))]) {
    const { id, name } = machine.configuration
    const newId = ids.has(id) ? randomUUID() : id
    const wished = ids.has(id) ? nameFromFolder(machine.folder, name) : name
    const newName = names.take(wished)
    const changed = { ...machine, configuration: { ...machine.configuration, id: newId, name: newName } }
    if (newId !== id || newName !== name) {
      try {
        await found.write(changed)
      } catch (error) {
        unwritable.push(await found.describeUnusable(machine.folder, error))
        continue
      }
    }
    ids.add(newId)
    separate.push(changed)
  }
  const named = [...unusable, ...unwritable].map((machine) => ({ ...machine, name: names.take(machine.name) }))
  return { usable: separate, unusable: named }
}

function isOriginal({ folder, configuration }: StoredMachine): boolean {
  return nameKey(path.basename(folder)) === nameKey(safeFolderName(configuration.name))
}

function nameFromFolder(folder: string, fallback: string): string {
  const parsed = machineNameSchema.safeParse(path.basename(folder))
  return parsed.success ? parsed.data : fallback
}
