import { randomUUID } from 'node:crypto'
import { rename } from 'node:fs/promises'
import * as z from 'zod'
import { NotPrivate, others, requirePrivate, writePrivate } from './private-file.ts'
import { clearPlace, readOwnFile } from './record-file.ts'
import { storing } from './storage-failure.ts'
import { Turns } from './turns.ts'
import { errorText } from './unexpected.ts'

const notPrivate: Readonly<Record<NotPrivate['problem'], string>> = {
  NO_FILE: 'not a regular file',
  OTHER_OWNER: 'the file belongs to another user',
  OPEN_TO_OTHERS: 'other users can read the file',
}

/**
 * What a data folder keeps for its owner's eyes only, because it opens hosts. What others could have read or written, or
 * cannot be understood, is not used: it stays under another name when there is something new to keep.
 */
export class PrivateRecord<Value> {
  readonly path: string
  /** Null where there is none, or it cannot be used. */
  readonly found: Value | null
  readonly #turns = new Turns(1)
  #problem: string | null

  private constructor(path: string, found: Value | null, problem: string | null) {
    this.path = path
    this.found = found
    this.#problem = problem
  }

  static async open<Value>(file: string, schema: z.ZodType<Value>): Promise<PrivateRecord<Value>> {
    try {
      await requirePrivate(file, others.all)
      return new PrivateRecord<Value>(file, schema.parse(JSON.parse(await readOwnFile(file))), null)
    } catch (error) {
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
      return new PrivateRecord<Value>(file, null, isMissing ? null : problemText(error))
    }
  }

  /** Why what is there cannot be used. */
  get problem(): string | null {
    return this.#problem
  }

  /** Resolves when what was to be saved is. */
  settled(): Promise<void> {
    return this.#turns.take(() => Promise.resolve())
  }

  /** Throws STORAGE_FAILED. */
  save(value: Value): Promise<void> {
    return this.#turns.take(() =>
      storing(this.path, async () => {
        if (this.#problem !== null) await rename(this.path, `${this.path}.damaged-${randomUUID()}`)
        this.#problem = null
        await clearPlace(this.path)
        await writePrivate(this.path, JSON.stringify(value, null, 2) + '\n', { flush: true })
      }),
    )
  }
}

function problemText(error: unknown): string {
  if (error instanceof NotPrivate) return notPrivate[error.problem]
  return error instanceof SyntaxError || error instanceof z.ZodError ? 'not what Viridian writes' : errorText(error)
}
