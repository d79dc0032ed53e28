import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { pooledCalls, type FileCalls } from './file-calls.ts'

/** Above this the read itself takes longer than handing it to another thread, bytes. */
const longestRead = 128 * 1024

/** After as many reads timers and sockets get their turn, which promises that are resolved already never give them. */
const mostReads = 256

let readsInTurn = 0

/** Calls for which the thread stands still: several times as fast for what the system has in memory. */
export const waitingCalls: FileCalls = {
  open: waiting((path: string, flags: string | number) => openSync(path, flags)),
  close: waiting(closeSync),
  fstat: waiting((descriptor: number) => fstatSync(descriptor)),
  read(descriptor, target, offset, position) {
    if (target.byteLength - offset > longestRead) return pooledCalls.read(descriptor, target, offset, position)
    if (++readsInTurn > mostReads) return nextTurn().then(() => this.read(descriptor, target, offset, position))
    return readSoon(descriptor, target, offset, position)
  },
  readNow,
  writeNow: (descriptor, source, offset, position) =>
    writeSync(descriptor, source, offset, source.byteLength - offset, position),
  stat: waiting((path: string) => statSync(path)),
  realpath: waiting((path: string) => realpathSync.native(path)),
  readdir: waiting((folder: string) => readdirSync(folder)),
  link: waiting(linkSync),
  rename: waiting(renameSync),
  unlink: waiting(unlinkSync),
}

function readNow(descriptor: number, target: Uint8Array, offset: number, position: number): number {
  return readSync(descriptor, target, offset, target.byteLength - offset, position)
}

const readSoon = waiting(readNow)

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => {
      readsInTurn = 0
      resolve()
    })
  })
}

/** Throws nothing: a failure rejects, as that of a call which others make. */
function waiting<Values extends unknown[], Result>(
  call: (...values: Values) => Result,
): (...values: Values) => Promise<Result> {
  return (...values) => new Promise((resolve) => resolve(call(...values)))
}
