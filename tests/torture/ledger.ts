import type { Machine } from '#shared/machine.ts'

interface Kept {
  /** The last record that was acknowledged before. */
  readonly safe: number
  /** The number its counter has, once that was read. */
  readonly counter: number | null
}

/**
 * What is known of the records on the disk of a machine and on those of its snapshots, by what was acknowledged and asked.
 * Which of two outcomes a kill has left is read off the machine, never assumed.
 */
export class Ledger {
  readonly #snapshots = new Map<string, Kept>()
  #safe = 0
  #taking: number | null = null
  #maybe: { readonly snapshotId: string; readonly diskBefore: string } | null = null

  /** The last record that is certain to be on the machine's disk. */
  get safe(): number {
    return this.#safe
  }

  acknowledge(number: number): void {
    this.#safe = Math.max(this.#safe, number)
  }

  takeBegins(): void {
    this.#taking = this.#safe
  }

  /** The snapshot may become what the machine is, or not. */
  mayBecome(snapshotId: string, machine: Machine): void {
    this.#maybe = { snapshotId, diskBefore: diskOf(machine) }
  }

  safeIn(snapshotId: string): number {
    return this.#snapshots.get(snapshotId)?.safe ?? 0
  }

  /** Takes what a machine says of itself after a kill for what has happened. */
  follow(machine: Machine): void {
    const { snapshots, currentSnapshot } = machine
    for (const { id } of snapshots) {
      if (this.#snapshots.has(id)) continue
      // One that was being taken: what was acknowledged since may be in it or not.
      this.#snapshots.set(id, { safe: this.#taking ?? 0, counter: null })
    }
    for (const id of this.#snapshots.keys()) {
      if (!snapshots.some((snapshot) => snapshot.id === id)) this.#snapshots.delete(id)
    }
    // Its disk has another name when the snapshot was applied, and also when it was merged with what it was based on.
    const isOther = this.#maybe !== null && this.#maybe.diskBefore !== diskOf(machine)
    if (isOther && currentSnapshot === this.#maybe?.snapshotId) this.#safe = this.safeIn(currentSnapshot)
    this.#taking = null
    this.#maybe = null
  }

  /** What a snapshot's disk holds never changes. */
  requireSame(snapshotId: string, counter: number): void {
    const kept = this.#snapshots.get(snapshotId)
    if (kept === undefined) throw new Error('A snapshot came from nowhere.')
    if (kept.counter !== null && kept.counter !== counter) {
      throw new Error(`The snapshot's disk ended with record ${kept.counter}, and now ends with ${counter}.`)
    }
    this.#snapshots.set(snapshotId, { ...kept, counter })
  }
}

export function diskOf({ drives }: Pick<Machine, 'drives'>): string {
  const disk = drives.find((drive) => drive.kind === 'disk')
  if (disk?.kind !== 'disk') throw new Error('The disk is gone.')
  return disk.path
}
