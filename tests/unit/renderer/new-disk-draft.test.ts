import { describe, expect, it } from 'vitest'
import { useNewDiskDraft } from '#renderer/disks/new-disk/draft.ts'
import { useFloppyDraft } from '#renderer/disks/new-floppy/draft.ts'
import { ViridianError } from '#shared/errors.ts'
import { hostInfo } from './values.ts'

const draftOf = () => useNewDiskDraft(hostInfo, '/home/disks', 'lab.vhd')
const path = '/home/disks/lab.vhd'

describe('what the New Virtual Hard Disk wizard was told', () => {
  it('is complete at once: a dynamic disk of 127 GB', () => {
    const state = draftOf()
    expect(state.validate(null)).toBeNull()
    expect(state.task.value).toEqual({ kind: 'createDisk', path, type: 'dynamic', capacity: 127 * 2 ** 30 })
  })

  it('becomes a fixed disk, with the extension that was left out', () => {
    const state = draftOf()
    Object.assign(state.draft, { type: 'fixed', name: ' small ', size: { amount: 512, unit: 'MB' } })
    expect(state.validate(null)).toBeNull()
    expect(state.task.value).toEqual({
      kind: 'createDisk',
      path: '/home/disks/small.vhd',
      type: 'fixed',
      capacity: 2 ** 29,
    })
  })

  it('becomes a differencing disk of a parent, whatever was said of contents before', () => {
    const state = draftOf()
    Object.assign(state.draft, { content: 'copy', type: 'differencing' })
    expect(state.validate(null)).toBe('content')
    expect(state.refusals.value).toEqual({ parent: { kind: 'rule', rule: 'pathMissing' } })
    state.draft.parent = ' /disks/base.vhd '
    expect(state.validate(null)).toBeNull()
    expect(state.task.value).toEqual({ kind: 'createChildDisk', path, parent: '/disks/base.vhd' })
  })

  it('becomes a copy of a disk or image', () => {
    const state = draftOf()
    Object.assign(state.draft, { content: 'copy', source: '/dev/sdb', size: { amount: '', unit: 'GB' } })
    expect(state.validate(null)).toBeNull()
    expect(state.task.value).toEqual({
      kind: 'convertDisk',
      path,
      source: '/dev/sdb',
      format: 'dynamic',
      backing: [],
    })
  })

  it('names all that the source is based on, and asks for what is missing where it is missing', () => {
    const failed = (facts: Record<string, string | string[]>) => ({ code: 'DISK_FAILED', facts })
    const state = draftOf()
    Object.assign(state.draft, { content: 'copy', source: '/top.qcow2' })
    expect(state.draft.backing).toEqual([''])
    const needed = { problem: 'PARENT_NEEDED', format: 'qcow2' }
    expect(state.refuse(failed({ ...needed, parent: 'middle.qcow2', path: '/top.qcow2' }))).toBe('content')
    expect([state.refusedBacking.value, state.refusals.value]).toEqual([
      0,
      { backing: { kind: 'backingNeeded', parent: 'middle.qcow2' } },
    ])
    state.nameBacking(0, '/middle.qcow2 ')
    expect(state.draft.backing).toEqual(['/middle.qcow2 ', ''])
    expect(state.refuse(failed({ ...needed, parent: 'base.img', path: '/middle.qcow2' }))).toBe('content')
    expect([state.refusedBacking.value, state.refusals.value]).toEqual([
      1,
      { backing: { kind: 'backingNeeded', parent: 'base.img' } },
    ])
    state.nameBacking(1, 'base.img')
    expect(state.validate(null)).toBe('content')
    expect(state.refusedBacking.value).toBe(1)
    state.nameBacking(1, '/base.img')
    expect(state.validate(null)).toBeNull()
    expect(state.task.value).toMatchObject({ backing: ['/middle.qcow2', '/base.img'] })

    const other = { problem: 'PARENT_MISMATCH', path: '/top.qcow2', parent: '/middle.qcow2', wanted: 'a' }
    expect(state.refuse(failed(other))).toBe('content')
    expect([state.refusedBacking.value, state.refusals.value.backing?.kind]).toEqual([0, 'host'])
    expect(state.refuse(failed({ problem: 'NOT_FOUND', path: '/base.img' }))).toBe('content')
    expect([state.refusedBacking.value, Object.keys(state.refusals.value)]).toEqual([1, ['backing']])
  })

  it('takes what is of no format for the bytes of a disk only after it was refused, and only where the user says so', () => {
    const state = draftOf()
    Object.assign(state.draft, { content: 'copy', source: '/a.vmdk', raw: true })
    expect([state.mayBeRaw.value, 'raw' in state.task.value]).toEqual([false, false])
    const error = { code: 'DISK_FAILED', facts: { problem: 'NOT_OF_ITS_NAME', path: '/a.vmdk', name: 'vmdk' } }
    expect(state.refuse(error)).toBe('content')
    expect(Object.keys(state.refusals.value)).toEqual(['source'])
    expect(state.mayBeRaw.value).toBe(true)
    expect(state.task.value).toMatchObject({ source: '/a.vmdk', raw: true })
    state.draft.source = '/b.vmdk'
    expect([state.mayBeRaw.value, 'raw' in state.task.value]).toEqual([false, false])
  })

  it.each([
    [{ name: '' }, 'location', { name: { kind: 'rule', rule: 'nameMissing' } }],
    [{ name: 'a/b' }, 'location', { name: { kind: 'rule', rule: 'fileNameCharacters' } }],
    [{ location: 'disks' }, 'location', { location: { kind: 'rule', rule: 'pathRelative' } }],
    [{ content: 'copy', source: 'a.img' }, 'content', { source: { kind: 'rule', rule: 'pathRelative' } }],
    [
      { content: 'copy', source: '/a', backing: ['b', ''] },
      'content',
      { backing: { kind: 'rule', rule: 'pathRelative' } },
    ],
  ])('is refused where it is %j', (values, page, refusals) => {
    const state = draftOf()
    Object.assign(state.draft, values)
    expect(state.validate('type')).toBeNull()
    expect(state.validate(null)).toBe(page)
    expect(state.refusals.value).toEqual(refusals)
  })

  it('takes the host’s failures to the fields they are about', () => {
    const failed = (facts: Record<string, string | number | string[]>) => ({ code: 'DISK_FAILED', facts })
    const state = draftOf()
    expect(state.refuse(failed({ problem: 'ALREADY_EXISTS', path }))).toBe('location')
    expect(Object.keys(state.refusals.value)).toEqual(['name'])
    expect(state.refuse(failed({ problem: 'NO_SPACE', path }))).toBe('location')
    expect(Object.keys(state.refusals.value)).toEqual(['location'])
    expect(state.refuse(failed({ problem: 'TOO_LARGE', path, size: 2, limit: 1 }))).toBe('content')
    expect(Object.keys(state.refusals.value)).toEqual(['size'])
    expect(state.refuse(failed({ problem: 'IO', path: '/elsewhere', reason: 'EIO' }))).toBeNull()
    expect(state.refuse(new ViridianError('INTERNAL', { detail: 'x' }))).toBeNull()

    Object.assign(state.draft, { content: 'copy', source: '/a.qcow2' })
    expect(state.refuse(failed({ problem: 'NOT_FOUND', path: '/a.qcow2' }))).toBe('content')
    expect(Object.keys(state.refusals.value)).toEqual(['source'])
    expect(state.refuse(failed({ problem: 'PARENT_NEEDED', format: 'qcow2', parent: 'base.qcow2' }))).toBe('content')
    expect(state.refusals.value).toEqual({ backing: { kind: 'backingNeeded', parent: 'base.qcow2' } })

    Object.assign(state.draft, { type: 'differencing', parent: '/base.vhd' })
    expect(state.refuse(failed({ problem: 'IN_USE', path: '/base.vhd', pid: 1, host: 'h', claim: 'c' }))).toBe(
      'content',
    )
    expect(Object.keys(state.refusals.value)).toEqual(['parent'])
  })
})

describe('what the dialog for a floppy disk was told', () => {
  it('makes one of either capacity', () => {
    const state = useFloppyDraft(hostInfo, '/home/disks', 'disk')
    expect(state.validate()).toBe(true)
    expect(state.task.value).toEqual({ kind: 'createFloppy', path: '/home/disks/disk.vfd', capacity: 1_474_560 })
    state.draft.size = '720K'
    expect(state.task.value).toMatchObject({ capacity: 737_280 })
  })

  it('is refused, by a rule or by the host', () => {
    const state = useFloppyDraft(hostInfo, '/home/disks', '')
    expect(state.validate()).toBe(false)
    state.draft.name = 'disk'
    expect(state.validate()).toBe(true)
    const error = { code: 'DISK_FAILED', facts: { problem: 'ALREADY_EXISTS', path: state.path.value } }
    expect(state.refuse(error)).toBe(true)
    expect(Object.keys(state.refusals.value)).toEqual(['name'])
    expect(state.refuse(new ViridianError('INTERNAL', { detail: 'x' }))).toBe(false)
  })
})
