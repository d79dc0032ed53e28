import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connectHost } from '#electron/server/client.ts'
import { CommandLine, firstLine } from '#tests/fixtures/command-line.ts'
import { SerialReader } from '#tests/fixtures/powered-on.ts'
import { median, type Result } from './result.ts'

const count = 30
const rounds = 3
const guestMemory = '64'

/**
 * Linked clones of a saved lab machine, made by one command from its start to its end, and one of them from the call
 * that starts it to its guest's answer. Their host is another process, as users have it.
 */
export async function clones(): Promise<Result[]> {
  const home = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
  const viridian = new CommandLine(home)
  const host = viridian.spawn('serve', '--json')
  const times: number[] = []
  const starts: number[] = []
  try {
    await firstLine(host)
    await viridian.json('vm', 'create', 'lab', '--template', 'lab-linux-disk', '--memory', guestMemory, '--start')
    await viridian.json('vm', 'wait', 'lab', '--serial', 'lab-linux:', '--timeout', '120')
    // Its services are still being started when its prompt is there, and would go on with that in each clone.
    await delay(10_000)
    await viridian.json('vm', 'save', 'lab')
    for (let round = 1; round <= rounds; round++) {
      const begin = performance.now()
      await viridian.json('vm', 'clone', 'lab', `seat ${round}`, '--linked', '--count', String(count))
      times.push(performance.now() - begin)
      starts.push(await warmStart(home, (await viridian.json<{ id: string }>('vm', 'show', `seat ${round} 1`)).id))
    }
  } finally {
    host.kill('SIGTERM')
    if (host.exitCode === null && host.signalCode === null) await once(host, 'exit')
    await rm(home, { recursive: true, force: true })
  }
  const parts = { rounds, clones: count, guestMemoryMB: Number(guestMemory) }
  return [
    { bench: 'clones.thirty', value: Math.round(median(times)), unit: 'ms', target: { atMost: 5000 }, parts },
    { bench: 'clones.warmStart', value: Math.round(median(starts)), unit: 'ms', target: { atMost: 1500 }, parts },
  ]
}

async function warmStart(home: string, id: string): Promise<number> {
  const connection = await connectHost(home)
  const { client } = connection
  try {
    const begin = performance.now()
    await client.machines.start({ id })
    const com1 = new SerialReader(await connection.openChannel('serial', id))
    com1.stream.write("echo answ''er\n")
    await com1.read(/answer\r\n/)
    const time = performance.now() - begin
    await client.machines.turnOff({ id })
    return time
  } finally {
    await connection.close()
  }
}
