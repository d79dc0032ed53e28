import { mkdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { eventSchema, matches, type EventQuery, type HostEvent } from '#shared/event.ts'
import { isTorn, parseLines } from './json-lines.ts'
import { LineWriter } from './line-writer.ts'
import { appendPrivate } from './private-file.ts'
import { clearPlace, readRecord } from './record-file.ts'
import { storing } from './storage-failure.ts'

export interface EventFilesOptions {
  /** Bytes a file has at most before a new one is begun. */
  readonly fileSize: number
  readonly filesKept: number
}

/** Events that are at hand when the files are opened. */
export const eventsAtHand = 200

const usual: EventFilesOptions = { fileSize: 1_000_000, filesKept: 5 }

/** The events of a host on its disk: `events.jsonl`, and older ones in `events.1.jsonl` and so on. */
export class EventFiles {
  /** The newest when the files were opened, oldest first. */
  recent: readonly HostEvent[] = []
  readonly #folder: string
  readonly #options: EventFilesOptions
  readonly #writer: LineWriter

  private constructor(folder: string, options: EventFilesOptions, torn: boolean) {
    this.#folder = folder
    this.#options = options
    this.#writer = new LineWriter((text) => this.#append(text), { torn })
  }

  /** Throws STORAGE_FAILED, but not where nothing is to be written to the data folder. */
  static async open(
    folder: string,
    options: EventFilesOptions = usual,
    { isWritable } = { isWritable: true },
  ): Promise<EventFiles> {
    if (isWritable) {
      await storing(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }))
      await storing(folder, () => clearPlace(fileOf(folder, 0)))
    }
    const files = new EventFiles(folder, options, isTorn(await readRecord(fileOf(folder, 0))))
    files.recent = (await files.list({ limit: eventsAtHand })).reverse()
    return files
  }

  add(event: HostEvent): void {
    this.#writer.add(event)
  }

  settled(): Promise<void> {
    return this.#writer.settled()
  }

  /** Newest first. */
  async list({ before = Infinity, limit, ...query }: EventQuery): Promise<HostEvent[]> {
    await this.settled()
    const found: HostEvent[] = []
    for await (const event of this.#newestFirst()) {
      if (event.id < before && matches(event, query)) found.push(event)
      if (found.length === limit) break
    }
    return found
  }

  /**
   * What could not be written comes first. Files that are moved on meanwhile are met again, which an id that does not fall any
   * more gives away.
   */
  async *#newestFirst(): AsyncGenerator<HostEvent> {
    let last = Infinity
    for (let age = -1; age < this.#options.filesKept; age++) {
      const text = age < 0 ? this.#writer.waiting : await readRecord(fileOf(this.#folder, age))
      for (const event of parseLines(text, eventSchema).reverse()) {
        if (event.id >= last) continue
        last = event.id
        yield event
      }
    }
  }

  async #append(text: string): Promise<void> {
    const file = fileOf(this.#folder, 0)
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    )
    if (size > 0 && size + Buffer.byteLength(text) > this.#options.fileSize) await this.#moveOn()
    await appendPrivate(file, text)
  }

  /** Each file takes the place of the next older one; the oldest goes. */
  async #moveOn(): Promise<void> {
    for (let age = this.#options.filesKept - 1; age > 0; age--) {
      await clearPlace(fileOf(this.#folder, age))
      await rename(fileOf(this.#folder, age - 1), fileOf(this.#folder, age)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      })
    }
  }
}

function fileOf(folder: string, age: number): string {
  return path.join(folder, age === 0 ? 'events.jsonl' : `events.${age}.jsonl`)
}
