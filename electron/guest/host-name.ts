import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'
import { execute, synchronise } from './guest-agent.ts'

/** Characters a label of a domain name has (RFC 1123, 2.1; RFC 1035, 2.3.4). */
const longestLabel = 63

/** Milliseconds between two looks at whether a program in the guest has ended. */
const lookEvery = 100

/** The name is an argument: nothing of it is ever a part of the script. */
const script = 'hostname "$1" && echo "$1" > /etc/hostname'

const systemSchema = z.object({ id: z.string().optional() })
const startedSchema = z.object({ pid: z.int() })
const statusSchema = z.object({ exited: z.boolean(), exitcode: z.int().optional() })

/** A machine's name as a host name: letters without accents, digits and hyphens; `fallback` where nothing is left of it. */
export function hostNameFor(name: string, fallback: string): string {
  const label = name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longestLabel)
    .replace(/-+$/, '')
  return label === '' ? fallback : label
}

/**
 * Gives a Unix guest its host name, now and for when it starts anew. Rejects where no agent answers before the signal aborts,
 * where the guest is of another kind, and where its commands fail. (guest-get-osinfo, guest-exec, guest-exec-status.)
 */
export async function setHostName(channel: Duplex, signal: AbortSignal, name: string): Promise<void> {
  await synchronise(channel, signal)
  const { id } = systemSchema.parse(await execute(channel, signal, 'guest-get-osinfo'))
  if (id === 'mswindows') throw new Error('Windows is not told its name so')
  const program = { path: '/bin/sh', arg: ['-c', script, 'sh', name] }
  const { pid } = startedSchema.parse(await execute(channel, signal, 'guest-exec', program))
  for (;;) {
    const status = statusSchema.parse(await execute(channel, signal, 'guest-exec-status', { pid }))
    if (status.exited) {
      if (status.exitcode !== 0) throw new Error(`the guest's commands ended with ${status.exitcode}`)
      return
    }
    await delay(lookEvery, undefined, { signal })
  }
}
