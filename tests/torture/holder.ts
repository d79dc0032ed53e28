/**
 * A host in a process of its own, to be killed. Opens the data folder given as first argument on the resources given as
 * second (JSON) and does what each line of its standard input asks for: `{ id, part, method, args }`. Says in JSON lines which
 * processes it launches, what COM1 of every machine says, and how each call ended.
 */
import { createInterface } from 'node:readline'
import { forkLauncher } from '#electron/engines/fork-launcher.ts'
import type { ProcessLauncher } from '#electron/engines/launcher.ts'
import type { Host, HostResources } from '#electron/host/host.ts'
import { openHost } from '#electron/host/open-host.ts'
import { errorText } from '#electron/host/unexpected.ts'
import type { Call, Said } from './protocol.ts'

const [home = '', resources = ''] = process.argv.slice(2)

function say(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`)
}

const launcher: ProcessLauncher = {
  async launch(entry, options) {
    const child = await forkLauncher.launch(entry, options)
    say({ kind: 'launched', pid: child.pid })
    return child
  },
}

const host = await openHost({ home, launcher, resources: JSON.parse(resources) as HostResources })
say({ kind: 'opened' })
void followSerial(host)

async function followSerial({ machines, watch }: Pick<Host, 'machines' | 'watch'>): Promise<void> {
  const followed = new Set<string>()
  for await (const message of watch.call(host, new AbortController().signal)) {
    if (message.type !== 'change' || message.change.type !== 'machine') continue
    const { id, state } = message.change.machine
    if (state !== 'Running') {
      if (state === 'Off' || state === 'Saved') followed.delete(id)
      continue
    }
    if (followed.has(id)) continue
    followed.add(id)
    machines.openChannel(id, 'serial').then(
      (stream) => {
        stream.setEncoding('latin1')
        stream.on('data', (output: string) => say({ kind: 'serial', id, output }))
        stream.on('error', () => undefined)
      },
      () => undefined,
    )
  }
}

async function answer({ id, part, method, args }: Call): Promise<void> {
  try {
    const target = (part === 'host' ? host : host[part]) as unknown as Record<string, (...args: unknown[]) => unknown>
    const result: unknown = await (method === 'jobs' ? host.jobs.jobs : target[method]?.(...args))
    say({ kind: 'answer', id, result: result ?? null, failure: null })
  } catch (error) {
    say({ kind: 'answer', id, result: null, failure: errorText(error) })
  }
}

for await (const line of createInterface(process.stdin)) void answer(JSON.parse(line) as Call)
