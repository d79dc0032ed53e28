import { existsSync } from 'node:fs'
import type { Finding } from '#shared/finding.ts'
import { found } from './doctor/found.ts'
import type { EventLog } from './event-log.ts'
import { errorText } from './unexpected.ts'

/**
 * Files and folders that stand where the host's own are, and that it cannot read or understand. They are neither changed
 * nor removed, as somebody may want what is in them, and do not keep the host from the rest of its work: it tells of them.
 */
export class LeftAlone {
  readonly #events: EventLog
  readonly #details = new Map<string, string>()

  constructor(events: EventLog) {
    this.#events = events
  }

  add(path: string, error: unknown): void {
    const detail = errorText(error)
    if (this.#details.get(path) === detail) return
    this.#details.set(path, detail)
    this.#events.add('LEFT_ALONE', null, { path, detail })
  }

  examine(): Finding[] {
    return [...this.#details]
      .filter(([path]) => existsSync(path))
      .map(([path, detail]) => found('LEFT_ALONE', { path, detail }))
  }
}
