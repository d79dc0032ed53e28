import type { EventLog } from './event-log.ts'
import { shortageOf, type Shortage } from './shortage.ts'
import type { Volume, VolumeOf } from './volumes.ts'

const megabyte = 2 ** 20

/** As Virtual Server 2005: bytes free below which it warns, and below which machines are paused. */
export const lowSpace = 100 * megabyte
export const criticalSpace = 20 * megabyte

/** A machine that is on, as far as room for it is concerned. */
export interface SpaceUser {
  readonly id: string
  /** Its folder and the files it may write to. */
  readonly files: readonly string[]
  /** Lets it stand still until its user resumes it; not where it does not run. Resolves with whether it does now. */
  pause(volume: { volume: string; free: number }): Promise<boolean>
}

export interface SpaceWatchServices {
  readonly home: string
  readonly events: Pick<EventLog, 'add'>
  readonly machinesOn: () => readonly SpaceUser[]
  readonly volumeOf: VolumeOf
}

interface Watched {
  level: Shortage
  /** Paused since it became critical: whoever resumes one means it. */
  readonly paused: Set<string>
}

/** Warns of volumes that become full while machines write to them, and pauses the machines before they are. */
export class SpaceWatch {
  readonly #services: SpaceWatchServices
  readonly #watched = new Map<string, Watched>()

  constructor(services: SpaceWatchServices) {
    this.#services = services
  }

  /** Looks at the volumes of the data folder and of all machines that are on; at nothing while none is. */
  async check(): Promise<void> {
    const { home, machinesOn, volumeOf } = this.#services
    const machines = machinesOn()
    if (machines.length === 0) return
    const volumes = new Map<string, Volume>()
    const users = new Map<string, SpaceUser[]>()
    const note = async (file: string, machine: SpaceUser | null) => {
      const volume = await volumeOf(file)
      if (volume === null) return
      volumes.set(volume.name, volume)
      const known = users.get(volume.name) ?? []
      if (machine !== null && !known.includes(machine)) users.set(volume.name, [...known, machine])
    }
    await note(home, null)
    for (const machine of machines) for (const file of machine.files) await note(file, machine)
    for (const volume of volumes.values()) await this.#judge(volume, users.get(volume.name) ?? [])
  }

  async #judge({ name, free }: Volume, users: readonly SpaceUser[]): Promise<void> {
    const watched = this.#watched.get(name) ?? { level: 'enough', paused: new Set() }
    this.#watched.set(name, watched)
    const facts = { volume: name, free: Math.floor(free / megabyte) }
    const before = watched.level
    watched.level = shortageOf(free, before, { low: lowSpace, critical: criticalSpace })
    if (watched.level !== before) this.#tell(before, watched.level, facts)
    if (watched.level !== 'critical') {
      watched.paused.clear()
      return
    }
    for (const machine of users) {
      if (!watched.paused.has(machine.id) && (await machine.pause(facts))) watched.paused.add(machine.id)
    }
  }

  #tell(before: Shortage, now: Shortage, facts: { volume: string; free: number }): void {
    const { events } = this.#services
    if (now === 'critical') events.add('DISK_SPACE_CRITICAL', null, facts)
    else if (now === 'enough') events.add('DISK_SPACE_RECOVERED', null, facts)
    else if (before === 'enough') events.add('DISK_SPACE_LOW', null, facts)
  }
}
