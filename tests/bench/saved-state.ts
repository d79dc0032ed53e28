import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { StateFile } from '#electron/engines/embedded/saved-state/state-file.ts'
import { PoweredOn, type SerialReader } from '#tests/fixtures/powered-on.ts'
import { builtResources } from '#tests/fixtures/resources.ts'
import { prompt } from './guest.ts'
import { median, round, type Result } from './result.ts'

const guestMemory = 64
const rounds = 5
const megabyte = 2 ** 20

/** Until the guest has carried out a command; what COM1 showed before does not count. */
async function answer(com1: SerialReader, round: number): Promise<void> {
  com1.stream.write(`echo answer-$((${round} + 100))\n`)
  await com1.read(new RegExp(`answer-${round + 100}\\r\\n`))
}

/** The lab guest started anew from its disk, then saved and restored several times: from the command to an answer. */
export async function savedState(): Promise<Result[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
  const disk = path.join(folder, 'disk.vhd')
  const file = path.join(folder, 'state.bin')
  const machine = { memory: guestMemory, drives: [{ kind: 'disk', at: 'ide0:0', path: disk }] } as const
  await copyFile(path.join(builtResources.guests, 'lab-linux-disk.vhd'), disk)
  const saves: number[] = []
  const starts: number[] = []
  let stored = 0
  let state = 0
  let begin = performance.now()
  let on = await PoweredOn.start(machine)
  try {
    const com1 = await on.serial()
    await com1.read(prompt)
    await answer(com1, 0)
    const cold = performance.now() - begin
    for (let turn = 1; turn <= rounds; turn++) {
      begin = performance.now()
      await on.machine.save(file)
      saves.push(performance.now() - begin)
      await on.machine.turnOff()
      stored = (await stat(file)).size
      const { own, rest, pages, memory } = await (await StateFile.open(file)).read()
      state = own.length + rest.length + pages.length + memory.length
      begin = performance.now()
      on = await PoweredOn.start({ ...machine, savedState: { path: file, consume: () => rm(file) } })
      await answer(await on.serial(), turn)
      starts.push(performance.now() - begin)
    }
    const warm = median(starts)
    const save = median(saves)
    const parts = { rounds, guestMemoryMB: guestMemory, coldStartMs: Math.round(cold) }
    const size = {
      stateMB: round(state / megabyte),
      storedMB: round(stored / megabyte),
      ratio: round(stored / state, 2),
    }
    return [
      { bench: 'savedState.warmStart', value: Math.round(warm), unit: 'ms', target: { atMost: 1500 }, parts },
      {
        bench: 'savedState.ofColdStart',
        value: round(warm / cold, 3),
        unit: 'of the cold start',
        target: { atMost: 0.1 },
        parts,
      },
      { bench: 'savedState.save', value: Math.round(save), unit: 'ms', target: { atMost: 1000 }, parts: size },
    ]
  } finally {
    await on.machine.turnOff()
    await rm(folder, { recursive: true, force: true })
  }
}
