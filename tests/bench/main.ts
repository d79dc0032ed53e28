import { cpus, loadavg } from 'node:os'
import { busy } from './busy.ts'
import { clones } from './clones.ts'
import { disks } from './disks/disks.ts'
import { guestDisk } from './guest-disk.ts'
import { idle } from './idle.ts'
import { keystroke } from './keystroke.ts'
import { print } from './result.ts'
import { savedState } from './saved-state.ts'
import { scale } from './scale.ts'
import { serve } from './serve.ts'

/** Runs the benchmarks named as arguments, or all, one after the other. A missed target is reported, not an error. */
const benches = { serve, idle, keystroke, busy, savedState, clones, disks, guestDisk, scale }

const names = process.argv.slice(2)
const unknown = names.find((name) => !(name in benches))
if (unknown !== undefined) {
  throw new Error(`There is no benchmark ${unknown}. There are ${Object.keys(benches).join(', ')}.`)
}
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`)
for (const [name, bench] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue
  console.log(`\n${name} (load average ${loadavg()[0]?.toFixed(1)})`)
  for (const result of await bench()) print(result)
}
