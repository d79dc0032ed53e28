import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { fuzzInProcesses } from './crew.ts'
import { allFuzzers } from './fuzzers.ts'
import type { Batch } from './messages.ts'
import { add, emptyTally, fuzzerOf, type Tally } from './tally.ts'
import { summary } from './summary.ts'

/** Tries images of every kind, or of those named, in all processors. Exit code 1 where one is not survived. */
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 0x1_0000_0000) },
    only: { type: 'string', multiple: true, default: [] },
  },
})
const images = wholeNumber('images', values.images)
const seed = wholeNumber('seed', values.seed)
const fuzzers = await allFuzzers(values.only)

const batchSize = 2000
const progressInterval = 10_000
/** A fault that every second image has is told by the first of them. */
const mostFailures = 20
const keptIn = path.join(import.meta.dirname, 'failed')

const tallies = new Map<string, Tally>(fuzzers.map(({ name }) => [name, emptyTally()]))
let done = 0
let failures = 0
let shown = Date.now()
const started = Date.now()

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${option} takes a whole number, and “${text}” is none.`)
  return Number(text)
}

function* batches(): Generator<Batch> {
  for (let next = 0; next < images && failures < mostFailures; next += batchSize) {
    yield { seed: seed + next, images: Math.min(batchSize, images - next) }
  }
}

/** Keeps the image, and says how to try it again. */
function fail(failed: number, reason: string): void {
  failures++
  const fuzzer = fuzzerOf(fuzzers, failed)
  const image = fuzzer.image(failed)
  mkdirSync(keptIn, { recursive: true })
  const file = path.join(keptIn, `${fuzzer.name.replaceAll(' ', '-')}-${failed}.${fuzzer.extension}`)
  writeFileSync(file, image.bytes)
  image.release()
  console.log(`\nNot survived: ${fuzzer.name}, seed ${failed}, kept as ${file}\n${reason}`)
  console.log(`Again: npm run fuzz -- --only "${fuzzer.name}" --seed ${failed} --images 1\n`)
}

function show(): void {
  const seconds = (Date.now() - started) / 1000
  const percent = Math.floor((done / images) * 100)
  console.log(`${percent} %: ${done} images, ${Math.round(done / seconds)} a second, ${failures} not survived`)
}

console.log(`${images} images from seed ${seed} on, in ${os.availableParallelism()} processes, Node ${process.version}`)
await fuzzInProcesses(path.join(import.meta.dirname, 'worker.js'), values.only, batches(), {
  failure: fail,
  done(more) {
    for (const [name, tally] of Object.entries(more)) {
      done += tally.images
      add(tallies.get(name) ?? emptyTally(), tally)
    }
    if (Date.now() - shown < progressInterval) return
    shown = Date.now()
    show()
  },
})
show()
console.log(`\n${summary(tallies)}`)
console.log(`\n${done + failures} images, ${failures} not survived`)
process.exitCode = failures === 0 ? 0 : 1
