import path from 'node:path'
import * as z from 'zod'
import { accessKeyIdSchema, accessKeySecretSchema, parseAccessKey } from '#shared/access-key.ts'
import { ViridianError } from '#shared/errors.ts'
import type { HostEvent } from '#shared/event.ts'
import {
  accessNameSchema,
  mostRemoteHosts,
  remoteHostSchema,
  type AddHost,
  type ChangeHost,
  type RemoteHost,
  type RemoteStatus,
} from '#shared/remote-host.ts'
import { nameKey, shortenedName, uniqueName } from '../folder-name.ts'
import { PrivateRecord } from '../private-record.ts'
import { Turns } from '../turns.ts'
import { parseRemoteAddress } from './remote-address.ts'
import type { RemoteDialer, RemoteTarget } from './remote-dialer.ts'
import { statusOfProblem } from './remote-problem.ts'

const entrySchema = remoteHostSchema.extend({
  accessKey: z.object({ id: accessKeyIdSchema, secret: accessKeySecretSchema }),
})
type Entry = z.infer<typeof entrySchema>

const recordSchema = z.strictObject({
  schema: z.literal(1),
  hosts: z
    .array(entrySchema)
    .max(mostRemoteHosts)
    .refine((hosts) => new Set(hosts.map(({ id }) => id)).size === hosts.length),
})
export type RemoteHostRecord = PrivateRecord<z.infer<typeof recordSchema>>

/** `remote-hosts.json` of a data folder. */
export function openRemoteHostRecord(home: string): Promise<RemoteHostRecord> {
  return PrivateRecord.open(path.join(home, 'remote-hosts.json'), recordSchema)
}

export interface RemoteHostServices {
  /** The host that keeps the list. */
  readonly own: { readonly id: string; readonly name: string }
  readonly record: RemoteHostRecord
  readonly dialer: RemoteDialer
  readonly events: {
    add(code: 'HOST_ADDED' | 'HOST_CHANGED' | 'HOST_REMOVED', machine: null, facts: HostEvent['facts']): unknown
  }
  publish(remoteHosts: RemoteHost[]): void
}

/** Other hosts that this one connects its consoles to, with their access keys, which no console is told. */
export class RemoteHosts {
  readonly #services: RemoteHostServices
  readonly #turns = new Turns(1)
  readonly #disconnect = new Set<(id: string) => void>()
  #entries: readonly Entry[]

  constructor(services: RemoteHostServices) {
    this.#services = services
    this.#entries = services.record.found?.hosts ?? []
  }

  /** In the order they were added. */
  get list(): RemoteHost[] {
    return this.#entries.map(({ id, name, address, addedAt }) => ({ id, name, address, addedAt }))
  }

  /** The host's id. Throws `ViridianError`: those of `fieldOfAddHost`, HOST_LIMIT, STORAGE_FAILED. */
  async add(asked: AddHost): Promise<string> {
    const { own, dialer, events } = this.#services
    const accessKey = parseAccessKey(asked.accessKey)
    const address = parseRemoteAddress(asked.address)
    if (accessKey === null) throw new ViridianError('ACCESS_KEY_INVALID', {})
    if (asked.name !== undefined) this.#requireFree(asked.name)
    this.#requireRoom()
    const { id, name: itsName } = await dialer.meet({ address, accessKey }, own.id)
    // Several may have been met meanwhile.
    return await this.#turns.take(async () => {
      if (id === own.id) throw new ViridianError('HOST_IS_THIS_ONE', { address })
      const known = this.#entries.find((entry) => entry.id === id)
      if (known !== undefined) throw new ViridianError('HOST_ALREADY_ADDED', { name: known.name, address })
      if (asked.name !== undefined) this.#requireFree(asked.name)
      this.#requireRoom()
      const name = asked.name ?? uniqueName(usableName(itsName), this.#takenNames())
      await this.#keep([...this.#entries, { id, name, address, addedAt: new Date().toISOString(), accessKey }])
      events.add('HOST_ADDED', null, { name, address })
      return id
    })
  }

  /** Throws `ViridianError`: those of `fieldOfAddHost`, HOST_NOT_FOUND, STORAGE_FAILED. */
  async change(asked: ChangeHost): Promise<void> {
    const { own, dialer, events } = this.#services
    const before = this.#require(asked.id)
    const accessKey = asked.accessKey === undefined ? before.accessKey : parseAccessKey(asked.accessKey)
    const address = asked.address === undefined ? before.address : parseRemoteAddress(asked.address)
    if (accessKey === null) throw new ViridianError('ACCESS_KEY_INVALID', {})
    if (asked.name !== undefined) this.#requireFree(asked.name, before)
    const isReachedAnew = asked.accessKey !== undefined || asked.address !== undefined
    if (isReachedAnew) {
      const { id } = await dialer.meet({ address, accessKey }, own.id)
      if (id !== before.id) throw new ViridianError('HOST_IS_ANOTHER', { name: before.name, address })
    }
    await this.#turns.take(async () => {
      const { name, id, addedAt } = this.#require(asked.id)
      if (asked.name !== undefined) this.#requireFree(asked.name, before)
      const after = { id, addedAt, name: asked.name ?? name, address, accessKey }
      await this.#keep(this.#entries.map((entry) => (entry.id === id ? after : entry)))
      events.add('HOST_CHANGED', null, { name: after.name, address })
      if (isReachedAnew) for (const listener of this.#disconnect) listener(id)
    })
  }

  /** Throws HOST_NOT_FOUND, STORAGE_FAILED. */
  async remove(id: string): Promise<void> {
    await this.#turns.take(async () => {
      const { name, address } = this.#require(id)
      await this.#keep(this.#entries.filter((entry) => entry.id !== id))
      this.#services.events.add('HOST_REMOVED', null, { name, address })
      for (const listener of this.#disconnect) listener(id)
    })
  }

  /** Throws HOST_NOT_FOUND. */
  async probe(id: string): Promise<RemoteStatus> {
    const target = this.target(id)
    try {
      await this.#services.dialer.meet(target, this.#services.own.id)
      return { state: 'connected', problem: null }
    } catch (error) {
      return statusOfProblem(error, target.address)
    }
  }

  /** Throws HOST_NOT_FOUND. */
  target(id: string): RemoteTarget {
    const { address, accessKey } = this.#require(id)
    return { address, accessKey }
  }

  /** `listener` is told the id of a host that is not in the list any more, or is reached in another way. Gives what ends that. */
  onDisconnect(listener: (id: string) => void): () => void {
    this.#disconnect.add(listener)
    return () => this.#disconnect.delete(listener)
  }

  #require(id: string): Entry {
    const entry = this.#entries.find((each) => each.id === id)
    if (entry === undefined) throw new ViridianError('HOST_NOT_FOUND', { name: id })
    return entry
  }

  #requireRoom(): void {
    if (this.#entries.length >= mostRemoteHosts) throw new ViridianError('HOST_LIMIT', { limit: mostRemoteHosts })
  }

  #takenNames(except?: Entry): string[] {
    const entries = this.#entries.filter(({ id }) => id !== except?.id)
    return [this.#services.own.name, ...entries.map(({ name }) => name)]
  }

  #requireFree(name: string, except?: Entry): void {
    if (this.#takenNames(except).some((taken) => nameKey(taken) === nameKey(name))) {
      throw new ViridianError('HOST_NAME_TAKEN', { name })
    }
  }

  async #keep(entries: readonly Entry[]): Promise<void> {
    await this.#services.record.save({ schema: 1, hosts: [...entries] })
    this.#entries = entries
    this.#services.publish(this.list)
  }
}

/** What another host calls itself, as far as it is a name. */
function usableName(text: string): string {
  const { data } = accessNameSchema.safeParse(shortenedName(text.replace(/\p{Cc}/gu, '')))
  return data ?? 'host'
}
