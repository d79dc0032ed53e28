import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { firstDvdPosition } from '#shared/drive.ts'
import { adoptDisks, describeSavedState, type HardwareParts } from '#electron/engines/saved-states.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import { newSavedState, pictureOf } from './saved-state.ts'
import type { Templates, WarmDisc } from './templates.ts'
import { linkOrCopy } from './transfer/linked-clone.ts'
import { errorText } from './unexpected.ts'

/**
 * Gives a new machine, whose files are in `arriving` and will be in `folder`, the state of a guest that was booted with the
 * ready-made disc in its drive: its first start takes a moment. The machine is as it was where there is no state for it, or
 * it cannot be had: then it starts anew.
 */
export async function withWarmState(
  machine: MachineConfiguration,
  templates: Templates,
  arriving: string,
  folder: string,
): Promise<MachineConfiguration> {
  const [drive, ...others] = machine.drives
  if (drive?.kind !== 'dvd' || drive.media.kind !== 'template' || others.length > 0) return machine
  const disc = await templates.warm(drive.media.template)
  if (disc === null) return machine
  const file = path.basename(newSavedState(folder))
  const state = path.join(arriving, file)
  try {
    if (!(await isFor(machine, disc))) return machine
    await linkOrCopy(disc.state, state)
    await adoptDisks(machine.engine, machine.name, state, partsOf(machine, disc), [firstDvdPosition])
    if (existsSync(pictureOf(disc.state))) await linkOrCopy(pictureOf(disc.state), pictureOf(state))
    return { ...machine, savedState: path.join(folder, file), guestToBeNamed: true }
  } catch (error) {
    console.error(`${machine.name} starts anew, since ${disc.state} cannot be used: ${errorText(error)}`)
    await Promise.all([state, pictureOf(state)].map((each) => rm(each, { force: true })))
    return machine
  }
}

async function isFor({ engine, memory }: MachineConfiguration, { state }: WarmDisc): Promise<boolean> {
  return (await describeSavedState(engine, state))?.memory === memory
}

function partsOf({ memory, floppy }: MachineConfiguration, { image }: WarmDisc): HardwareParts {
  return { memory, floppy, drives: [{ kind: 'dvd', at: firstDvdPosition, path: image }] }
}
