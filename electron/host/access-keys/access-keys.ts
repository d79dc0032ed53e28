import { randomBytes } from 'node:crypto'
import path from 'node:path'
import * as z from 'zod'
import {
  accessKeyIdLength,
  accessKeyInfoSchema,
  accessKeySecretLength,
  accessKeySecretSchema,
  formatAccessKey,
  type AccessKeyInfo,
} from '#shared/access-key.ts'
import { ViridianError } from '#shared/errors.ts'
import { mostAccessKeys } from '#shared/remote-host.ts'
import type { Challenge } from '#shared/page-session.ts'
import { callAs } from '../caller.ts'
import { Challenges } from '../challenges.ts'
import { nameKey } from '../folder-name.ts'
import { hostItself, ownerName, type Principal } from '../principal.ts'
import { PrivateRecord } from '../private-record.ts'
import { errorText } from '../unexpected.ts'

const keySchema = accessKeyInfoSchema.extend({ secret: accessKeySecretSchema })
type Key = z.infer<typeof keySchema>

const recordSchema = z.strictObject({ schema: z.literal(1), keys: z.array(keySchema).max(mostAccessKeys) })
export type AccessKeyRecord = PrivateRecord<z.infer<typeof recordSchema>>

/** Milliseconds after which it is told again that a key is used. */
const toldEvery = 60 * 60_000
/** Milliseconds after which it is written down again when a key was used last. */
const writtenEvery = 60_000

/** `access-keys.json` of a data folder. */
export function openAccessKeyRecord(home: string): Promise<AccessKeyRecord> {
  return PrivateRecord.open(path.join(home, 'access-keys.json'), recordSchema)
}

export interface AccessKeyEvents {
  add(code: `ACCESS_KEY_${'CREATED' | 'USED' | 'REVOKED'}`, machine: null, facts: { name: string }): unknown
}

/** The keys that open this host to other consoles; see `shared/access-key.ts`. */
export class AccessKeys {
  readonly #record: AccessKeyRecord | null
  readonly #events: AccessKeyEvents
  readonly #challenges: Challenges
  readonly #revoked = new Set<(id: string) => void>()
  readonly #toldAt = new Map<string, number>()
  readonly #now: () => number
  #keys: readonly Key[]

  /** `record` is null where nothing is kept; `now` in milliseconds. */
  constructor(record: AccessKeyRecord | null, events: AccessKeyEvents, now: () => number = () => performance.now()) {
    const sealKey = randomBytes(32)
    this.#record = record
    this.#events = events
    this.#now = now
    this.#keys = record?.found?.keys ?? []
    this.#challenges = new Challenges(() => sealKey, now)
  }

  /** In the order they were created. */
  get list(): AccessKeyInfo[] {
    return this.#keys.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt }))
  }

  /** The key's text is told this once. Throws ACCESS_KEY_NAME_TAKEN, ACCESS_KEY_LIMIT, STORAGE_FAILED. */
  async create(name: string): Promise<{ id: string; name: string; key: string }> {
    if (this.#keys.length >= mostAccessKeys) throw new ViridianError('ACCESS_KEY_LIMIT', { limit: mostAccessKeys })
    // Events tell a key's doing by its name: it must not look like another's.
    const taken = [hostItself.name, ownerName(), ...this.#keys.map((key) => key.name)].map(nameKey)
    if (taken.includes(nameKey(name))) throw new ViridianError('ACCESS_KEY_NAME_TAKEN', { name })
    const id = randomBytes(accessKeyIdLength / 2).toString('hex')
    const secret = randomBytes(accessKeySecretLength / 2).toString('hex')
    const key: Key = { id, name, secret, createdAt: new Date().toISOString(), lastUsedAt: null }
    await this.#keep([...this.#keys, key], () => this.#keys.filter((each) => each.id !== id))
    this.#events.add('ACCESS_KEY_CREATED', null, { name })
    return { id, name, key: formatAccessKey({ id, secret }) }
  }

  /** Ends the connections made with it. Throws ACCESS_KEY_NOT_FOUND, STORAGE_FAILED. */
  async revoke(id: string): Promise<void> {
    const key = this.#find(id)
    if (key === undefined) throw new ViridianError('ACCESS_KEY_NOT_FOUND', { name: id })
    await this.#keep(
      this.#keys.filter((each) => each !== key),
      () => [...this.#keys, key],
    )
    this.#events.add('ACCESS_KEY_REVOKED', null, { name: key.name })
    for (const listener of this.#revoked) listener(id)
  }

  /** `listener` is told the id of a key that has been revoked. */
  onRevoke(listener: (id: string) => void): void {
    this.#revoked.add(listener)
  }

  /** Null where the key is not known. `address` is the one that was dialled, so that a proof serves at no other. */
  challenge(id: string, address: string, nonce: string): Challenge | null {
    const key = this.#find(id)
    return key === undefined ? null : this.#challenges.issue(secretOf(key), address, nonce)
  }

  /** Who has answered a challenge of ours; null where nobody has who knows the key. */
  accept(id: string, address: string, challenge: string, proof: string): Principal | null {
    const key = this.#find(id)
    if (key === undefined || !this.#challenges.accepts(secretOf(key), address, challenge, proof)) return null
    const principal: Principal = { name: key.name, kind: 'accessKey', keyId: id }
    callAs(principal, () => this.#markUsed(key))
    return principal
  }

  /** Whether what was let in with the key may stay. */
  isKnown(id: string): boolean {
    return this.#find(id) !== undefined
  }

  /** Resolves when all is written. */
  async settled(): Promise<void> {
    await this.#record?.settled()
  }

  #find(id: string): Key | undefined {
    return this.#keys.find((key) => key.id === id)
  }

  #markUsed(key: Key): void {
    const now = this.#now()
    if (now - (this.#toldAt.get(key.id) ?? Number.NEGATIVE_INFINITY) > toldEvery) {
      this.#events.add('ACCESS_KEY_USED', null, { name: key.name })
    }
    this.#toldAt.set(key.id, now)
    const used = new Date()
    if (key.lastUsedAt !== null && Math.abs(used.getTime() - Date.parse(key.lastUsedAt)) < writtenEvery) return
    this.#keys = this.#keys.map((each) => (each === key ? { ...key, lastUsedAt: used.toISOString() } : each))
    this.#save().catch((error: unknown) => console.error(`The access keys could not be written: ${errorText(error)}`))
  }

  /** Known at once, so that nothing that is written meanwhile says otherwise; `without` undoes it where it cannot be kept. */
  async #keep(keys: readonly Key[], without: () => readonly Key[]): Promise<void> {
    this.#keys = keys
    try {
      await this.#save()
    } catch (error) {
      this.#keys = without()
      throw error
    }
  }

  async #save(): Promise<void> {
    await this.#record?.save({ schema: 1, keys: [...this.#keys] })
  }
}

function secretOf({ secret }: Key): Buffer {
  return Buffer.from(secret, 'hex')
}
