import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Chains } from '#electron/host/snapshots/chains.ts'
import { layersOf } from '#electron/host/snapshots/layers.ts'
import { createDynamic } from '#electron/disks/tools/create.ts'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { disksOf } from '#electron/host/drives.ts'
import { KillableHost } from '#tests/fixtures/killable-host.ts'
import { readSectors, writeSectors } from '#tests/fixtures/machine-disks.ts'
import { until } from '#tests/fixtures/patience.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

/** In two blocks of a disk. */
const sectors = [0, 1, 9, 4096, 4103]

interface Moment {
  readonly content: readonly number[]
  readonly saved: boolean
}

/** What the machine has to be, told without disks. */
interface Model {
  readonly now: Moment
  readonly current: string | null
  readonly snapshots: Readonly<Record<string, Moment & { readonly parent: string | null }>>
}

type Operation =
  | { readonly kind: 'write'; readonly sector: number; readonly byte: number }
  | { readonly kind: 'save' | 'take' | 'revert' | 'settle' }
  | { readonly kind: 'apply'; readonly which: number }
  | { readonly kind: 'delete'; readonly which: number; readonly subtree: boolean; readonly running: boolean }

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      sector: fc.nat(sectors.length - 1),
      byte: fc.integer({ min: 1, max: 255 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'take' as const }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ kind: 'save' as const }, { kind: 'revert' as const }, { kind: 'settle' as const }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('apply' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      which: fc.nat(),
      subtree: fc.boolean(),
      running: fc.boolean(),
    }),
  },
)
/** With the write of the configuration, if any, at which the host is killed. */
const step = fc.tuple(operation, fc.option(fc.nat(7), { freq: 2 }))

class Laboratory {
  host: KillableHost
  readonly home: string
  readonly id: string
  /** The disk all others came of. */
  readonly base: string
  #taken = 0

  private constructor(host: KillableHost, home: string, id: string, base: string) {
    this.host = host
    this.home = home
    this.id = id
    this.base = base
  }

  static async open(): Promise<Laboratory> {
    const home = path.join(await temporaryFolder(), 'machines')
    await mkdir(home)
    const host = await KillableHost.open(home)
    const { id, folder } = await host.machines.create({ name: 'lab', dvd: { kind: 'none' } })
    const base = path.join(folder, 'lab.vhd')
    await createDynamic(nodeDiskFiles, base, 6 * 2 ** 20)
    await host.machines.attachDrive(id, { kind: 'disk', path: base })
    return new Laboratory(host, home, id, base)
  }

  get configuration() {
    const [configuration] = this.host.machines.registry.configurations()
    if (configuration === undefined) throw new Error('The machine is gone.')
    return configuration
  }

  /** What is asked of the host, and what has to come of it; null where it makes no sense now. */
  plan(model: Model, asked: Operation): { work: () => Promise<unknown>; after: Model } | null {
    const { host } = this
    const { machines, engine } = host
    const { id } = this
    const names = Object.keys(model.snapshots)
    const idOf = (name: string) => this.configuration.snapshots.find((each) => each.name === name)?.id ?? 'none'
    const applied = (name: string): Model => {
      const { content, saved } = model.snapshots[name] as Moment
      return { ...model, now: { content, saved }, current: name }
    }
    switch (asked.kind) {
      case 'write':
        return {
          work: async () => {
            await machines.start(id)
            await this.settleInUse()
            const disk = engine.latest.disks.get('ide0:0') ?? ''
            await host.asGuest(() => writeSectors(disk, new Map([[sectors[asked.sector] ?? 0, asked.byte]])))
            await machines.turnOff(id)
          },
          after: { ...model, now: { content: model.now.content.with(asked.sector, asked.byte), saved: false } },
        }
      case 'save':
        return {
          work: () => machines.start(id).then(() => machines.save(id)),
          after: { ...model, now: { ...model.now, saved: true } },
        }
      case 'take': {
        const name = `taken ${++this.#taken}`
        return {
          work: () => machines.takeSnapshot(id, { name }),
          after: {
            ...model,
            current: name,
            snapshots: { ...model.snapshots, [name]: { ...model.now, parent: model.current } },
          },
        }
      }
      case 'revert':
        return model.current === null ? null : { work: () => machines.revert(id), after: applied(model.current) }
      case 'apply': {
        const name = names[asked.which % names.length]
        return name === undefined ? null : { work: () => machines.applySnapshot(id, idOf(name)), after: applied(name) }
      }
      case 'delete': {
        const name = names[asked.which % names.length]
        if (name === undefined) return null
        const { parent } = model.snapshots[name] ?? { parent: null }
        const gone = new Set([name])
        for (let size = 0; asked.subtree && size < gone.size;) {
          size = gone.size
          for (const each of names) if (gone.has(model.snapshots[each]?.parent ?? '')) gone.add(each)
        }
        const upwards = (each: string | null) => (each !== null && gone.has(each) ? parent : each)
        const left = Object.entries(model.snapshots).filter(([each]) => !gone.has(each))
        const { subtree, running } = asked
        return {
          work: async () => {
            if (running) await machines.start(id)
            await machines.deleteSnapshot(id, idOf(name), { subtree })
            if (running) await this.settleInUse()
            if (running) await machines.turnOff(id)
          },
          after: {
            ...model,
            now: running ? { ...model.now, saved: false } : model.now,
            current: upwards(model.current),
            snapshots: Object.fromEntries(
              left.map(([each, kept]) => [each, { ...kept, parent: upwards(kept.parent) }]),
            ),
          },
        }
      }
      case 'settle':
        return { work: () => this.settle(), after: model }
    }
  }

  /** Until nothing is left to be merged but what two or more disks are based on. */
  async settle(): Promise<void> {
    await until(async () => {
      const { retired, merging } = this.configuration
      if (merging !== null) return false
      const chains = await Chains.of(layersOf(this.configuration)).catch(() => null)
      return chains !== null && retired.every((file) => chains.childrenOf(file).length > 1)
    })
  }

  /** Until what can be merged while the machine runs is merged. */
  async settleInUse(): Promise<void> {
    await until(async () => {
      const { retired, merging, drives } = this.configuration
      if (merging !== null) return false
      const chains = await Chains.of(layersOf(this.configuration)).catch(() => null)
      const inUse = drives.map((drive) => (drive.kind === 'disk' ? drive.path : null))
      const canBeMerged = (file: string) => {
        const [child, ...more] = chains?.childrenOf(file) ?? []
        return child !== undefined && more.length === 0 && inUse.includes(child)
      }
      return chains !== null && !retired.some(canBeMerged)
    })
  }

  async reopen(): Promise<void> {
    this.host = await KillableHost.open(this.home)
  }

  /** The machine as its disks tell, read while nobody works on them. */
  async look(): Promise<Model> {
    await this.host.kill()
    const { configuration } = this
    const nameOf = (id: string | null) => configuration.snapshots.find((each) => each.id === id)?.name ?? null
    const contentOf = (hardware: { drives: typeof configuration.drives }) =>
      readSectors(disksOf(hardware)[0] ?? '', sectors)
    const snapshots: Record<string, Moment & { parent: string | null }> = {}
    for (const each of configuration.snapshots) {
      const content = await contentOf(each)
      snapshots[each.name] = { content, saved: each.state !== null, parent: nameOf(each.parent) }
    }
    const now = { content: await contentOf(configuration), saved: configuration.savedState !== null }
    await this.reopen()
    return { now, current: nameOf(configuration.currentSnapshot), snapshots }
  }
}

const nothing: Model = { now: { content: sectors.map(() => 0), saved: false }, current: null, snapshots: {} }

it('a machine and its snapshots are what they were, whatever is done to them and whenever the host is killed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const laboratory = await Laboratory.open()
      let model = nothing
      for (const [asked, killed] of steps) {
        const planned = laboratory.plan(model, asked)
        if (planned === null) continue
        if (killed === null) {
          await planned.work()
          model = planned.after
        } else {
          await laboratory.host.killAt(killed, planned.work)
          await laboratory.reopen()
        }
        const found = await laboratory.look()
        if (killed !== null) {
          // Stopped in the middle, it is what it was, or what it was to be; a state that was gone on from is gone.
          const before = [model, { ...model, now: { ...model.now, saved: false } }]
          model = before.find((each) => isDeepStrictEqual(each, found)) ?? planned.after
        }
        expect(found).toEqual(model)
      }
      await laboratory.settle()
      for (const { id } of laboratory.configuration.snapshots) {
        await laboratory.host.machines.deleteSnapshot(laboratory.id, id, { subtree: false })
      }
      await laboratory.settle()
      const { configuration, base } = laboratory
      expect(disksOf(configuration)).toEqual([base])
      expect(configuration.retired).toEqual([])
      const left = await readdir(path.join(path.dirname(base), 'snapshots')).catch(() => [])
      expect(left).toEqual([])
      expect(await readSectors(base, sectors)).toEqual(model.now.content)
      await laboratory.host.kill()
    }),
    { numRuns: 25 },
  )
}, 600_000)
