import path from 'node:path'
import * as z from 'zod'
import { writePrivate } from './private-file.ts'
import { clearPlace, readRecord } from './record-file.ts'
import { errorText } from './unexpected.ts'

const day = 86_400_000

/** What is believed at most, milliseconds, of time that passed while the host did not run or the computer slept. */
const longestGap = day

const recordSchema = z.strictObject({
  schema: z.literal(1),
  /** Milliseconds that the host has seen pass so far. */
  seen: z.number().nonnegative().max(Number.MAX_SAFE_INTEGER),
  /** What the clock said then, milliseconds since the epoch. */
  wall: z.number(),
  /** What is kept for a time -> what was seen when it began. */
  since: z.record(z.string().max(100), z.number().nonnegative()),
})

/** Milliseconds: since the epoch, and since an instant that stays the same while the process lives. */
export interface TimeSource {
  wall(): number
  monotonic(): number
}

const systemTime: TimeSource = { wall: () => Date.now(), monotonic: () => performance.now() }

/**
 * How old things are that are removed in time, as far as the host has seen time pass: while it runs, and a day at most of
 * each time it did not. A clock that is wrong makes them no older than that, and whatever is not known begins anew.
 */
export class HostClock {
  readonly #file: string
  readonly #time: TimeSource
  readonly #since: Map<string, number>
  #seen: number
  #wall: number
  #monotonic: number

  private constructor(file: string, time: TimeSource, text: string) {
    const record = parse(text)
    this.#file = file
    this.#time = time
    this.#since = new Map(Object.entries(record?.since ?? {}))
    this.#seen = record?.seen ?? 0
    this.#wall = record?.wall ?? time.wall()
    this.#monotonic = time.monotonic()
    this.advance()
  }

  /** `clock.json` of a data folder. Rejects with what the system says. */
  static async open(home: string, time: TimeSource = systemTime): Promise<HostClock> {
    const file = path.join(home, 'clock.json')
    await clearPlace(file).catch((error: unknown) => console.error(`${file}: ${errorText(error)}`))
    return new HostClock(file, time, await readRecord(file))
  }

  /** Milliseconds that the host has seen pass, also before it was started the last time. */
  now(): number {
    this.advance()
    return this.#seen
  }

  /** From now on something is kept. */
  begin(id: string): void {
    this.advance()
    this.#since.set(id, this.#seen)
  }

  /** Whether it has been kept for so many days, as far as was seen; of what is not known it begins now. */
  hasLasted(id: string, days: number): boolean {
    this.advance()
    const since = this.#since.get(id)
    if (since !== undefined && since <= this.#seen) return this.#seen - since >= days * day
    this.begin(id)
    return false
  }

  /** It is there no more. */
  forget(id: string): void {
    this.#since.delete(id)
  }

  /** To be called now and then: what passes in between is believed while the computer does not sleep. */
  advance(): void {
    const [wall, monotonic] = [this.#time.wall(), this.#time.monotonic()]
    const ran = monotonic - this.#monotonic
    const more = Math.min(longestGap, Math.max(0, wall - this.#wall - ran))
    this.#seen += ran + more
    this.#wall = wall
    this.#monotonic = monotonic
  }

  /** Never rejects: what is not written down begins anew. */
  async save(): Promise<void> {
    this.advance()
    const since = Object.fromEntries(this.#since)
    const record: z.infer<typeof recordSchema> = { schema: 1, seen: this.#seen, wall: this.#wall, since }
    try {
      await writePrivate(this.#file, JSON.stringify(record) + '\n', { flush: true })
    } catch (error) {
      console.error(`${this.#file} could not be written: ${errorText(error)}`)
    }
  }
}

function parse(text: string): z.infer<typeof recordSchema> | null {
  try {
    return recordSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
