import { createHmac } from 'node:crypto'
import { rmSync } from 'node:fs'
import { realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { ownNamespace } from '#electron/disks/lock-renewal.ts'
import { isEqual } from './is-equal.ts'
import { writePrivate } from './private-file.ts'
import { identify, isAlive, processIdentitySchema, type ProcessIdentity } from './process-identity.ts'
import { clearPlace, readOwnFile } from './record-file.ts'
import { storing } from './storage-failure.ts'
import { errorText } from './unexpected.ts'

const markerSchema = z.object({
  machineId: z.string(),
  /** ISO 8601, UTC. */
  since: z.string(),
  /** The machine's process, once it is known. */
  engine: processIdentitySchema.nullable(),
  /** Says that a host of this data folder has written the file, here and of this process. */
  seal: z.string().nullable().default(null),
})
type Marker = z.infer<typeof markerSchema>

export const runningFile = 'running.json'

/** How long a killed process may take to go. */
const killTimeout = 5000

/**
 * A file in a machine's folder from power-on to power-off. Found when a host starts, it says that the machine was on
 * when the host before it ended without turning it off. A process that it names is ended where a host of the same data
 * folder has sealed that: folders that others write to may hold a file that names any process of the user.
 */
export class RunningMarker {
  readonly #file: string
  readonly #folder: string
  readonly #machineId: string
  readonly #key: Buffer
  #since = ''
  #isOn = false

  /** `key` is the one that the data folder keeps for processes. */
  constructor(folder: string, machineId: string, key: Buffer) {
    this.#file = path.join(folder, runningFile)
    this.#folder = folder
    this.#machineId = machineId
    this.#key = key
  }

  /** Throws STORAGE_FAILED. */
  async powerOn(): Promise<void> {
    this.#since = new Date().toISOString()
    this.#isOn = true
    await this.#write(null)
  }

  /** Notes the machine's process, so that a host after us can end it. Throws STORAGE_FAILED. */
  async noteProcess(pid: number): Promise<void> {
    const identity = await identify(pid).catch(() => null)
    if (identity === null || !this.#isOn) return
    await this.#write(identity)
    // It may have gone off while the file was written, and must not leave it behind.
    if (!this.#isOn) this.powerOff()
  }

  /**
   * Synchronous, so that "the process is gone", the file and the state change together: a host killed in between would
   * otherwise report a machine as lost that had gone off in order.
   */
  powerOff(): void {
    this.#isOn = false
    rmSync(this.#file, { force: true })
  }

  /**
   * Looks for the marker of a host that ended, ends the machine's process if it still lives, and removes the marker.
   * True where this machine was on, and where the marker cannot be understood; what else stands in its place is none.
   * Never rejects: one machine's file must not keep the host, and with it all the others, from opening.
   */
  async recover(): Promise<boolean> {
    await clearPlace(this.#file).catch((error: unknown) => console.error(errorText(error)))
    const marker = await this.#read()
    if (marker === null) return false
    // The folder may be a copy, made while the original was on.
    const ours = marker === 'unreadable' || marker.machineId === this.#machineId
    try {
      if (ours && marker !== 'unreadable' && marker.engine !== null && (await this.#isSealed(marker))) {
        await endProcess(marker.engine)
      }
      await rm(this.#file, { force: true })
    } catch (error) {
      console.error(`What ${this.#file} tells of could not be cleared away: ${errorText(error)}`)
    }
    return ours
  }

  async #read(): Promise<Marker | 'unreadable' | null> {
    let text: string
    try {
      text = await readOwnFile(this.#file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      console.error(`${this.#file} cannot be read: ${errorText(error)}`)
      return 'unreadable'
    }
    try {
      return markerSchema.parse(JSON.parse(text))
    } catch {
      return 'unreadable'
    }
  }

  async #write(engine: Marker['engine']): Promise<void> {
    await storing(this.#file, async () => {
      const seal = engine === null ? null : await this.#seal(engine)
      const marker: Marker = { machineId: this.#machineId, since: this.#since, engine, seal }
      await writePrivate(this.#file, JSON.stringify(marker) + '\n', { flush: true })
    })
  }

  async #isSealed({ engine, seal }: Marker): Promise<boolean> {
    return engine !== null && seal !== null && isEqual(seal, await this.#seal(engine))
  }

  /** Of a process in this namespace: in another one its number says nothing. */
  async #seal({ pid, started }: ProcessIdentity): Promise<string> {
    const said = [await realpath(this.#folder), this.#machineId, await ownNamespace(), pid, started]
    return createHmac('sha256', this.#key).update(JSON.stringify(said)).digest('base64url')
  }
}

async function endProcess(identity: z.infer<typeof processIdentitySchema>): Promise<void> {
  if (!(await isAlive(identity))) return
  try {
    process.kill(identity.pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
    return
  }
  const deadline = Date.now() + killTimeout
  while (Date.now() < deadline && (await isAlive(identity))) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
