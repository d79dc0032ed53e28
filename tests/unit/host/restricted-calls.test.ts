import { describe, expect, it } from 'vitest'
import { isUnwritable, restrictionOf } from '#electron/host/unwritable.ts'
import { requireAllowed } from '#electron/host/restricted-calls.ts'
import { storing } from '#electron/host/storage-failure.ts'
import { contract } from '#shared/contract.ts'

const calls = Object.entries(contract).flatMap(([group, of]) => Object.keys(of).map((name) => [group, name]))

function allowed(problem: 'readOnly' | 'full', path: readonly string[], input: unknown = {}): boolean {
  try {
    requireAllowed('/home', { problem, detail: 'why' }, { path, input })
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'HOST_READ_ONLY', facts: { home: '/home', problem, detail: 'why' } })
    return false
  }
}

const allowedOf = (problem: 'readOnly' | 'full') =>
  calls.filter((path) => allowed(problem, path)).map((path) => path.join('.'))

const shown = [
  ...['host.watch', 'host.createToken', 'host.examine', 'host.stop'],
  ...[
    'machines.inspectImport',
    'machines.export',
    'machines.snapshotImage',
    'machines.screenText',
    'machines.screenImage',
  ],
  ...['disks.inspect', 'jobs.cancel', 'jobs.wait', 'jobs.list', 'events.list'],
  ...['hosts.list', 'hosts.probe', 'accessKeys.list'],
]

describe('a host whose data folder cannot be written to', () => {
  it('shows what is there, and nothing else', () => {
    expect(allowedOf('readOnly').sort()).toEqual([...shown].sort())
  })

  it('does what reads a disk, and leaves it as it is', () => {
    const task = (input: object) => allowed('readOnly', ['disks', 'run'], { path: '/d/a.vhd', ...input })
    expect(task({ kind: 'checkDisk', repair: false })).toBe(true)
    expect(task({ kind: 'convertDisk', source: '/d/b.vhd', format: 'raw', backing: [] })).toBe(true)
    expect(task({ kind: 'mergeDisk', into: '/d/b.vhd' })).toBe(true)
    expect(task({ kind: 'checkDisk', repair: true })).toBe(false)
    expect(task({ kind: 'checkDisk', repair: false, path: 1 })).toBe(false)
    expect(task({ kind: 'mergeDisk', into: null })).toBe(false)
    expect(task({ kind: 'compactDisk' })).toBe(false)
    expect(task({ kind: 'expandDisk', capacity: 1 })).toBe(false)
    expect(task({ kind: 'reconnectDisk', parent: '/d/b.vhd', acceptOther: false })).toBe(false)
  })

  it('on a full volume also does what gives room back', () => {
    const freeing = ['trash.remove', 'trash.empty', 'templates.delete']
    expect(allowedOf('full').sort()).toEqual([...shown, ...freeing].sort())
    const path = ['machines', 'delete']
    expect(allowed('full', path, { id: 'x', permanently: true })).toBe(true)
    expect(allowed('readOnly', path, { id: 'x', permanently: true })).toBe(false)
    for (const input of [null, 'permanently', { permanently: 'yes' }, { permanently: true, disks: 'keep' }]) {
      expect(allowed('full', path, input)).toBe(false)
    }
  })

  it('refuses a call it does not know', () => {
    expect(allowed('full', ['machines', 'toString'])).toBe(false)
  })
})

describe('what the system says', () => {
  const failure = (code: string) => Object.assign(new Error(`${code}: words, open '/home/x'`), { code })

  it.each([
    ['EROFS', 'readOnly'],
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
  ])('%s means that the folder is %s, also in STORAGE_FAILED', async (code, problem) => {
    expect(restrictionOf(failure(code))).toMatchObject({ problem })
    const stored: unknown = await storing('/home', () => Promise.reject(failure(code))).catch((error: unknown) => error)
    expect(restrictionOf(stored)).toEqual({ problem, detail: `${code}: words` })
  })

  it.each(['ENOENT', 'EIO', 'ENOTDIR'])('%s means something else', (code) => {
    expect(isUnwritable(failure(code))).toBe(false)
  })
})
