import type { EventCode, EventLevel, HostEvent } from '#shared/event.ts'

/** Events kept for a console that connects later. */
export const eventLogLength = 200

const levels: Readonly<Record<EventCode, EventLevel>> = {
  GUEST_POWERED_OFF: 'Information',
  GUEST_RESET_BY_FAULT: 'Warning',
  ENGINE_CRASHED: 'Critical',
  ENGINE_HUNG: 'Critical',
  ENGINE_KILLED: 'Critical',
  RESTARTED_AFTER_FAULT: 'Information',
  NOT_RESTARTED_AGAIN: 'Warning',
  DISK_FULL: 'Critical',
  DISK_ACCESS_FAILED: 'Warning',
  SAVE_FAILED: 'Critical',
  START_FAILED: 'Critical',
  HOST_ENDED: 'Critical',
  TURNED_OFF_WITH_HOST: 'Information',
  SAVED_WITH_HOST: 'Information',
  NOT_SAVED_WITH_HOST: 'Warning',
}

/** What happened since the host started, the newest entries only. Ids increase by one. */
export class EventLog {
  readonly #publish: (event: HostEvent) => void
  #events: HostEvent[] = []
  #lastId = 0

  constructor(publish: (event: HostEvent) => void) {
    this.#publish = publish
  }

  /** Oldest first. */
  get events(): HostEvent[] {
    return [...this.#events]
  }

  add(code: EventCode, machine: { id: string; name: string }, facts: HostEvent['facts'] = {}): HostEvent {
    this.#lastId += 1
    const event: HostEvent = {
      id: this.#lastId,
      time: new Date().toISOString(),
      level: levels[code],
      code,
      machineId: machine.id,
      machineName: machine.name,
      facts,
    }
    this.#events = [...this.#events, event].slice(-eventLogLength)
    this.#publish(event)
    return event
  }
}
