import { createHmac, randomBytes } from 'node:crypto'
import { chmod, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PageSessions } from '#electron/host/page-sessions.ts'
import { readSessionKey } from '#electron/host/session-key.ts'
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

  it('are not entered with an old challenge, or one whose time was changed', () => {
    const host = new PageSessions()
    const session = host.begin(origin)
    const { challenge = '' } = host.challenge(session.id, origin, 'n') ?? {}
    const enters = (with_: string) =>
      host.accepts(session.id, origin, with_, proofOf(session, pageProofText(origin, with_)))
    expect(enters(challenge)).toBe(true)
    vi.advanceTimersByTime(61_000)
    expect(enters(challenge)).toBe(false)
    expect(enters(`${challenge.split('~')[0]}~${(Date.now() + 10_000).toString(36)}`)).toBe(false)
  })
})

describe.skipIf(process.platform === 'win32')('the key of sessions', () => {
  it('is the same for the next host, and for the eyes of its owner alone', async () => {
    const home = await temporaryFolder()
    const key = await readSessionKey(home)
    expect(await readSessionKey(home)).toEqual(key)
    expect((await stat(path.join(home, 'session.key'))).mode & 0o077).toBe(0)
  })

  it('is another where others could read it, where it is a link, and where it is damaged', async () => {
    const home = await temporaryFolder()
    const file = path.join(home, 'session.key')
    const key = await readSessionKey(home)
    await chmod(file, 0o644)
    const next = await readSessionKey(home)
    expect(next).not.toEqual(key)
    await writeFile(file, 'short')
    expect(await readSessionKey(home)).not.toEqual(next)
    const elsewhere = path.join(home, 'elsewhere')
    await writeFile(elsewhere, key.toString('base64url'), { mode: 0o600 })
    const linked = await temporaryFolder()
    await symlink(elsewhere, path.join(linked, 'session.key'))
    expect(await readSessionKey(linked)).not.toEqual(key)
    expect(await readFile(elsewhere, 'utf8')).toBe(key.toString('base64url'))
  })
})
