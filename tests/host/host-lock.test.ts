import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bundleScript } from '#tests/fixtures/bundle-script.ts'
import { temporaryFolder } from '#tests/fixtures/temporary-folder.ts'

let scripts = ''
let script = ''

beforeAll(async () => {
  scripts = await mkdtemp(path.join(os.tmpdir(), 'viridian-scripts-'))
  script = await bundleScript('lock-holder', scripts)
})
afterAll(() => rm(scripts, { recursive: true }))

const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) await ended(child, () => child.kill('SIGKILL'))
})

async function ended(child: ChildProcess, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  end()
  await closed
}

type Answer = { held: true } | { held: false; pid: number } | { error: string }

/** A process that waits to be told to take the lock. */
async function starter(home: string, inNamespace = false) {
  const container = inNamespace ? ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'] : []
  const [command = '', ...args] = [...container, process.execPath, script, home]
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  await lines.next()
  return {
    pid: child.pid ?? 0,
    async take(): Promise<Answer> {
      child.stdin.write('go\n')
      return JSON.parse((await lines.next()).value as string) as Answer
    },
    release: () => ended(child, () => child.stdin.end()),
    kill: () => ended(child, () => child.kill('SIGKILL')),
  }
}

describe('the lock between processes', () => {
  it('names its owner to the next, and is free as soon as it is given back', async () => {
    const home = await temporaryFolder()
    const [first, second, third] = await Promise.all([starter(home), starter(home), starter(home)])
    expect(await first.take()).toEqual({ held: true })
    expect(await second.take()).toEqual({ held: false, pid: first.pid })
    expect(await readdir(home)).toEqual(['host.lock'])
    await first.release()
    expect(await readdir(home)).toEqual([])
    expect(await third.take()).toEqual({ held: true })
  })

  it('of a killed process goes to exactly one of many that start at once', async () => {
    const home = await temporaryFolder()
    let owner = await starter(home)
    expect(await owner.take()).toEqual({ held: true })
    for (let round = 0; round < 4; round++) {
      const starters = await Promise.all(Array.from({ length: 6 }, () => starter(home)))
      await owner.kill()
      const answers = await Promise.all(starters.map((each) => each.take()))
      const winner = starters[answers.findIndex((answer) => 'held' in answer && answer.held)]
      if (winner === undefined) throw new Error(`nobody won: ${JSON.stringify(answers)}`)
      const others = starters.filter((each) => each !== winner)
      expect(answers.filter((_, index) => starters[index] !== winner)).toEqual(
        others.map(() => ({ held: false, pid: winner.pid })),
      )
      for (const other of others) await other.release()
      expect(await readdir(home)).toEqual(['host.lock'])
      owner = winner
    }
  })

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'holds across containers, which number their processes each for itself',
    async () => {
      const home = await temporaryFolder()
      const [inside, outside, other] = await Promise.all([starter(home, true), starter(home), starter(home, true)])
      expect(await inside.take()).toEqual({ held: true })
      expect(await outside.take()).toMatchObject({ held: false })
      expect(await other.take()).toMatchObject({ held: false })
      await inside.kill()
      const [next, last] = await Promise.all([starter(home), starter(home, true)])
      expect(await next.take()).toEqual({ held: true })
      expect(await last.take()).toEqual({ held: false, pid: next.pid })
      await next.release()
      expect(await readdir(home)).toEqual([])
    },
  )
})
