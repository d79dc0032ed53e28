import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connectHost } from '#electron/server/client.ts'
import { CommandLine, firstLine } from '#tests/fixtures/command-line.ts'
import { median, type Result } from './result.ts'

const starts = 9

/** From starting `viridian serve` on a new data folder to the first answer of its contract. */
export async function serve(): Promise<Result[]> {
  const times: number[] = []
  const listening: number[] = []
  // The first start warms the file cache and does not count.
  for (let start = 0; start <= starts; start++) {
    const { listens, answered } = await startOnce()
    if (start === 0) continue
    listening.push(listens)
    times.push(answered)
  }
  return [
    {
      bench: 'serve.firstCall',
      value: Math.round(median(times)),
      unit: 'ms',
      target: { atMost: 500 },
      parts: { starts, listeningMs: Math.round(median(listening)), fastestMs: Math.round(Math.min(...times)) },
    },
  ]
}

async function startOnce(): Promise<{ listens: number; answered: number }> {
  const home = await mkdtemp(path.join(tmpdir(), 'viridian-bench-'))
  const begin = performance.now()
  const child = new CommandLine(home).spawn('serve', '--json')
  try {
    await firstLine(child)
    const listens = performance.now() - begin
    const connection = await connectHost(home)
    await connection.client.host.createToken()
    const answered = performance.now() - begin
    await connection.close()
    return { listens, answered }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await rm(home, { recursive: true, force: true })
  }
}
