import type { ChildProcessByStdio } from 'node:child_process'
import { Duplex, type Readable, type Writable } from 'node:stream'
import { SerialReader } from '#tests/fixtures/powered-on.ts'

/** The lab guest's shell on COM1 waits for a command. */
export const prompt = /lab-linux:\S*# /

/** COM1 of an emulator that has it on its standard input and output. */
export function com1Of(emulator: ChildProcessByStdio<Writable, Readable, null>): SerialReader {
  const stream = Duplex.from({ readable: emulator.stdout, writable: emulator.stdin })
  // It breaks off when the emulator is killed; whoever reads then hears that COM1 ended.
  stream.on('error', () => undefined)
  return new SerialReader(stream)
}
