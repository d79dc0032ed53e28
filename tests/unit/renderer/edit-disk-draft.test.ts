import { describe, expect, it } from 'vitest'
import { useEditDraft, type Draft } from '#renderer/disks/edit-disk/draft.ts'
import { actionsFor, cautionFor } from '#renderer/disks/edit-disk/edit-action.ts'
import type { DiskFacts } from '#shared/disk.ts'
import { child, disk, parent } from './disk-values.ts'
import { hostInfo } from './values.ts'

const lost = parent({ path: null, problem: 'PARENT_NOT_FOUND' })
const other = parent({ problem: 'PARENT_CHANGED' })

describe('what can be done to a disk', () => {
  it.each<[string, DiskFacts[], string[]]>([
    ['a dynamic disk', [disk()], ['compact', 'convert', 'expand', 'check']],
    ['a fixed disk', [disk({ type: 'fixed' })], ['convert', 'expand', 'check']],
    ['a differencing disk', [child(), disk()], ['compact', 'merge', 'check']],
    ['one whose parent is gone', [child({ parent: lost })], ['reconnect', 'check']],
    ['one whose parent is another', [child({ parent: other })], ['reconnect', 'check']],
    ['one whose parent’s parent is gone', [child(), child({ parent: lost })], ['check']],
    ['a disk a saved machine relies on', [disk({ savedState: true })], ['convert', 'check']],
    ['a child a saved machine relies on', [child({ savedState: true }), disk()], ['check']],
  ])('depends on what it is: %s', (_, chain, actions) => {
    expect(actionsFor(chain)).toEqual(actions)
  })

  it('comes with what has to be minded', () => {
    expect(cautionFor([disk()])).toBeNull()
    expect(cautionFor([child({ parent: lost })])).toBe('brokenParent')
    expect(cautionFor([child({ parent: other })])).toBe('otherParent')
    expect(cautionFor([child(), child({ parent: lost })])).toBe('brokenChain')
    expect(cautionFor([disk({ savedState: true })])).toBe('savedState')
  })
})

function editing(facts: DiskFacts[], values: Partial<Draft> = {}) {
  const path = facts[0]?.path ?? ''
  const state = useEditDraft(hostInfo, path)
  state.takeIn(path, facts)
  Object.assign(state.draft, values)
  return state
}

describe('what the Edit Virtual Hard Disk wizard was told', () => {
  it('is asked for before anything else', () => {
    const state = useEditDraft(hostInfo, '')
    expect(state.validate('locate')).toBe('locate')
    expect(state.pages.value).toEqual(['locate', 'action', 'summary'])
    expect(state.disk.value).toBeNull()
  })

  it('is of the disk that was inspected, not of another path typed since', () => {
    const state = editing([disk()])
    expect(state.disk.value?.path).toBe('/disks/lab.vhd')
    state.draft.path = '/disks/other.vhd'
    expect(state.disk.value).toBeNull()
    expect(state.actions.value).toEqual([])
  })

  it('compacts, and needs to know nothing more for it', () => {
    const state = editing([disk()])
    expect(state.pages.value).toEqual(['locate', 'action', 'summary'])
    expect(state.task.value).toEqual({ kind: 'compactDisk', path: '/disks/lab.vhd' })
  })

  it('converts to another type, into a file beside the disk', () => {
    const state = editing([disk()], { action: 'convert' })
    expect(state.pages.value).toContain('configure')
    expect(state.formats.value).toEqual(['fixed', 'raw'])
    const task = { kind: 'convertDisk', source: '/disks/lab.vhd', backing: [] }
    expect(state.task.value).toEqual({ ...task, path: '/disks/lab-fixed.vhd', format: 'fixed' })
    state.draft.format = 'raw'
    expect(state.task.value).toEqual({ ...task, path: '/disks/lab.img', format: 'raw' })
    state.target.value = '/disks/typed'
    expect(state.task.value).toMatchObject({ path: '/disks/typed.img' })
    state.draft.format = 'fixed'
    expect(state.task.value).toMatchObject({ path: '/disks/typed.vhd' })
    expect(editing([disk({ type: 'fixed' })], { action: 'convert' }).task.value).toMatchObject({ format: 'dynamic' })
  })

  it('expands to more than there is', () => {
    const state = editing([disk()], { action: 'expand' })
    expect(state.validate('configure')).toBe('configure')
    expect(state.refusals.value.size?.kind).toBe('sizeLarger')
    state.draft.size.amount = 200
    expect(state.validate(null)).toBeNull()
    expect(state.task.value).toEqual({ kind: 'expandDisk', path: '/disks/lab.vhd', capacity: 200 * 2 ** 30 })
  })

  it('merges into the parent, or into a new disk', () => {
    const state = editing([child(), disk()], { action: 'merge' })
    expect(state.task.value).toEqual({ kind: 'mergeDisk', path: '/disks/child.vhd', into: null })
    state.draft.mergeInto = 'new'
    expect(state.task.value).toMatchObject({ into: '/disks/child-merged.vhd' })
    state.target.value = 'relative.vhd'
    expect(state.validate(null)).toBe('configure')
  })

  it('reconnects at once where the parent is gone', () => {
    const state = editing([child({ parent: lost })])
    expect(state.draft.action).toBe('reconnect')
    expect(state.validate(null)).toBe('configure')
    state.draft.parent = '/new/base.vhd'
    expect(state.validate(null)).toBeNull()
    expect(state.task.value).toEqual({
      kind: 'reconnectDisk',
      path: '/disks/child.vhd',
      parent: '/new/base.vhd',
      acceptOther: false,
    })
  })

  it('checks without repairing', () => {
    const state = editing([disk()], { action: 'check' })
    expect(state.task.value).toEqual({ kind: 'checkDisk', path: '/disks/lab.vhd', repair: false })
  })

  it('takes the host’s failures to the fields they are about', () => {
    const failed = (facts: object) => ({ code: 'DISK_FAILED', facts })
    const converting = editing([disk()], { action: 'convert' })
    expect(converting.refuse(failed({ problem: 'ALREADY_EXISTS', path: '/disks/lab-fixed.vhd' }))).toBe('configure')
    expect(Object.keys(converting.refusals.value)).toEqual(['target'])
    const used = { problem: 'IN_USE', path: '/disks/lab.vhd', pid: 1, host: 'h', claim: 'c' }
    expect(converting.refuse(failed(used))).toBeNull()

    const expanding = editing([disk()], { action: 'expand' })
    expect(expanding.refuse(failed({ problem: 'TOO_LARGE', path: '/disks/lab.vhd', size: 2, limit: 1 }))).toBe(
      'configure',
    )
    const reconnecting = editing([child({ parent: lost })], { parent: '/wrong.vhd' })
    const changed = { problem: 'PARENT_CHANGED', path: '/disks/child.vhd', parent: '/wrong.vhd' }
    expect(reconnecting.refuse(failed(changed))).toBe('configure')
    expect(Object.keys(reconnecting.refusals.value)).toEqual(['parent'])
    // What is to be confirmed is no field's fault.
    const modified = { problem: 'PARENT_MODIFIED', path: '/disks/child.vhd', parent: '/wrong.vhd' }
    expect(reconnecting.refuse(failed(modified))).toBeNull()
    expect(reconnecting.needsConsent.value).toBe(true)
    reconnecting.draft.force = true
    expect(reconnecting.task.value).toMatchObject({ kind: 'reconnectDisk', force: true })
    expect(reconnecting.refusePath(failed({ problem: 'NOT_FOUND', path: '/disks/child.vhd' }))).toBe('locate')
  })
})
