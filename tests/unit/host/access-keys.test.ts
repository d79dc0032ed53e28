import { createHmac } from 'node:crypto'
import { chmod, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { formatAccessKey, parseAccessKey } from '#shared/access-key.ts'
import { hostProofText, pageProofText } from '#shared/page-session.ts'
import { AccessKeys, openAccessKeyRecord } from '#electron/host/access-keys/access-keys.ts'
import { ownerName } from '#electron/host/principal.ts'
import { openTestHost } from '#tests/fixtures/host.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const address = 'http://127.0.0.1:8006'

async function open(home: string, now: () => number = () => 0) {
  const told: [string, string][] = []
  const events = { add: (code: string, _machine: null, { name }: { name: string }) => told.push([code, name]) }
  return { keys: new AccessKeys(await openAccessKeyRecord(home), events, now), told }
}

function hmac(secret: string, text: string): string {
  return createHmac('sha256', Buffer.from(secret, 'hex')).update(text).digest('base64url')
}

/** What a console does that has the key; who it is to the host. */
function enter(keys: AccessKeys, text: string, at = address) {
  const { id, secret } = parseAccessKey(text) ?? { id: '', secret: '' }
  const { challenge = '', proof } = keys.challenge(id, address, 'nonce') ?? {}
  if (proof !== undefined) expect(proof).toBe(hmac(secret, hostProofText(address, 'nonce', challenge)))
  return keys.accept(id, at, challenge, hmac(secret, pageProofText(address, challenge)))
}

describe('the text of an access key', () => {
  const key = { id: '0123456789abcdef', secret: 'fe'.repeat(32) }

  it('is one word that survives being copied', () => {
    const text = formatAccessKey(key)
    expect(text).toMatch(/^viridian_\w+$/)
    expect(parseAccessKey(` \t${text}\r\n`)).toEqual(key)
    expect(parseAccessKey(text.toUpperCase())).toEqual(key)
  })

  it.each(['', 'viridian_', formatAccessKey(key).slice(0, -1), `${formatAccessKey(key)}0`, 'x'.repeat(1000)])(
    'is whole, unlike %j',
    (text) => {
      expect(parseAccessKey(text)).toBeNull()
    },
  )
})

describe('access keys', () => {
  it('open the host under the address they are proved for, by the name they are for, also the next host', async () => {
    const home = await temporaryFolder()
    const { keys } = await open(home)
    const { id, key } = await keys.create('laptop')
    const principal = { name: 'laptop', kind: 'accessKey', keyId: id }
    expect(enter(keys, key)).toEqual(principal)
    expect(enter(keys, key, 'http://127.0.0.1:8007')).toBeNull()
    expect(enter((await open(home)).keys, key)).toEqual(principal)
    expect(enter((await open(await temporaryFolder())).keys, key)).toBeNull()
  })

  it('are not opened by another key, nor by an old challenge', async () => {
    let now = 0
    const { keys } = await open(await temporaryFolder(), () => now)
    const { key, id } = await keys.create('laptop')
    const other = formatAccessKey({ id, secret: '00'.repeat(32) })
    const { challenge = '' } = keys.challenge(id, address, 'n') ?? {}
    const { secret = '' } = parseAccessKey(key) ?? {}
    expect(keys.accept(id, address, challenge, hmac('00'.repeat(32), pageProofText(address, challenge)))).toBeNull()
    expect(parseAccessKey(other)).not.toBeNull()
    now = 61_000
    expect(keys.accept(id, address, challenge, hmac(secret, pageProofText(address, challenge)))).toBeNull()
  })

  it('are worth nothing once revoked', async () => {
    const home = await temporaryFolder()
    const { keys, told } = await open(home)
    const { id, key } = await keys.create('laptop')
    const revoked: string[] = []
    keys.onRevoke((each) => revoked.push(each))
    await keys.revoke(id)
    expect(revoked).toEqual([id])
    expect(enter(keys, key)).toBeNull()
    expect((await open(home)).keys.list).toEqual([])
    await expect(keys.revoke(id)).rejects.toMatchObject({ code: 'ACCESS_KEY_NOT_FOUND' })
    expect(told).toEqual([
      ['ACCESS_KEY_CREATED', 'laptop'],
      ['ACCESS_KEY_REVOKED', 'laptop'],
    ])
  })

  it('tell once an hour that they are used, and when they were last', async () => {
    const home = await temporaryFolder()
    let now = 0
    const { keys, told } = await open(home, () => now)
    const { key } = await keys.create('laptop')
    expect(keys.list).toMatchObject([{ lastUsedAt: null }])
    for (const minutes of [0, 1, 50, 120]) {
      now = minutes * 60_000
      enter(keys, key)
    }
    expect(told.filter(([code]) => code === 'ACCESS_KEY_USED')).toHaveLength(2)
    expect(keys.list).toMatchObject([{ lastUsedAt: expect.any(String) as unknown }])
    await expect.poll(async () => (await open(home)).keys.list[0]?.lastUsedAt).toEqual(keys.list[0]?.lastUsedAt)
  })

  it('do not look like one another, the owner or the host', async () => {
    const { keys } = await open(await temporaryFolder())
    const [one, two] = await Promise.allSettled([keys.create('laptop'), keys.create('Laptop')])
    expect([one.status, two.status]).toEqual(['fulfilled', 'rejected'])
    for (const name of ['LAPTOP', 'host', ownerName()]) {
      await expect(keys.create(name)).rejects.toMatchObject({ code: 'ACCESS_KEY_NAME_TAKEN', facts: { name } })
    }
  })

  it('are told without their secret', async () => {
    const { keys } = await open(await temporaryFolder())
    await keys.create('laptop')
    expect(Object.keys(keys.list[0] ?? {})).toEqual(['id', 'name', 'createdAt', 'lastUsedAt'])
  })
})

describe.skipIf(process.platform === 'win32')('the file of the access keys', () => {
  const file = (home: string) => path.join(home, 'access-keys.json')

  it('is for the eyes of its owner alone', async () => {
    const home = await temporaryFolder()
    await (await open(home)).keys.create('laptop')
    expect((await stat(file(home))).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['others can read it', (name: string) => chmod(name, 0o644), 'other users can read the file'],
    ['it is damaged', (name: string) => writeFile(name, '{"schema":1,"keys":[{}]}'), 'not what Viridian writes'],
    ['it is no JSON', (name: string) => writeFile(name, 'x'), 'not what Viridian writes'],
    ['it is of a later version', (name: string) => writeFile(name, '{"schema":2}'), 'not what Viridian writes'],
    [
      'it is a link',
      async (name: string) => {
        await rename(name, `${name}.elsewhere`)
        await symlink(`${name}.elsewhere`, name)
      },
      'not a regular file',
    ],
  ])('is not believed where %s, says so, and stays beside the next', async (_, damage, detail) => {
    const { host, home } = await openTestHost()
    const { key } = await host.access.keys.create('laptop')
    await host.close()
    await damage(file(home))
    const text = await readFile(file(home), 'utf8')
    const { host: next } = await openTestHost({ home })
    expect(next.access.keys.list).toEqual([])
    expect(enter(next.access.keys, key)).toBeNull()
    expect(next.events.events).toContainEqual(
      expect.objectContaining({ code: 'ACCESS_KEYS_UNUSABLE', facts: { file: file(home), detail } }),
    )
    expect((await next.examine()).map(({ code }) => code)).toContain('ACCESS_KEYS_UNUSABLE')
    await next.access.keys.create('laptop')
    expect((await next.examine()).map(({ code }) => code)).not.toContain('ACCESS_KEYS_UNUSABLE')
    const aside = (await readdir(home)).filter((name) => name.startsWith('access-keys.json.damaged-'))
    expect(await Promise.all(aside.map((name) => readFile(path.join(home, name), 'utf8')))).toEqual([text])
    await next.close()
    expect((await openTestHost({ home })).host.access.keys.list).toHaveLength(1)
  })

  it('that cannot be written makes no key', async () => {
    const home = path.join(await temporaryFolder(), 'none')
    const { keys } = await open(home)
    await expect(keys.create('laptop')).rejects.toMatchObject({ code: 'STORAGE_FAILED' })
    expect(keys.list).toEqual([])
  })
})
