import { setTimeout as delay } from 'node:timers/promises'
import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { nodeDiskFiles } from '#electron/disks/node-disk-files.ts'
import { createFixed } from '#electron/disks/tools/create.ts'
import type { Finding } from '#shared/finding.ts'
import { hasEnded, type Job } from '#shared/job.ts'
import { machineStates, transitions, type MachineCommand } from '#shared/machine-state.ts'
import type { Machine } from '#shared/machine.ts'
import { defaultStartup } from '#shared/startup.ts'
import { bootSector } from '#tests/fixtures/boot-disc.ts'
import { HostileFolder } from './hostile.ts'
import { diskOf, Ledger } from './ledger.ts'
import { recorder, verifyRecords } from './recorder.ts'
import { HostGone, Victim } from './victim.ts'

export interface TortureOptions {
  /** A new folder is made in it. */
  readonly folder: string
  /** The bundled `holder.ts`. */
  readonly script: string
  readonly resources: object
  readonly kills: number
  /** A whole number from 0 to below what it is given. */
  readonly random: (below: number) => number
  readonly report?: (text: string) => void
}

/** How often each kind of work was cut off, and how often a process was killed. */
export interface TortureTally {
  readonly works: Map<string, number>
  hosts: number
  engines: number
  /** Records the guests acknowledged. */
  records: number
  /** How often somebody else put something into the data folder. */
  hostile: number
}

const diskSize = 3 * 2 ** 20
const memory = 16
/** Milliseconds, of which a random part passes between the beginning of some work and the kill. */
const longestWait = 900
const mostSnapshots = 8

interface Work {
  readonly name: string
  /** Whether the guest is to run, and has written something, when it begins. */
  readonly running?: boolean
  readonly run: (torture: Torture, machine: Machine) => Promise<unknown>
}

/**
 * Kills a host, or the process of its machine, while it does what changes machines' files; after each kill a new host has to
 * find everything as it was or as it should be. Throws what is wrong, with the seed's history of works before it.
 */
export async function torture(options: TortureOptions): Promise<TortureTally> {
  const tortured = await Torture.begin(options)
  try {
    for (let kill = 0; kill < options.kills; kill++) await tortured.round(kill)
  } finally {
    await tortured.end()
  }
  return tortured.tally
}

class Torture {
  readonly tally: TortureTally = { works: new Map(), hosts: 0, engines: 0, records: 0, hostile: 0 }
  readonly ledger = new Ledger()
  readonly options: TortureOptions
  readonly #home: string
  readonly #history: string[] = []
  hostile!: HostileFolder
  victim!: Victim
  id = ''

  private constructor(options: TortureOptions) {
    this.options = options
    this.#home = path.join(options.folder, 'home')
  }

  static async begin(options: TortureOptions): Promise<Torture> {
    const torture = new Torture(options)
    const disk = path.join(options.folder, 'records.vhd')
    await mkdir(options.folder, { recursive: true })
    await createFixed(nodeDiskFiles, disk, diskSize)
    const file = await open(disk, 'r+')
    await file.write(bootSector(recorder), 0, 512, 0)
    await file.close()
    torture.hostile = await HostileFolder.begin(options.folder, torture.#home)
    const victim = await torture.#open()
    const machine = await victim.call<Machine>('machines', 'create', {
      name: 'recorder',
      memory,
      dvd: { kind: 'none' },
      disk: { kind: 'existing', path: disk },
    })
    torture.id = machine.id
    const settings = {
      automaticStart: { action: 'nothing', delay: 0 },
      automaticStop: 'save',
      recovery: 'none',
      startup: defaultStartup,
    }
    await victim.call('machines', 'configure', machine.id, { settings })
    torture.victim = victim
    return torture
  }

  async round(kill: number): Promise<void> {
    const { name, running = false, run } = await this.#choose()
    if (running) await this.#runGuest()
    this.#history.push(name)
    this.tally.works.set(name, (this.tally.works.get(name) ?? 0) + 1)
    const machine = await this.machine()
    const done = run(this, machine).then(
      () => true,
      (error: unknown) => {
        // What is refused is refused for want of a process that was killed; what is wrong is found afterwards.
        if (!(error instanceof HostGone)) this.options.report?.(`${name}: ${String(error)}`)
        return false
      },
    )
    await Promise.race([done, delay(this.options.random(longestWait))])
    const pid = this.victim.pids.at(-1)
    const killsEngine = pid !== undefined && this.options.random(4) === 0
    if (killsEngine) {
      this.tally.engines += 1
      killIfThere(pid)
      // The host gets a moment to notice, or none.
      await delay(this.options.random(100))
    }
    this.tally.hosts += 1
    await this.victim.kill()
    await done
    this.#noteAcknowledged()
    if (this.options.random(3) === 0) {
      await this.hostile.plant(machine.folder, this.options.random)
      this.tally.hostile = this.hostile.count
    }
    await this.#reopen(`kill ${kill + 1}`)
  }

  async end(): Promise<void> {
    this.hostile.end()
    await this.victim.kill()
  }

  async machine(id = this.id): Promise<Machine> {
    const machine = (await this.victim.call<Machine[]>('machines', 'list')).find((each) => each.id === id)
    if (machine === undefined) throw new Error(`The machine is gone. ${this.#told()}`)
    return machine
  }

  call(command: MachineCommand): Promise<unknown> {
    return this.victim.call('machines', command, this.id)
  }

  snapshot(machine: Machine): string {
    const { snapshots } = machine
    return snapshots[this.options.random(snapshots.length)]?.id ?? ''
  }

  get output(): string {
    return path.join(this.options.folder, 'exported')
  }

  async #choose(): Promise<Work> {
    const possible = worksFor(await this.machine())
    const work = possible[this.options.random(possible.length)]
    if (work === undefined) throw new Error('There is nothing to be done.')
    return work
  }

  /** Starts the machine and lets it write records of its own. */
  async #runGuest(): Promise<void> {
    const { safe } = this.ledger
    await this.victim.call('machines', 'start', this.id)
    const written = () => (this.victim.acknowledged.get(this.id) ?? 0) > safe
    for (let round = 0; round < 1000 && !written(); round++) await delay(20)
    if (!written()) throw new Error(`The guest writes no records. ${this.#told()}`)
    this.#noteAcknowledged()
  }

  #noteAcknowledged(): void {
    const number = this.victim.acknowledged.get(this.id) ?? 0
    this.tally.records += Math.max(0, number - this.ledger.safe)
    this.ledger.acknowledge(number)
  }

  async #open(): Promise<Victim> {
    const { script, resources } = this.options
    return Victim.open(script, this.#home, resources)
  }

  async #reopen(where: string): Promise<void> {
    try {
      const { pids } = this.victim
      this.victim = await this.#open()
      for (const pid of pids) await requireGone(pid)
      await this.#settle()
      await this.#verify()
    } catch (error) {
      throw new Error(`After ${where}: ${String(error)} ${this.#told()}`, { cause: error })
    }
  }

  /** What the host goes on with by itself comes to its end. */
  async #settle(): Promise<void> {
    for await (const job of this.#jobsUnderWay()) {
      const ended = await this.victim.call<Job>('jobs', 'wait', job.id)
      if (ended.state === 'Failed') throw new Error(`${job.kind} failed: ${JSON.stringify(ended.error)}`)
    }
  }

  async *#jobsUnderWay(): AsyncGenerator<Job> {
    for (;;) {
      const running = (await this.victim.call<Job[]>('jobs', 'jobs')).filter((job) => !hasEnded(job))
      if (running.length === 0) return
      yield* running
    }
  }

  async #verify(): Promise<void> {
    const findings = await this.victim.call<Finding[]>('host', 'examine')
    const complaints = findings.filter((finding) => finding.level !== 'Information' && !this.hostile.expects(finding))
    if (complaints.length > 0) throw new Error(`doctor says ${JSON.stringify(complaints)}`)
    await this.hostile.verify()
    const machine = await this.machine()
    if (!machineStates.includes(machine.state)) throw new Error(`unknown state ${machine.state}`)
    if (machine.state !== 'Off' && machine.state !== 'Saved') throw new Error(`it is ${machine.state} after a kill`)
    this.ledger.follow(machine)
    await verifyRecords(diskOf(machine), this.ledger.safe)
    for (const snapshot of machine.snapshots) {
      this.ledger.requireSame(snapshot.id, await verifyRecords(diskOf(snapshot), this.ledger.safeIn(snapshot.id)))
    }
  }

  #told(): string {
    return `Works so far: ${this.#history.slice(-12).join(', ')}.`
  }
}

function can(command: MachineCommand, machine: Machine): boolean {
  return transitions[command].from.includes(machine.state)
}

/** What can be done to a machine that is off or saved; some of it once it runs. */
function worksFor(machine: Machine): Work[] {
  const { snapshots, currentSnapshot } = machine
  const works: (Work | false)[] = [
    { name: 'run', running: true, run: () => delay(longestWait) },
    { name: 'start', run: (torture) => torture.call('start') },
    { name: 'save', running: true, run: (torture) => torture.call('save') },
    can('deleteSavedState', machine) && {
      name: 'deleteSavedState',
      run: (torture) => torture.call('deleteSavedState'),
    },
    { name: 'configure', run: configure },
    { name: 'configure running', running: true, run: configure },
    ...(snapshots.length < mostSnapshots
      ? [
          { name: 'takeSnapshot', run: takeSnapshot },
          { name: 'takeSnapshot running', running: true, run: takeSnapshot },
        ]
      : []),
    snapshots.length > 0 && { name: 'applySnapshot', run: applySnapshot },
    currentSnapshot !== null && { name: 'revert', run: (torture, now) => revert(torture, now, currentSnapshot) },
    snapshots.length > 0 && { name: 'deleteSnapshot', run: (torture, now) => deleteSnapshot(torture, now, false) },
    snapshots.length > 0 && {
      name: 'deleteSnapshot running',
      running: true,
      run: (torture, now) => deleteSnapshot(torture, now, false),
    },
    snapshots.length > 3 && { name: 'deleteSubtree', run: (torture, now) => deleteSnapshot(torture, now, true) },
    { name: 'export', run: exportMachine },
    { name: 'clone', run: cloneMachine },
  ]
  return works.filter((work) => work !== false)
}

async function configure(torture: Torture): Promise<void> {
  for (let round = 0; round < 20; round++) {
    await torture.victim.call('machines', 'configure', torture.id, {
      name: `recorder ${torture.options.random(1000)}`,
      notes: 'x'.repeat(torture.options.random(30_000)),
    })
  }
}

async function takeSnapshot(torture: Torture): Promise<void> {
  torture.ledger.takeBegins()
  await torture.victim.call('machines', 'takeSnapshot', torture.id, { name: 'torture' })
}

async function applySnapshot(torture: Torture, machine: Machine): Promise<void> {
  const snapshotId = torture.snapshot(machine)
  torture.ledger.mayBecome(snapshotId, machine)
  await torture.victim.call('machines', 'applySnapshot', torture.id, snapshotId)
}

async function revert(torture: Torture, machine: Machine, current: string): Promise<void> {
  torture.ledger.mayBecome(current, machine)
  await torture.victim.call('machines', 'revert', torture.id)
}

async function deleteSnapshot(torture: Torture, machine: Machine, subtree: boolean): Promise<void> {
  await torture.victim.call('machines', 'deleteSnapshot', torture.id, torture.snapshot(machine), { subtree })
  // The merging that follows is what is to be cut off.
  await delay(longestWait)
}

async function exportMachine(torture: Torture): Promise<void> {
  await rm(torture.output, { recursive: true, force: true })
  const options = { path: torture.output, format: 'folder', state: true, snapshots: true, media: true }
  const jobId = await torture.victim.call<string>('transfers', 'export', { id: torture.id, ...options })
  await torture.victim.call('jobs', 'wait', jobId)
}

/** Linked clones come and go, so that what they are based on can be deleted again. */
async function cloneMachine(torture: Torture): Promise<void> {
  const machines = await torture.victim.call<Machine[]>('machines', 'list')
  for (const { id } of machines) {
    if (id !== torture.id) await torture.victim.call('machines', 'delete', id, { disks: 'delete', permanently: true })
  }
  torture.ledger.takeBegins()
  const jobId = await torture.victim.call<string>('transfers', 'clone', {
    id: torture.id,
    name: `clone ${torture.options.random(1000)}`,
    mode: 'linked',
    count: 2,
  })
  await torture.victim.call('jobs', 'wait', jobId)
}

/** Throws where a process goes on that its host has left alone. */
async function requireGone(pid: number): Promise<void> {
  for (let round = 0; round < 500; round++) {
    if (!isThere(pid)) return
    await delay(20)
  }
  throw new Error(`Process ${pid} outlives its host.`)
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
