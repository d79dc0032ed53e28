import path from 'node:path'
import { preferencesSchema, type Preferences } from '#shared/preferences.ts'
import { writePrivate } from './private-file.ts'
import { readOwnFile } from './record-file.ts'
import { storing } from './storage-failure.ts'
import { Turns } from './turns.ts'

/**
 * What pages remember of their user's choices, in `preferences.json` of the data folder: a browser would forget it with the
 * host's next port. Nothing else depends on it, so a file that cannot be understood counts as none.
 */
export class KeptPreferences {
  readonly #file: string
  readonly #turns = new Turns(1)
  #values: Preferences

  private constructor(file: string, values: Preferences) {
    this.#file = file
    this.#values = values
  }

  static async open(home: string): Promise<KeptPreferences> {
    const file = path.join(home, 'preferences.json')
    try {
      return new KeptPreferences(file, preferencesSchema.parse(JSON.parse(await readOwnFile(file))))
    } catch {
      return new KeptPreferences(file, {})
    }
  }

  get values(): Preferences {
    return this.#values
  }

  /** Throws STORAGE_FAILED; it is known until the host closes all the same. One name too many is not kept. */
  async keep(name: string, value: string): Promise<void> {
    const values = preferencesSchema.safeParse({ ...this.#values, [name]: value })
    if (!values.success) return
    this.#values = values.data
    const save = () => writePrivate(this.#file, JSON.stringify(this.#values, null, 2) + '\n')
    await this.#turns.take(() => storing(this.#file, save))
  }
}
