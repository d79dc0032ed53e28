import { isDiskError } from '#electron/disks/disk-error.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { reconnectDisk } from '#electron/disks/tools/reconnect.ts'
import type { SavedStates } from '#electron/engines/engine.ts'
import { diskRisks } from '#shared/disk-error.ts'
import { callAsHost } from '../caller.ts'
import type { DiskUser } from '../disk-users.ts'
import { disksOf } from '../drives.ts'
import type { JobRegistry } from '../jobs/job-registry.ts'
import { mapFiles, type MachineConfiguration } from '../machine-configuration.ts'
import type { MachineFolder } from '../machine-folder.ts'
import type { PowerSession } from '../power-session.ts'
import { errorText, isViridianError } from '../unexpected.ts'
import { Chains, usersOf } from './chains.ts'
import { layersOf } from './layers.ts'
import { adoptStates } from './states.ts'

/** A disk, and the retired one below it that takes its content. */
interface Merge {
  readonly child: string
  readonly into: string
}

type Jobs = Pick<JobRegistry, 'start' | 'carryOut' | 'cancel' | 'result'>

/**
 * Works off the retired disks of a machine: each takes the content of the one disk that is based on it, and its name in the
 * configuration. A merge can be cut off at any time and begins anew: until the configuration names the retired disk in
 * its place, the child hides what has been written to it. While the machine is on, its engine merges the disks that the
 * guest writes to; those between two snapshots are left for when it is off.
 */
export class LayerMerger {
  readonly #folder: MachineFolder
  readonly #jobs: Jobs
  readonly #states: SavedStates
  readonly #others: () => Promise<readonly DiskUser[]>
  #work: Promise<void> | null = null
  #job: string | null = null
  #stopping = false

  /** `others` gives all others that need disks. */
  constructor(folder: MachineFolder, jobs: Jobs, states: SavedStates, others: () => Promise<readonly DiskUser[]>) {
    this.#folder = folder
    this.#jobs = jobs
    this.#states = states
    this.#others = others
  }

  /** Begins, or goes on. The machine must be at no command until this is stopped; `session` is null where it is not on. */
  begin(session: PowerSession | null): void {
    const { retired, merging } = this.#folder.configuration
    if (this.#work !== null || (retired.length === 0 && merging === null)) return
    this.#work = callAsHost(() => this.#run(session)).finally(() => (this.#work = null))
  }

  /** Resolves when nothing is under way, and what has been done is written down. Never rejects. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#cancelJob()
    await this.#work
    this.#stopping = false
  }

  async #run(session: PowerSession | null): Promise<void> {
    try {
      if (session === null) await this.#recover()
      // What a failure has left is brought to its end when nobody has the disks.
      else if (this.#folder.configuration.merging !== null) return
      while (!this.#stopping) {
        const next = await this.#next(session)
        if (next === null) return
        if (!(await (session === null ? this.#merge(next) : this.#mergeInUse(next, session)))) return
      }
    } catch (error) {
      console.error(`The disks of ${this.#folder.configuration.name} could not be merged: ${errorText(error)}`)
    }
  }

  /** The lowest of them, so that nothing is copied twice; of a machine that is on, one below a disk its guest writes to. */
  async #next(session: PowerSession | null): Promise<Merge | null> {
    const { configuration } = this.#folder
    if (configuration.retired.length === 0) return null
    const others = await this.#others()
    const inUse = session === null ? null : disksOf(configuration)
    const chains = await Chains.of(layersOf(configuration))
    if (!chains.areComplete) return null
    const retired = configuration.retired.toSorted((a, b) => chains.from(a).length - chains.from(b).length)
    for (const into of retired) {
      const [child, ...more] = chains.childrenOf(into)
      if (child === undefined || more.length > 0) continue
      if (inUse !== null && !inUse.includes(child)) continue
      if ((await usersOf(new Set([into]), others)).length === 0) return { child, into }
    }
    return null
  }

  /** False where it was cut off. */
  async #merge({ child, into }: Merge): Promise<boolean> {
    await this.#note({ child, into, done: false })
    try {
      await this.#carryOut({ child, into })
    } catch (error) {
      if (!isViridianError(error)) throw error
      await this.#recover()
      return false
    }
    await this.#note({ child, into, done: true })
    await this.#recover()
    return true
  }

  async #carryOut({ child, into }: Merge): Promise<void> {
    const { path, configuration } = this.#folder
    const { id, name } = configuration
    await this.#follow(
      this.#jobs.start({ kind: 'mergeSnapshots', path, layers: [child] }, { machine: { id, name }, files: [into] }),
    )
  }

  /** By the engine, which has the disks. False where it was cut off. */
  async #mergeInUse(merge: Merge, session: PowerSession): Promise<boolean> {
    const { path, configuration } = this.#folder
    const { id, name, drives } = configuration
    const at = drives.find((drive) => drive.kind === 'disk' && drive.path === merge.child)?.at
    const { machine } = session
    if (at === undefined || machine === null) return false
    await this.#note({ ...merge, done: false })
    const commit = () => this.#folder.commit(withoutChild(this.#folder.configuration, merge))
    const job = this.#jobs.carryOut(
      { kind: 'mergeSnapshots', path, machine: { id, name }, files: [merge.into] },
      async (control) => {
        try {
          await machine.mergeDisk(at, commit, control)
        } catch (error) {
          // To have gone off is not to have failed.
          if (session.isOver || session.turningOff) this.#cancelJob()
          control.signal.throwIfAborted()
          throw error
        }
      },
    )
    try {
      await this.#follow(job)
      return true
    } catch (error) {
      if (!isViridianError(error)) throw error
      return false
    } finally {
      if (this.#folder.configuration.merging !== null) await this.#note(null)
      await this.#folder.sweep()
    }
  }

  async #follow(job: string): Promise<void> {
    this.#job = job
    if (this.#stopping) this.#cancelJob()
    await this.#jobs.result(job).finally(() => (this.#job = null))
  }

  #cancelJob(): void {
    if (this.#job !== null) this.#jobs.cancel(this.#job)
  }

  /** Brings what a merge has begun to its end: to the new order of the disks where it was done, else to the old one. */
  async #recover(): Promise<void> {
    const { configuration } = this.#folder
    const { merging } = configuration
    if (merging === null) return
    const { child, into, done } = merging
    const settled = done ? withoutChild(configuration, { child, into }) : { ...configuration, merging: null }
    if (done) await reconnectChildren(layersOf(configuration), { child, into })
    await adoptStates(settled, into, this.#states)
    await this.#folder.commit(settled)
    await this.#folder.sweep()
  }

  async #note(merging: MachineConfiguration['merging']): Promise<void> {
    await this.#folder.commit({ ...this.#folder.configuration, merging })
  }
}

/** The parent has the child's content, and its place everywhere. */
function withoutChild(configuration: MachineConfiguration, { child, into }: Merge): MachineConfiguration {
  const retired = configuration.retired.filter((file) => file !== into)
  return mapFiles({ ...configuration, retired, merging: null }, (file) => (file === child ? into : file))
}

async function reconnectChildren(layers: ReadonlySet<string>, { child, into }: Merge): Promise<void> {
  const chains = await Chains.of(layers)
  for (const grandchild of chains.childrenOf(child)) {
    try {
      await reconnectDisk(nodeDiskFiles, grandchild, into, { acceptOther: true, accept: diskRisks })
    } catch (error) {
      // Whoever uses it is told that it is not there.
      if (!isDiskError(error, 'NOT_FOUND')) throw error
    }
  }
}
