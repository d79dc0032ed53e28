import { createHmac, randomBytes } from 'node:crypto'
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Access } from '#electron/host/access.ts'
import { PageSessions } from '#electron/host/page-sessions.ts'
import { readOwnKey, replaceOwnKey, sessionKey } from '#electron/host/own-key.ts'
import { pageProofText, type PageSession } from '#shared/page-session.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

const origin = 'http://127.0.0.1:8006'

function proofOf({ key }: PageSession, text: string): string {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(text).digest('base64url')
}

/** Whether a page gets in that takes the first host for its own and the second is asked to let in. */
function entersWith(session: PageSession, first: PageSessions, second: PageSessions, at = origin): boolean {
  const { challenge = '' } = first.challenge(session.id, at, 'n') ?? {}
  return second.accepts(session.id, at, challenge, proofOf(session, pageProofText(at, challenge)))
}

describe('sessions of pages', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('go on with the next host of the data folder, and with no other', () => {
    const key = randomBytes(32)
    const before = new PageSessions(key)
    const session = before.begin(origin)
    const after = new PageSessions(key)
    expect(entersWith(session, after, after)).toBe(true)
    const other = new PageSessions()
    expect(entersWith(session, other, other)).toBe(false)
    expect(entersWith(session, other, after)).toBe(false)
  })

  it('are worth nothing under another address: who listens on the old port cannot use them on the new', () => {
    const host = new PageSessions()
    expect(entersWith(host.begin(origin), host, host, 'http://127.0.0.1:8007')).toBe(false)
  })

  it('end after a month', () => {
    const host = new PageSessions()
    const session = host.begin(origin)
    vi.advanceTimersByTime(29 * 24 * 60 * 60_000)
    expect(entersWith(session, host, host)).toBe(true)
    vi.advanceTimersByTime(2 * 24 * 60 * 60_000)
    expect(host.challenge(session.id, origin, 'n')).toBeNull()
  })

  it('neither end nor last by a clock that is wrong', () => {
    const host = new PageSessions()
    const access = new Access(undefined, host)
    const [session, token] = [host.begin(origin), access.createToken()]
    vi.setSystemTime(Date.now() + 40 * 365 * 24 * 60 * 60_000)
    expect(entersWith(session, host, host)).toBe(true)
    expect(access.redeem(token, origin)).not.toBeNull()
    const late = access.createToken()
    vi.setSystemTime(0)
    vi.advanceTimersByTime(11 * 60_000)
    expect(access.redeem(late, origin)).toBeNull()
    vi.advanceTimersByTime(31 * 24 * 60 * 60_000)
    expect(entersWith(session, host, host)).toBe(false)
  })

  it('do not last longer because the record of the host’s clock was lost', () => {
    const key = randomBytes(32)
    const session = new PageSessions(key, () => 1e12).begin(origin)
    const next = new PageSessions(key, () => 0)
    expect(entersWith(session, next, next)).toBe(false)
  })

  it('end all at once, with the tokens that would begin one', () => {
    const host = new PageSessions()
    const access = new Access(undefined, host)
    const [session, token] = [host.begin(origin), access.createToken()]
    access.signOutPages(randomBytes(32))
    expect(entersWith(session, host, host)).toBe(false)
    expect(access.redeem(token, origin)).toBeNull()
    expect(entersWith(host.begin(origin), host, host)).toBe(true)
  })

  it('are not entered with an old challenge, or one whose time was changed', () => {
    const host = new PageSessions()
    const session = host.begin(origin)
    const { challenge = '' } = host.challenge(session.id, origin, 'n') ?? {}
    const enters = (with_: string) =>
      host.accepts(session.id, origin, with_, proofOf(session, pageProofText(origin, with_)))
    expect(enters(challenge)).toBe(true)
    vi.advanceTimersByTime(61_000)
    expect(enters(challenge)).toBe(false)
    expect(enters(`${challenge.split('~')[0]}~${Math.floor(performance.now() + 10_000).toString(36)}`)).toBe(false)
  })
})

describe.skipIf(process.platform === 'win32')('the key of sessions', () => {
  it('is the same for the next host, and for the eyes of its owner alone', async () => {
    const home = await temporaryFolder()
    const key = await readOwnKey(home, sessionKey)
    expect(await readOwnKey(home, sessionKey)).toEqual(key)
    expect((await stat(path.join(home, 'session.key'))).mode & 0o077).toBe(0)
  })

  it('is replaced for good', async () => {
    const home = await temporaryFolder()
    const key = await readOwnKey(home, sessionKey)
    const next = await replaceOwnKey(home, sessionKey)
    expect(next).not.toEqual(key)
    expect(await readOwnKey(home, sessionKey)).toEqual(next)
  })

  it('is another where others could read it, where it is a link, and where it is damaged', async () => {
    const home = await temporaryFolder()
    const file = path.join(home, 'session.key')
    const key = await readOwnKey(home, sessionKey)
    await chmod(file, 0o644)
    const next = await readOwnKey(home, sessionKey)
    expect(next).not.toEqual(key)
    await writeFile(file, 'short')
    expect(await readOwnKey(home, sessionKey)).not.toEqual(next)
    const elsewhere = path.join(home, 'elsewhere')
    await writeFile(elsewhere, key.toString('base64url'), { mode: 0o600 })
    const linked = await temporaryFolder()
    await symlink(elsewhere, path.join(linked, 'session.key'))
    expect(await readOwnKey(linked, sessionKey)).not.toEqual(key)
    expect(await readFile(elsewhere, 'utf8')).toBe(key.toString('base64url'))
  })
})
