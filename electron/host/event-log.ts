import { eventKinds, type EventCode, type EventQuery, type HostEvent, type SettingChange } from '#shared/event.ts'
import { currentUser } from './caller.ts'
import { eventsAtHand, type EventFiles } from './event-files.ts'

/** What happened on the host. Ids increase by one, also over its restarts. */
export class EventLog {
  readonly #files: EventFiles
  readonly #publish: (event: HostEvent) => void
  /** Oldest first. */
  #events: HostEvent[]
  #lastId: number

  constructor(files: EventFiles, publish: (event: HostEvent) => void) {
    this.#files = files
    this.#events = [...files.recent]
    this.#lastId = files.recent.at(-1)?.id ?? 0
    this.#publish = publish
  }

  /** The newest, oldest first. */
  get events(): HostEvent[] {
    return [...this.#events]
  }

  /** `machine` is null of what is not about one. */
  add(
    code: EventCode,
    machine: { readonly id: string; readonly name: string } | null,
    facts: HostEvent['facts'] = {},
    changes: readonly SettingChange[] = [],
  ): HostEvent {
    this.#lastId += 1
    const event: HostEvent = {
      id: this.#lastId,
      time: new Date().toISOString(),
      code,
      ...eventKinds[code],
      machineId: machine?.id ?? null,
      machineName: machine?.name ?? null,
      user: currentUser(),
      facts,
      changes: [...changes],
    }
    this.#events = [...this.#events, event].slice(-eventsAtHand)
    this.#files.add(event)
    this.#publish(event)
    return event
  }

  /** Newest first, also those that are on disk alone. */
  list(query: EventQuery): Promise<HostEvent[]> {
    return this.#files.list(query)
  }

  /** Resolves when all is written. */
  settled(): Promise<void> {
    return this.#files.settled()
  }
}
