import type { Duplex, Readable, Writable } from 'node:stream'

/** How a serial console ended: the user left, the port was quiet after the last input, or the machine went off. */
export type ConsoleEnd = 'left' | 'quiet' | 'off'

/** Ctrl+], as telnet and virsh have it. */
const leaveKey = 0x1d

/** The part of a terminal's input that is used here. */
export interface TerminalInput extends Readable {
  setRawMode(on: boolean): unknown
}

function untilEnd(stream: Duplex): Promise<'off'> {
  return new Promise((resolve) => {
    stream.once('end', () => resolve('off'))
    stream.once('close', () => resolve('off'))
    stream.once('error', () => resolve('off'))
  })
}

/** Milliseconds the last input has to reach the host. */
const farewell = 5000

/** Ends the connection after what was sent has gone out. */
async function hangUp(stream: Duplex): Promise<void> {
  if (stream.destroyed) return
  const impatient = setTimeout(() => stream.destroy(), farewell)
  const closed = untilEnd(stream)
  stream.end(() => stream.destroy())
  stream.resume()
  await closed
  clearTimeout(impatient)
}

/** Joins a terminal with a serial port: every key goes to the guest but Ctrl+], which leaves. */
export async function bridgeTerminal(stream: Duplex, input: TerminalInput, output: Writable): Promise<ConsoleEnd> {
  const left = new Promise<'left'>((resolve) => {
    input.on('data', (chunk: Buffer) => {
      const leave = chunk.indexOf(leaveKey)
      if (!stream.write(leave === -1 ? chunk : chunk.subarray(0, leave))) input.pause()
      if (leave !== -1) resolve('left')
    })
    // The terminal is gone.
    input.once('end', () => resolve('left'))
  })
  stream.on('drain', () => input.resume())
  stream.pipe(output, { end: false })
  input.setRawMode(true)
  try {
    return await Promise.race([left, untilEnd(stream)])
  } finally {
    input.setRawMode(false)
    input.removeAllListeners('data')
    input.pause()
    stream.unpipe(output)
    await hangUp(stream)
  }
}

/** Resolves when the stream takes more, or has ended. Leaves no listener behind, as it is waited for after every chunk. */
function untilWritable(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go)
      stream.off('close', go)
      resolve()
    }
    stream.once('drain', go)
    stream.once('close', go)
  })
}

async function sendAll(input: Readable, stream: Duplex): Promise<void> {
  for await (const chunk of input) {
    if (stream.destroyed) return
    if (!stream.write(chunk)) await untilWritable(stream)
  }
}

/**
 * Sends an input to a serial port and hands what comes to `print`, until the input has ended and the port was quiet for
 * so many milliseconds, or the machine goes off.
 */
export async function pipeThrough(
  stream: Duplex,
  input: Readable,
  print: (chunk: Buffer) => void,
  quiet: number,
): Promise<ConsoleEnd> {
  const off = untilEnd(stream)
  let timer: NodeJS.Timeout | undefined
  let restart = () => {}
  stream.on('data', (chunk: Buffer) => {
    print(chunk)
    restart()
  })
  try {
    const ended = await Promise.race([sendAll(input, stream), off])
    if (ended === 'off') return 'off'
    const silence = new Promise<'quiet'>((resolve) => {
      restart = () => {
        clearTimeout(timer)
        timer = setTimeout(() => resolve('quiet'), quiet)
      }
      restart()
    })
    return await Promise.race([silence, off])
  } finally {
    restart = () => {}
    clearTimeout(timer)
    input.destroy()
    await hangUp(stream)
  }
}
