import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { firstDvdPosition } from '#shared/drive.ts'
import type { SavedStates, SavedStatesOf } from '#electron/engines/engine.ts'
import { hardwareOf, type FoundDrive, type FoundHardware } from '#shared/hardware.ts'
import { templatesFolder } from './home.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { Templates, WarmDisc } from './templates.ts'
import { linkOrCopy } from './transfer/linked-clone.ts'
import { Turns } from './turns.ts'
import { errorText, knownFacts } from './unexpected.ts'

/**
 * The states of guests that were booted with the ready-made discs. All machines go on from one file: whoever starts reads it
 * and nobody writes to it.
 */
export class WarmStates {
  readonly #templates: Templates
  readonly #folder: string
  readonly #statesOf: SavedStatesOf
  readonly #turns = new Turns(1)

  /** @param home the data folder */
  constructor(templates: Templates, home: string, statesOf: SavedStatesOf) {
    this.#templates = templates
    this.#statesOf = statesOf
    this.#folder = templatesFolder(home)
  }

  /**
   * The state a machine goes on from when it is first started, instead of booting; null where it boots: there is no state of
   * its disc for this version of the engine, it has other hardware than that, or it was on before.
   */
  async find(machine: MachineConfiguration, drives: readonly FoundDrive[]): Promise<string | null> {
    const [drive, ...others] = machine.drives
    if (!machine.startsWarm || machine.floppy !== null || others.length > 0) return null
    if (drive?.kind !== 'dvd' || drive.media.kind !== 'template') return null
    const { template } = drive.media
    const disc = await this.#templates.warm(template)
    if (disc === null) return null
    const parts = { ...hardwareOf(machine), drives }
    const states = this.#statesOf(machine.engine)
    try {
      if (await isOf(states, parts, disc.state)) return disc.state
      return await this.#turns.take(() => this.#adopted(states, parts, template, disc))
    } catch (error) {
      if (!isOtherHardware(error))
        console.error(`${machine.name} boots, since ${disc.state} is not for it: ${errorText(error)}`)
      return null
    }
  }

  /** An installation has its disc in another file than the one the state was made with: the state is told so in a copy, once. */
  async #adopted(states: SavedStates, parts: FoundHardware, template: string, disc: WarmDisc): Promise<string> {
    const ending = '.state.bin'
    const kept = path.join(this.#folder, `${template} ${disc.digest}${ending}`)
    if (await isOf(states, parts, kept).catch(() => false)) return kept
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const earlier = (await readdir(this.#folder)).filter((name) => name.startsWith(template) && name.endsWith(ending))
    const unfinished = path.join(this.#folder, `.new-${randomUUID()}`)
    try {
      await linkOrCopy(disc.state, unfinished)
      await states.adoptDisks(template, unfinished, parts, [firstDvdPosition])
      await rename(unfinished, kept)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
    for (const name of earlier) {
      const file = path.join(this.#folder, name)
      if (file !== kept) await rm(file, { force: true })
    }
    return kept
  }
}

/** As where the user has given the machine more memory or a disk. */
function isOtherHardware(error: unknown): boolean {
  return knownFacts(error)['problem'] === 'OTHER_HARDWARE'
}

/** Whether the guest of a state finds in these parts what it had. Rejects where it cannot go on in them. */
async function isOf(states: SavedStates, parts: FoundHardware, state: string): Promise<boolean> {
  return (await states.examine(state, state, parts)).length === 0
}
