import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import type { Finding } from '#shared/finding.ts'
import { AutomaticStop } from './automatic-stop.ts'
import { examineUnusable } from './doctor/examine-unusable.ts'
import type { EventLog } from './event-log.ts'
import type { MachineFactory } from './machine-factory.ts'
import type { MachineRegistry } from './machine-registry.ts'
import type { MachineStore } from './machine-store.ts'
import type { PreparationServices } from './start-preparation.ts'
import { withoutEngine, type StoredMachine } from './stored-machine.ts'
import { inTurns } from './turns.ts'

/** Machines whose folders are put in order at once, when a host opens. */
const recoveredAtOnce = 8

export interface CollectionServices extends Pick<PreparationServices, 'engines'> {
  readonly store: MachineStore
  readonly events: EventLog
  /** Whether the data folder can be written to. */
  readonly isWritable: () => boolean
}

/** Brings the machines of the store into the registry and out of it again: they are found, taken in, let go, and closed. */
export class MachineCollection {
  readonly #services: CollectionServices
  readonly #registry: MachineRegistry
  readonly #factory: MachineFactory

  constructor(services: CollectionServices, registry: MachineRegistry, factory: MachineFactory) {
    this.#services = services
    this.#registry = registry
    this.#factory = factory
  }

  /** Finds the machines in these folders, without more words in all. Throws STORAGE_FAILED. */
  async load(roots?: readonly string[]): Promise<void> {
    const { store } = this.#services
    const { usable, unusable } = await store.load(roots, this.#registry.list())
    await this.#arriveAll(usable, (stored) => !store.wasInOrder(stored))
    for (const machine of unusable) this.#registry.addUnusable(machine)
  }

  /** Throws FOLDER_UNUSABLE where machines in these folders cannot be forgotten now. */
  requireAtRest(roots: readonly string[]): void {
    for (const { folder, name, state } of this.#registry.machines) {
      const root = path.dirname(folder)
      if (!roots.includes(root) || state === 'Off' || state === 'Saved') continue
      throw new ViridianError('FOLDER_UNUSABLE', { path: root, problem: 'MACHINES_ON', detail: name })
    }
  }

  /** Lets go of the machines in these folders, which stay as they are. */
  async forget(roots: readonly string[]): Promise<void> {
    const isGone = ({ folder }: { folder: string }) => roots.includes(path.dirname(folder))
    for (const machine of this.#registry.machines.filter(isGone)) {
      this.#factory.automaticStart.cancel(machine.id)
      await this.#registry.letGo(machine)
    }
    for (const { id } of this.#registry.unusable.filter(isGone)) this.#registry.remove(id)
    for (const root of roots) await this.#services.store.release(root)
  }

  /** Once the host is ready to start machines. */
  async startAutomatically(): Promise<void> {
    await this.#factory.automaticStart.begin(this.#registry.machines)
  }

  /** A machine that was put into the store. */
  async arrive(stored: StoredMachine): Promise<void> {
    await this.#arriveAll([stored])
  }

  /** What is put off while nothing can be written: brings to an end what earlier hosts left. Throws STORAGE_FAILED. */
  async recover(): Promise<void> {
    const waiting = this.#registry.machines
    await this.load()
    for (const machine of waiting) {
      await machine.recover()
      this.#registry.announce(machine.id)
    }
  }

  /** Removes what was set aside in machines' folders long enough ago. */
  async removeExpired(): Promise<void> {
    for (const machine of this.#registry.machines) await machine.removeExpired()
  }

  /** What is wrong with the machines' files. */
  async examine(): Promise<Finding[]> {
    const findings = examineUnusable(this.#registry.unusable)
    for (const machine of this.#registry.machines) findings.push(...(await machine.examine()))
    return findings
  }

  /**
   * Accepts no new work, lets what is under way come to its end, and saves or turns off what is on, as each machine's settings
   * say. Rejects with an AggregateError of what could not be turned off.
   */
  async close(underWay: () => Promise<void>): Promise<void> {
    this.#registry.close()
    this.#factory.close()
    await underWay()
    await new AutomaticStop(this.#services.events, this.#factory.guestTalks).stop(this.#registry.machines)
  }

  /** `needsRecovery` tells where an earlier host may have left something. */
  async #arriveAll(
    all: readonly StoredMachine[],
    needsRecovery: (stored: StoredMachine) => boolean = () => true,
  ): Promise<void> {
    const { engines, isWritable } = this.#services
    const canRun = ({ configuration }: StoredMachine) => engines.has(configuration.engine)
    for (const stored of all) if (!canRun(stored)) this.#registry.addUnusable(withoutEngine(stored))
    const machines = all.filter(canRun).map((stored) => ({ machine: this.#factory.make(stored), stored }))
    for (const { machine } of machines) this.#registry.add(machine)
    await inTurns(machines, recoveredAtOnce, async ({ machine, stored }) => {
      if (!isWritable() || !needsRecovery(stored)) return machine.show()
      await machine.recover()
      this.#registry.announce(machine.id)
    })
  }
}
