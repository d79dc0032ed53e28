import { setTimeout as delay } from 'node:timers/promises'
import type { Snapshot, WatchMessage } from '#shared/host.ts'
import { hostReadOnly, ViridianError } from '#shared/errors.ts'
import { isPoweredOn } from '#shared/machine-state.ts'
import type { Machine, MachineSample } from '#shared/machine.ts'
import { describeError, describeEvent, type Locale } from '#shared/messages/index.ts'
import { joinParts } from '#shared/watch-parts.ts'
import { nameKey } from '#electron/host/folder-name.ts'
import type { RemoteHost } from '#shared/remote-host.ts'
import type { HostClient, HostConnection, OwnHostConnection } from '#electron/server/client.ts'
import { isServerError, ServerError } from '#electron/server/errors.ts'
import { connectRemote } from '#electron/server/remote-connection.ts'
import { connectOrStart } from './background-host.ts'
import type { Context } from './context.ts'

/**
 * Does some work with the host that the command is for: that of the data folder, which is started where none runs, or through
 * it the remote host that `--host` names. Throws HOST_NOT_FOUND.
 */
export async function withHost<Result>(
  context: Context,
  work: (connection: HostConnection) => Promise<Result>,
): Promise<Result> {
  const { home, host, locale, output } = context
  return await withOwnHost(context, async (own) => {
    const remote = host === null ? null : await findHost(own, host)
    if (remote !== null) return await using(await connectRemote(own, remote), work)
    if (own.file.isRestricted === true) {
      const { restriction } = (await readSnapshot(own.client)).host
      if (restriction !== null) output.note(describeError(hostReadOnly(home, restriction), locale))
    }
    return await work(own)
  })
}

/** The same with the host of the data folder, whatever `--host` names. */
export async function withOwnHost<Result>(
  { home, texts, output }: Context,
  work: (connection: OwnHostConnection) => Promise<Result>,
): Promise<Result> {
  return await using(await connectOrStart(home, (seconds) => output.note(texts.hostStarts(seconds))), work)
}

async function using<Connection extends HostConnection, Result>(
  connection: Connection,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(connection)
  } catch (error) {
    // A call that was under way fails in its own words when the connection goes.
    if (connection.isOpen() || isServerError(error)) throw error
    throw new ServerError('CONNECTION_LOST', { address: connection.address }, { cause: error })
  } finally {
    await connection.close()
  }
}

/** By name in any case, or by id; null for the own host. Throws HOST_NOT_FOUND. */
async function findHost({ client }: HostConnection, name: string): Promise<RemoteHost | null> {
  const wanted = nameKey(name.trim())
  const found = (await client.hosts.list()).find((host) => nameKey(host.name) === wanted || host.id === wanted)
  if (found !== undefined) return found
  const { host: own } = await readSnapshot(client)
  if (nameKey(own.name) === wanted || own.id === wanted) return null
  throw new ViridianError('HOST_NOT_FOUND', { name })
}

export async function readSnapshot(client: HostClient): Promise<Snapshot> {
  for await (const message of joinParts(await client.host.watch()))
    if (message.type === 'snapshot') return message.snapshot
  throw new Error('The host ended the watch before its snapshot.')
}

/** By name as written, else by name in any case, else by id. Throws MACHINE_NOT_FOUND. */
export function findMachine({ machines }: Pick<Snapshot, 'machines'>, name: string): Machine {
  const wanted = nameKey(name.trim())
  const machine =
    machines.find((candidate) => candidate.name === name) ??
    machines.find((candidate) => nameKey(candidate.name) === wanted) ??
    machines.find((candidate) => candidate.id === name)
  if (machine === undefined) throw new ViridianError('MACHINE_NOT_FOUND', { name })
  return machine
}

export function latestSample({ metrics }: Pick<Snapshot, 'metrics'>, machineId: string): MachineSample | null {
  return metrics.find((candidate) => candidate.machineId === machineId)?.samples.at(-1) ?? null
}

/** What a message says about a machine; undefined where it says nothing, null where the machine is gone. */
function machineIn(message: WatchMessage, id: string): Machine | null | undefined {
  if (message.type === 'snapshot') return message.snapshot.machines.find((machine) => machine.id === id) ?? null
  const { change } = message
  if (change.type === 'machine' && change.machine.id === id) return change.machine
  return change.type === 'machineRemoved' && change.machineId === id ? null : undefined
}

/** Milliseconds before a watch is begun again. */
const retryEvery = 50

/** The machine as it is, then after each change. Throws MACHINE_NOT_FOUND when it is deleted. */
export async function* followMachine(
  client: HostClient,
  { id, name }: Machine,
  signal: AbortSignal,
): AsyncGenerator<Machine, never> {
  for (;;) {
    // A watch that ends by itself asks to be begun again; one of a host that is closing ends at once.
    for await (const message of joinParts(await client.host.watch(undefined, { signal }))) {
      const machine = machineIn(message, id)
      if (machine === null) throw new ViridianError('MACHINE_NOT_FOUND', { name })
      if (machine !== undefined) yield machine
    }
    await delay(retryEvery, undefined, { signal })
  }
}

/** The machine when it has gone off, as it does now. */
export async function afterOff(client: HostClient, machine: Machine, signal: AbortSignal): Promise<Machine> {
  for await (const current of followMachine(client, machine, signal)) if (!isPoweredOn(current.state)) return current
  return machine
}

/** Why a machine went off by itself, as a sentence; empty where somebody turned it off. */
export function faultText({ fault }: Machine, locale: Locale): string {
  return fault === null ? '' : describeEvent(fault, locale)
}
