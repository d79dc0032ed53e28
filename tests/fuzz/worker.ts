import { openSync, writeSync } from 'node:fs'
import { inspect } from 'node:util'
import { Allocations } from './allocations.ts'
import { allFuzzers } from './fuzzers.ts'
import type { Answer, Batch } from './messages.ts'
import { count, emptyTally, fuzzerOf, type Tally } from './tally.ts'
import { tryImage } from './try-image.ts'

/**
 * Tries batches of images. The seed in work stands in the file given as first argument, where it is still to be read of a
 * process that hangs or was killed; the kinds of images are the arguments after it.
 */
const [markFile = '', ...only] = process.argv.slice(2)
const mark = openSync(markFile, 'w')
const fuzzers = await allFuzzers(only)
const allocations = new Allocations()

async function work({ seed, images }: Batch): Promise<void> {
  const tallies: Record<string, Tally> = {}
  for (let next = seed; next < seed + images; next++) {
    writeSync(mark, String(next), 0)
    const fuzzer = fuzzerOf(fuzzers, next)
    try {
      count((tallies[fuzzer.name] ??= emptyTally()), await tryImage(fuzzer, next, allocations))
    } catch (error) {
      answer({ kind: 'failure', seed: next, reason: inspect(error) })
    }
  }
  answer({ kind: 'done', tallies })
}

function answer(message: Answer): void {
  process.send?.(message)
}

process.on('message', (batch: Batch) => void work(batch))
process.on('disconnect', () => process.exit())
