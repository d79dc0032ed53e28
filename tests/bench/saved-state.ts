import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StateFile } from '#electron/engines/embedded/saved-state/state-file.ts'
import { unattended } from '#electron/disks/tools/job.ts'
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

/** Longest time COM1 said nothing while `work` was done, of a guest that says something all the time; milliseconds. */
async function longestSilence(com1: SerialReader, work: () => Promise<void>): Promise<number> {
  let last = performance.now()
  let longest = 0
  const heard = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  com1.stream.on('data', heard)
  await work()
  heard()
  com1.stream.off('data', heard)
  return longest
}

/**
 * The lab guest started anew from its disk, then saved and restored several times: from the command to an answer. Then
 * snapshots of it while it runs, and their disks merged while it writes: how long it stands still, by what it says on COM1.
 */
export async function savedState(): Promise<Result[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
  const disk = path.join(folder, 'disk.vhd')
  const file = path.join(folder, 'state.bin')
  const machine = { memory: guestMemory, drives: [{ kind: 'disk', at: 'ide0:0', path: disk }] } as const
  await copyFile(path.join(builtResources.guests, 'lab-linux-disk.vhd'), disk)
  const saves: number[] = []
  const starts: number[] = []
  const pauses: number[] = []
  const snapshots: number[] = []
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
    const busy = await on.serial()
    busy.stream.write('while :; do echo busy; done\n')
    await busy.read(/busy\r\nbusy\r\n/)
    const usual = await longestSilence(busy, () => delay(1000))
    for (let turn = 1; turn <= rounds; turn++) {
      const disks = [{ at: 'ide0:0', path: path.join(folder, `branch-${turn}.vhd`) }] as const
      begin = performance.now()
      const taking = on.machine.takeSnapshot({ file: `${file}-${turn}`, disks }, () => Promise.resolve())
      pauses.push(await longestSilence(busy, () => taking))
      snapshots.push(performance.now() - begin)
    }
    busy.stream.write('\x03')
    busy.stream.write(
      '(while :; do dd if=/dev/urandom of=/root/written bs=64k count=16 conv=fsync; done) 2>/dev/null &\n',
    )
    busy.stream.write('while :; do echo busy; done\n')
    const merges: number[] = []
    const mergePauses: number[] = []
    for (let turn = 1; turn <= rounds; turn++) {
      await delay(1000)
      begin = performance.now()
      const merging = on.machine.mergeDisk('ide0:0', () => Promise.resolve(), unattended)
      mergePauses.push(await longestSilence(busy, () => merging))
      merges.push(performance.now() - begin)
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
      {
        bench: 'savedState.snapshotPause',
        value: Math.round(median(pauses)),
        unit: 'ms',
        target: { atMost: 500 },
        parts: { rounds, usualMs: Math.round(usual), wholeMs: Math.round(median(snapshots)) },
      },
      {
        bench: 'savedState.mergePause',
        value: Math.round(median(mergePauses)),
        unit: 'ms',
        target: { atMost: 500 },
        parts: { rounds, wholeMs: Math.round(median(merges)) },
      },
    ]
  } finally {
    await on.machine.turnOff()
    await rm(folder, { recursive: true, force: true })
  }
}
