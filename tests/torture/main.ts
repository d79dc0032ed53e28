import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { builtResources } from '#electron/host/built-resources.ts'
import { makeRandom } from '#tests/unit/rfb/scene.ts'
import { torture } from './torture.ts'

/** Kills hosts and machines at random instants. Exit code 1 where one was not survived; what is left of it is kept. */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 0x1_0000_0000) },
  },
})
const kills = wholeNumber('kills', values.kills)
const seed = wholeNumber('seed', values.seed)

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${option} takes a whole number, and “${text}” is none.`)
  return Number(text)
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'viridian-torture-'))
const random = makeRandom(seed)
const started = Date.now()
console.log(`Killing ${kills} times, seed ${seed}, in ${folder}`)
try {
  const { works, hosts, engines, records, hostile } = await torture({
    folder,
    script: path.join(import.meta.dirname, 'holder.js'),
    resources: builtResources(path.dirname(import.meta.dirname)),
    kills,
    random: (below) => Math.floor((random() / 2 ** 32) * below),
    report: (text) => console.log(text),
  })
  rmSync(folder, { recursive: true, force: true })
  const minutes = ((Date.now() - started) / 60_000).toFixed(1)
  console.log(
    `Survived ${hosts} killed hosts and ${engines} killed machines in ${minutes} minutes, and what ${hostile} others put there; ${records} records:`,
  )
  for (const [work, count] of [...works].sort()) console.log(`  ${String(count).padStart(4)}  ${work}`)
} catch (error) {
  console.error(`Not survived, and kept in ${folder}: ${error instanceof Error ? error.message : String(error)}`)
  console.error(`Again: npm run torture -- --seed ${seed} --kills ${kills}`)
  process.exitCode = 1
}
