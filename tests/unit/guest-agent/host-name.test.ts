import { PassThrough, Duplex } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { hostNameFor, setHostName } from '#electron/guest/host-name.ts'

interface Asked {
  readonly execute: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** An agent of a guest; `run` says with what the program it is asked to run ends, at the second look. */
function agent({ os = 'debian', run = () => 0 }: { os?: string; run?: (program: unknown) => number }) {
  const questions = new PassThrough()
  const answers = new PassThrough()
  let looks = 0
  let exitcode = 0
  const answer = ({ execute, arguments: facts }: Asked): unknown => {
    if (execute === 'guest-get-osinfo') return { id: os, name: 'a guest' }
    if (execute === 'guest-exec') {
      exitcode = run(facts)
      return { pid: 71 }
    }
    looks += 1
    return looks < 2 ? { exited: false } : { exited: true, exitcode }
  }
  questions.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1')
    const asked = JSON.parse(text.replace('\xff', '')) as Asked
    const isSync = asked.execute === 'guest-sync-delimited'
    const reply = JSON.stringify({ return: isSync ? asked.arguments['id'] : answer(asked) })
    answers.write(Buffer.from(`${isSync ? '\xff' : ''}${reply}\n`, 'latin1'))
  })
  return Duplex.from({ readable: answers, writable: questions })
}

describe('the host name of a machine', () => {
  it.each([
    ['Lab 1', 'lab-1'],
    ['Übungsraum (Süd)', 'ubungsraum-sud'],
    ['Straße', 'strasse'],
    ['--web_server--', 'web-server'],
    ['a.b.c', 'a-b-c'],
    ['教室', 'vm-1234'],
    ["'; reboot", 'reboot'],
    ['x'.repeat(100), 'x'.repeat(63)],
    [`${'x'.repeat(62)} y`, 'x'.repeat(62)],
  ])('of %j is %j', (name, expected) => {
    expect(hostNameFor(name, 'vm-1234')).toBe(expected)
    expect(expected).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
  })
})

describe('giving a guest its host name', () => {
  const patience = new AbortController().signal

  it('runs one script, of which the name is no part, and waits for its end', async () => {
    const programs: unknown[] = []
    const run = (program: unknown) => programs.push(program) - 1
    await setHostName(agent({ run }), patience, 'lab-1')
    expect(programs).toEqual([
      { path: '/bin/sh', arg: ['-c', 'hostname "$1" && echo "$1" > /etc/hostname', 'sh', 'lab-1'] },
    ])
  })

  it('fails where the script does, and runs none in Windows', async () => {
    await expect(setHostName(agent({ run: () => 2 }), patience, 'lab-1')).rejects.toThrow('ended with 2')
    const run = () => expect.fail('ran a program')
    await expect(setHostName(agent({ os: 'mswindows', run }), patience, 'lab-1')).rejects.toThrow('Windows')
  })
})
