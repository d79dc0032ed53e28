import { chmod } from 'node:fs/promises'
import path from 'node:path'
import { ViridianError } from '#shared/errors.ts'
import type { Finding } from '#shared/finding.ts'
import { hardwareOf, unknownHardware } from '#shared/hardware.ts'
import type { Machine } from '#shared/machine.ts'
import type { CreateFromTemplate, CreateTemplate, OwnTemplate } from '#shared/own-template.ts'
import { usingDisks } from '#electron/disks/disk-failure.ts'
import type { EngineRegistry } from '#electron/engines/registry.ts'
import { examineMachine } from './doctor/examine-machine.ts'
import { examineUnusable } from './doctor/examine-unusable.ts'
import { disksOf } from './drives.ts'
import { needOf } from './disk-usage.ts'
import type { EventLog } from './event-log.ts'
import type { OwnTemplates } from './host.ts'
import type { JobRegistry } from './jobs/job-registry.ts'
import type { MachineCollection } from './machine-collection.ts'
import type { DiskUsers } from './disk-users.ts'
import type { MachineRegistry } from './machine-registry.ts'
import type { MachineConfiguration } from './machine-configuration.ts'
import type { CreationServices } from './machine-creation.ts'
import type { LeftAlone } from './left-alone.ts'
import { MachineFolder } from './machine-folder.ts'
import { MachineNames } from './machine-names.ts'
import type { MachineStore } from './machine-store.ts'
import { withoutEngine, type StoredMachine, type UnusableMachine } from './stored-machine.ts'
import { requirePossible, type HostMemory } from './memory.ts'
import type { Templates } from './templates.ts'
import { requireCopyable, whileCopying } from './transfer/copyable.ts'
import { fullClone } from './transfer/full-clone.ts'
import { tellEmptyFloppy } from './transfer/empty-floppy.ts'
import { fillLinkedClone } from './transfer/linked-clone.ts'
import { lanes, makeCopies, namesOfCopies, type MakeCopy } from './transfer/make-copies.ts'
import { Turns } from './turns.ts'

export interface OwnTemplateServices {
  /** Of the templates, each a folder as a machine's. */
  readonly store: MachineStore
  /** That the templates' folders are in. */
  readonly folder: string
  readonly leftAlone: LeftAlone
  readonly machineStore: MachineStore
  readonly machines: Pick<MachineCollection, 'arrive'>
  readonly registry: MachineRegistry
  readonly diskUsers: DiskUsers
  readonly readyMade: Templates
  readonly jobs: JobRegistry
  readonly events: EventLog
  readonly keepFolder: CreationServices['keepFolder']
  readonly memory: HostMemory
  readonly engines: EngineRegistry
  readonly publish: (templates: OwnTemplate[]) => void
}

interface Entry {
  readonly folder: MachineFolder
  readonly stateFits: boolean
}

/** Copies of machines that their users keep to make machines of. A template's files are never written to. */
export class KeptTemplates implements OwnTemplates {
  readonly #services: OwnTemplateServices
  readonly #usable = new Map<string, Entry>()
  readonly #unusable = new Map<string, UnusableMachine>()
  readonly #names: MachineNames
  /** A template is not removed while machines are made of it. */
  readonly #turns = new Turns(1)

  constructor(services: OwnTemplateServices) {
    this.#services = services
    const named = () => [...this.list, ...services.readyMade.list.map(({ name }) => ({ id: name, name }))]
    this.#names = new MachineNames(named, 'TEMPLATE_NAME_TAKEN')
  }

  /** Never rejects: what cannot be read is left alone. */
  async load(): Promise<void> {
    const { store, leftAlone, folder } = this.#services
    const { usable, unusable } = await store.load().catch((error: unknown) => {
      leftAlone.add(folder, error)
      return { usable: [], unusable: [] }
    })
    for (const stored of usable) {
      if (this.#services.engines.has(stored.configuration.engine)) await this.#add(stored)
      else this.#unusable.set(stored.configuration.id, withoutEngine(stored))
    }
    for (const template of unusable) this.#unusable.set(template.id, template)
  }

  /** In the order of their names. */
  get list(): OwnTemplate[] {
    const all = [...[...this.#usable.values()].map(describe), ...[...this.#unusable.values()].map(describeUnusable)]
    return all.sort((a, b) => a.name.localeCompare(b.name))
  }

  /** Throws DISK_OF_TEMPLATE. */
  requireOutside(file: string): void {
    const wanted = path.normalize(file)
    const usable = [...this.#usable.values()].map(({ folder }) => folder)
    for (const { configuration } of [...usable, ...this.#unusable.values()]) {
      if (configuration !== null && disksOf(configuration).some((disk) => path.normalize(disk) === wanted)) {
        throw new ViridianError('DISK_OF_TEMPLATE', { path: file, name: configuration.name })
      }
    }
  }

  async create({ id, name, description, snapshotId }: CreateTemplate): Promise<string> {
    const { registry, jobs, store, readyMade, events } = this.#services
    const machine = registry.machine(id)
    requireCopyable(machine, 'saveAsTemplate', snapshotId)
    const discs = await readyMade.discs()
    const release = this.#names.reserve([name])
    const copied = { id, name: machine.name }
    return jobs.carryOut({ kind: 'createTemplate', path: machine.folder, machine: copied }, async (control) => {
      try {
        const copy = fullClone(jobs, machine, snapshotId, discs)
        const made: StoredMachine[] = []
        await whileCopying(machine, 'saveAsTemplate', snapshotId, async () => {
          made.push(
            ...(await makeCopies(store, [name], 1, control, async (own, arriving, folder, progress) => {
              const template = await copy(own, arriving, folder, progress)
              await protect(template, folder, arriving)
              return { ...template, notes: description ?? template.notes }
            })),
          )
        })
        for (const stored of made) await this.#add(stored)
        this.#changed()
        events.add('TEMPLATE_CREATED', copied, { template: name })
        return made[0]?.configuration.id
      } finally {
        release()
      }
    })
  }

  async createMachines(wanted: CreateFromTemplate): Promise<Machine[]> {
    const { machines, registry, machineStore, jobs, events } = this.#services
    const names = namesOfCopies(wanted)
    const { path: folder, configuration } = this.#find(wanted.templateId).folder
    const memory = this.#memoryOf(configuration, wanted.memory)
    const { location } = wanted
    const root = location === undefined ? undefined : await this.#services.keepFolder(location, 'location')
    const release = registry.names.reserve(names)
    const { notes = '' } = wanted
    const job = jobs.carryOut({ kind: 'createFromTemplate', path: folder }, (control) =>
      this.#turns.take(async () => {
        try {
          const base = { ...this.#find(wanted.templateId).folder.configuration, memory, notes }
          const fill: MakeCopy = (own, arriving, into) => usingDisks(() => fillLinkedClone(base, own, arriving, into))
          const copies = await makeCopies(machineStore, names, lanes, control, fill, root)
          for (const stored of copies) {
            await machines.arrive(stored)
            const { id, name } = stored.configuration
            events.add('MACHINE_CREATED', { id, name }, { folder: stored.folder })
            tellEmptyFloppy(events, base.floppy, stored.configuration)
          }
          return copies.map((stored) => stored.configuration.id)
        } finally {
          release()
        }
      }),
    )
    const made = (await jobs.result(job)) as string[]
    return made.map((id) => registry.machine(id).value)
  }

  async delete(id: string): Promise<void> {
    const { store, diskUsers, events } = this.#services
    await this.#turns.take(async () => {
      const { name, folder } = this.#known(id)
      const need = await needOf(folder, await diskUsers.all())
      if (need !== null) throw new ViridianError('TEMPLATE_IN_USE', { name, machines: need.machines })
      await store.remove(folder)
      this.#usable.delete(id)
      this.#unusable.delete(id)
      this.#changed()
      events.add('TEMPLATE_DELETED', null, { template: name })
    })
  }

  /** What is wrong with the templates' files. */
  async examine(): Promise<Finding[]> {
    const findings = examineUnusable(this.#unusable.values())
    for (const { folder } of this.#usable.values()) {
      const states = this.#services.engines.statesOf(folder.configuration.engine)
      findings.push(...(await examineMachine(folder.configuration, await folder.leftOver(), states)))
    }
    return findings
  }

  async #add(stored: StoredMachine): Promise<void> {
    const folder = new MachineFolder(
      stored,
      (where, configuration, options) => this.#services.store.save(where, configuration, options),
      () => this.#changed(),
    )
    const { engine, savedState } = folder.configuration
    const stateFits = savedState === null || (await this.#canRead(engine, savedState))
    this.#usable.set(stored.configuration.id, { folder, stateFits })
  }

  async #canRead(engine: string, state: string): Promise<boolean> {
    try {
      return (await usingDisks(() => this.#services.engines.statesOf(engine).describe(state))) !== null
    } catch (error) {
      this.#services.leftAlone.add(state, error)
      return false
    }
  }

  /** Throws TEMPLATE_NOT_FOUND, TEMPLATE_UNUSABLE and ENGINE_UNKNOWN. */
  #find(id: string): Entry {
    const entry = this.#usable.get(id)
    if (entry !== undefined) return entry
    const unusable = this.#unusable.get(id)
    if (unusable === undefined) throw new ViridianError('TEMPLATE_NOT_FOUND', { name: id })
    const { code, file, detail } = unusable.problem
    if (code === 'ENGINE_UNKNOWN') throw new ViridianError('ENGINE_UNKNOWN', { engine: detail })
    throw new ViridianError('TEMPLATE_UNUSABLE', { name: unusable.name, file, detail })
  }

  /** Throws TEMPLATE_NOT_FOUND. */
  #known(id: string): { name: string; folder: string } {
    const template = this.list.find((each) => each.id === id)
    if (template === undefined) throw new ViridianError('TEMPLATE_NOT_FOUND', { name: id })
    return template
  }

  /** Throws TEMPLATE_MEMORY_FIXED, ENGINE_LIMIT and MEMORY_EXCEEDS_HOST. */
  #memoryOf(template: MachineConfiguration, wanted = template.memory): number {
    const { name, engine, memory, savedState } = template
    if (savedState !== null && wanted !== memory) throw new ViridianError('TEMPLATE_MEMORY_FIXED', { name, memory })
    const { engines, memory: host } = this.#services
    requirePossible(host, { ...template, memory: wanted }, engines.engine(engine))
    return wanted
  }

  #changed(): void {
    this.#services.publish(this.list)
  }
}

/** A hint for people: every machine based on a template's disk would be ruined by a change. The disks still lie in `arriving`. */
async function protect(template: MachineConfiguration, folder: string, arriving: string): Promise<void> {
  for (const disk of disksOf(template)) {
    const relative = path.relative(folder, disk)
    await chmod(path.join(arriving, relative), 0o444).catch(() => undefined)
  }
}

function describe({ folder, stateFits }: Entry): OwnTemplate {
  const { id, name, notes, savedState, createdAt } = folder.configuration
  const hardware = hardwareOf(folder.configuration)
  const state = { isWarm: savedState !== null, stateFits }
  return { id, name, description: notes, ...state, ...hardware, folder: folder.path, createdAt, problem: null }
}

/** What is unknown is empty or zero. */
function describeUnusable({ id, name, folder, createdAt, problem }: UnusableMachine): OwnTemplate {
  return { id, name, description: '', isWarm: false, stateFits: false, ...unknownHardware, folder, createdAt, problem }
}
