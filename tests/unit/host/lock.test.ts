import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { acquireLock, type Lock } from '#electron/host/lock.ts'
import { identify, isAlive, type ProcessIdentity } from '#electron/host/process-identity.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

async function endedProcess(): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
  await once(child, 'spawn')
  const identity = await identify(child.pid ?? 0)
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
  return identity
}

const claim = (id: string, identity: ProcessIdentity) => JSON.stringify({ id, ...identity })

describe('process identity', () => {
  it('tells a living process from a dead one, and from another of the same number', async () => {
    const us = await identify(process.pid)
    expect(await isAlive(us)).toBe(true)
    expect(await isAlive(await endedProcess())).toBe(false)
    const before = process.platform === 'linux' ? us.started.replace(/\d+$/, '1') : '1000'
    expect(await isAlive({ ...us, started: before })).toBe(false)
  })

  it.runIf(process.platform === 'linux')('of an earlier boot is dead', async () => {
    const us = await identify(process.pid)
    expect(await isAlive({ ...us, started: us.started.replace(/^[^:]+/, 'earlier') })).toBe(false)
  })
})

describe('a lock that nobody living holds', () => {
  it.each(['', '{', '{"id":"x"}', '\0\0\0\0'])('is taken where it says %j', async (text) => {
    const home = await temporaryFolder()
    await writeFile(path.join(home, 'host.lock'), text)
    const lock = await acquireLock(home)
    expect(JSON.parse(await readFile(path.join(home, 'host.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
    await expect(acquireLock(home)).rejects.toMatchObject({ name: 'HostInUse', pid: process.pid })
    await lock.release()
    expect(await readdir(home)).toEqual([])
  })

  it('is taken where its number belongs to another process by now', async () => {
    const home = await temporaryFolder()
    const us = await identify(process.pid)
    const before = process.platform === 'linux' ? us.started.replace(/\d+$/, '1') : '1000'
    await writeFile(path.join(home, 'host.lock'), claim('old', { ...us, started: before }))
    await acquireLock(home)
    const taken = JSON.parse(await readFile(path.join(home, 'host.lock'), 'utf8')) as { id: string }
    expect(taken).toMatchObject(us)
    expect(taken.id).not.toBe('old')
  })

  it('goes to exactly one, however many try, and wherever earlier ones were killed', async () => {
    const dead = await endedProcess()
    for (let round = 0; round < 40; round++) {
      const home = await temporaryFolder()
      await writeFile(path.join(home, 'host.lock'), claim('a', dead))
      if (round % 2 === 0) await writeFile(path.join(home, 'host.lock.after-a'), claim('b', dead))
      if (round % 4 === 0) await writeFile(path.join(home, 'host.lock.after-b'), claim('c', dead))
      if (round % 3 === 0) await writeFile(path.join(home, 'host.lock.new-d'), claim('d', dead))
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(home)))
      const locks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      expect(locks).toHaveLength(1)
      const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
      expect(refusals).toMatchObject(Array.from({ length: 7 }, () => ({ name: 'HostInUse', pid: process.pid, home })))
      expect(await readdir(home)).toEqual(['host.lock'])
      await (locks[0] as Lock).release()
      expect(await readdir(home)).toEqual([])
    }
  })

  it('belongs to the one that is taking it over', async () => {
    const home = await temporaryFolder()
    const dead = await endedProcess()
    await writeFile(path.join(home, 'host.lock'), claim('a', dead))
    await writeFile(path.join(home, 'host.lock.after-a'), claim('b', await identify(process.pid)))
    await expect(acquireLock(home)).rejects.toMatchObject({ name: 'HostInUse', pid: process.pid })
  })
})
