import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, lstat, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { identify } from '#electron/host/process-identity.ts'
import type { Finding } from '#shared/finding.ts'

/** Files of somebody else, named like those that a host makes and removes. */
const foreign = ['a.avhd', 'b.vud', 'holiday.png', 'c.bin', '.d.unfinished', 'e.vhd']

/** A user that nobody is; only root can give files away. */
const stranger = 54_321

/**
 * What others put into a data folder while no host runs: links, pipes, files of other users, layers that nothing names, notes
 * that name processes. The next host has to open, and nothing of it may be lost, nor a process ended.
 */
export class HostileFolder {
  /** How often something was put there. */
  count = 0
  readonly #home: string
  readonly #elsewhere: string
  /** A process of the same user that is no machine's. */
  readonly #bystander: ChildProcess
  #planted: string[] = []
  #stray: { readonly machine: string; readonly name: string } | null = null

  private constructor(home: string, elsewhere: string) {
    this.#home = home
    this.#elsewhere = elsewhere
    this.#bystander = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  }

  static async begin(folder: string, home: string): Promise<HostileFolder> {
    const elsewhere = path.join(folder, 'elsewhere')
    await mkdir(elsewhere, { recursive: true })
    for (const name of foreign) await writeFile(path.join(elsewhere, name), 'foreign')
    return new HostileFolder(home, elsewhere)
  }

  /** In place of what was put there before. `machine` is the folder of one that is sound, `random` as of the torture. */
  async plant(machine: string, random: (below: number) => number): Promise<void> {
    for (const file of this.#planted.splice(0)) await rm(file, { recursive: true, force: true })
    const kinds = [
      () => this.#standIn('host.lock', random),
      () => this.#standIn('clock.json', random),
      () => this.#standIn('session.key', random),
      () => this.#standIn('process.key', random),
      () => this.#standIn('host.id', random),
      () => this.#unusableRecord('access-keys.json', random),
      () => this.#unusableRecord('remote-hosts.json', random),
      () => this.#standIn('preferences.json', random),
      () => this.#brokenMachine(random),
      () => this.#linkedSnapshots(machine),
      () => this.#lyingMarker(machine),
      () => this.#lyingTrash(),
      () => this.#strayLayer(machine),
    ]
    this.count += 1
    await kinds[random(kinds.length)]?.()
    for (const file of this.#planted) await giveAway(file)
  }

  /** That something is said of what was put there is as it should be. */
  expects({ facts }: Finding): boolean {
    const told = String(facts['path'] ?? facts['file'] ?? '')
    return this.#planted.some((file) => told === file || told.startsWith(file + path.sep))
  }

  end(): void {
    this.#bystander.kill()
  }

  /** Throws what is not as it was. */
  async verify(): Promise<void> {
    const { exitCode, signalCode } = this.#bystander
    if (exitCode !== null || signalCode !== null) throw new Error('a process that is no machine was ended')
    const left = (await readdir(this.#elsewhere)).sort()
    if (left.join() !== [...foreign].sort().join()) throw new Error(`of somebody else's files are left: ${left.join()}`)
    for (const name of foreign) {
      const text = await readFile(path.join(this.#elsewhere, name), 'utf8')
      if (text !== 'foreign') throw new Error(`somebody else's ${name} was changed`)
    }
    if (this.#stray === null) return
    const { machine, name } = this.#stray
    const aside = path.join(machine, 'set-aside')
    const batches = await readdir(aside).catch(() => [])
    if (!batches.some((batch) => existsSync(path.join(aside, batch, 'snapshots', name))))
      throw new Error(`the layer ${name} was not set aside`)
  }

  async #standIn(name: string, random: (below: number) => number): Promise<void> {
    const file = path.join(this.#home, name)
    await rm(file, { recursive: true, force: true })
    const make = [
      () => symlink('/nowhere/at/all', file),
      () => symlink(path.join(this.#elsewhere, 'c.bin'), file),
      () => Promise.resolve(execFileSync('mkfifo', [file])),
      () => mkdir(path.join(file, 'inner'), { recursive: true }),
      () => writeFile(file, 'x'.repeat(300)),
    ]
    await make[random(make.length)]?.()
  }

  /** It stays where it is, and is found, until there is something to be kept. */
  async #unusableRecord(name: string, random: (below: number) => number): Promise<void> {
    this.#plan(name)
    await this.#standIn(name, random)
  }

  async #brokenMachine(random: (below: number) => number): Promise<void> {
    const folder = this.#plan('machines', 'broken')
    await mkdir(folder)
    await this.#standIn(path.join('machines', 'broken', 'machine.json'), random)
  }

  async #linkedSnapshots(machine: string): Promise<void> {
    const { folder } = await this.#bareMachine(machine, 'linked')
    await symlink(this.#elsewhere, path.join(folder, 'snapshots'))
  }

  async #lyingMarker(machine: string): Promise<void> {
    const { folder, id } = await this.#bareMachine(machine, 'marked')
    const engine = await identify(this.#bystander.pid ?? 0)
    await writeFile(path.join(folder, 'running.json'), JSON.stringify({ machineId: id, since: '', engine, seal: 'x' }))
  }

  /** A machine without drives, made of the configuration of another one. */
  async #bareMachine(machine: string, name: string): Promise<{ folder: string; id: string }> {
    const folder = this.#plan('machines', name)
    await mkdir(folder)
    const text = await readFile(path.join(machine, 'machine.json'), 'utf8')
    const document = JSON.parse(text) as { settings: object }
    const bare = { drives: [], floppy: null, savedState: null, snapshots: [], currentSnapshot: null, retired: [] }
    const settings = { ...document.settings, automaticStart: { action: 'nothing', delay: 0 } }
    const id = randomUUID()
    const own = { id, name, settings, merging: null, wasOn: false }
    await writeFile(path.join(folder, 'machine.json'), JSON.stringify({ ...document, ...bare, ...own }))
    return { folder, id }
  }

  async #lyingTrash(): Promise<void> {
    const id = randomUUID()
    const place = this.#plan('trash', id)
    await mkdir(path.join(place, 'machine'), { recursive: true })
    const file = path.relative(path.join(place, 'machine'), path.join(this.#elsewhere, 'e.vhd'))
    const note = { schema: 1, id, machineId: id, name: 'lying', folder: '/x', deletedAt: '2026-01-01T00:00:00.000Z' }
    const kept = { files: [file], into: path.join(this.#home, 'disks', 'lying') }
    await writeFile(path.join(place, 'trash.json'), JSON.stringify({ ...note, kept }))
  }

  async #strayLayer(machine: string): Promise<void> {
    const name = `stray-${randomUUID()}.avhd`
    await mkdir(path.join(machine, 'snapshots'), { recursive: true })
    await writeFile(path.join(machine, 'snapshots', name), 'all there is of it')
    this.#stray = { machine, name }
  }

  #plan(...names: string[]): string {
    const file = path.join(this.#home, ...names)
    this.#planted.push(file)
    return file
  }
}

async function giveAway(file: string): Promise<void> {
  if (process.getuid?.() !== 0 || (await lstat(file)).isSymbolicLink()) return
  await chown(file, stranger, stranger)
}
