import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { labDisc, PoweredOn } from '#tests/fixtures/powered-on.ts'
import { com1Of, prompt } from './guest.ts'
import { median, round, type Result } from './result.ts'
import { RfbClient } from './rfb-client.ts'

const strokes = 50
const keysymX = 0x78
/** VNC displays count from this port on. */
const display0 = 5900
/** A row of text on a VGA text screen is 16 rows of pixels high, and the cursor's line is in the last four. */
const textRow = 16
const aboveCursor = 12

/**
 * Milliseconds from sending each key to the viewer's having the letter the guest echoes. That is more than from the
 * guest's drawing it: the key's way into the guest and the guest's own work are in it.
 */
async function echoTimes(viewer: RfbClient): Promise<number[]> {
  const times: number[] = []
  for (let stroke = 0; stroke < strokes; stroke++) {
    // Out of step with any clock of server or guest.
    await delay(150 + 350 * Math.random())
    const begin = performance.now()
    const shown = new Promise<void>((resolve) => {
      // A cursor that only blinks is no letter.
      viewer.onChange = (rows) => {
        if (rows.some((row) => row % textRow < aboveCursor)) resolve()
      }
    })
    viewer.key(keysymX)
    const late = AbortSignal.timeout(10_000)
    await Promise.race([shown, once(late, 'abort').then(() => Promise.reject(new Error('No letter was echoed.')))])
    times.push(performance.now() - begin)
  }
  return times
}

async function onViridian(): Promise<number[]> {
  const on = await PoweredOn.start({ dvd: labDisc })
  try {
    await (await on.serial()).read(prompt)
    await on.screenShows('lab-linux:')
    const { host, port } = await on.machine.openVnc({ password: false })
    const viewer = await RfbClient.open(host, port)
    return await echoTimes(viewer).finally(() => viewer.close())
  } finally {
    await on.machine.turnOff()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** Null where QEMU is not installed. */
async function onQemu(): Promise<number[] | null> {
  const port = await freePort()
  const display = `127.0.0.1:${port - display0}`
  const args = ['-m', '128', '-cdrom', labDisc, '-vnc', display, '-serial', 'stdio', '-monitor', 'none', '-nic', 'none']
  const qemu = spawn('qemu-system-i386', args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const started = await Promise.race([once(qemu, 'spawn').then(() => true), once(qemu, 'error').then(() => false)])
  if (!started) return null
  try {
    await com1Of(qemu).read(prompt)
    const viewer = await RfbClient.open('127.0.0.1', port)
    return await echoTimes(viewer).finally(() => viewer.close())
  } finally {
    qemu.kill('SIGKILL')
  }
}

export async function keystroke(): Promise<Result[]> {
  const viridian = await onViridian()
  const qemu = await onQemu()
  return [
    {
      bench: 'keystroke',
      value: round(median(viridian)),
      unit: 'ms',
      target: { atMost: 50 },
      parts: {
        strokes,
        fastestMs: round(Math.min(...viridian)),
        slowestMs: round(Math.max(...viridian)),
        qemuMs: qemu === null ? 'QEMU is not installed' : round(median(qemu)),
      },
    },
  ]
}
