import { describe, expect, it } from 'vitest'
import { useCloneDraft } from '#renderer/machines/transfer/clone-draft.ts'
import { useExportDraft } from '#renderer/machines/transfer/export-draft.ts'
import { useImportDraft } from '#renderer/machines/transfer/import-draft.ts'
import { ViridianError } from '#shared/errors.ts'
import type { ImportFacts } from '#shared/transfer.ts'
import { aSnapshot, hostInfo, machine } from './values.ts'

const image = { kind: 'dvd', at: 'ide1:0', media: { kind: 'image', path: '/isos/dsl.iso' } } as const
const disk = { kind: 'disk', at: 'ide0:0', path: '/home/machines/Lab 1/Lab 1.vhd' } as const

describe('what the dialog for an export was told', () => {
  it('is complete at once: a file named after the machine, with all there is but images', () => {
    const subject = machine({ id: 'm', state: 'Saved', snapshots: [aSnapshot()], drives: [image] })
    const draft = useExportDraft(hostInfo, () => subject, null)
    expect(draft.validate()).toBe(true)
    expect(draft.task.value).toEqual({
      kind: 'exportMachine',
      path: '/home/exports/Lab 1.viridian',
      input: {
        ...{ id: 'm', path: '/home/exports/Lab 1.viridian', format: 'file' },
        ...{ state: true, snapshots: true, media: false },
      },
    })
    draft.wanted.media = true
    expect(draft.task.value.input.media).toBe(true)
  })

  it('takes along only what there is', () => {
    const draft = useExportDraft(hostInfo, () => machine(), null)
    expect(draft.present.value).toEqual({ state: false, snapshots: false, media: false })
    draft.wanted.media = true
    expect(draft.task.value.input).toMatchObject({ state: false, snapshots: false, media: false })
  })

  it('makes a folder, under a name that follows the format', () => {
    const draft = useExportDraft(hostInfo, () => machine(), null)
    draft.format.value = 'folder'
    expect(draft.task.value).toMatchObject({ path: '/home/exports/Lab 1', input: { format: 'folder' } })
    draft.path.value = ' /usb/lab '
    draft.format.value = 'file'
    expect(draft.path.value).toBe('/usb/lab.viridian')
    draft.format.value = 'folder'
    expect(draft.path.value).toBe('/usb/lab')
    draft.format.value = 'file'
    draft.path.value = '/usb/other'
    expect(draft.task.value.path).toBe('/usb/other.viridian')
  })

  it('exports one snapshot, as a machine without any, to a name every file system takes', () => {
    const taken = aSnapshot({ name: 'Lab 1 - (1/19/2008 - 5:41:58 PM)', hasState: true })
    const subject = machine({ snapshots: [taken], state: 'Running' })
    const draft = useExportDraft(hostInfo, () => subject, taken)
    expect(draft.task.value.path).toBe('/home/exports/Lab 1 - (1-19-2008 - 5-41-58 PM).viridian')
    expect(draft.task.value.input).toMatchObject({ snapshotId: 'first', state: true, snapshots: false })
    const named = useExportDraft(hostInfo, () => subject, aSnapshot({ name: 'Exam' }))
    expect(named.task.value.path).toBe('/home/exports/Lab 1 - Exam.viridian')
  })

  it.each([
    ['', 'pathMissing'],
    ['exports/lab', 'pathRelative'],
  ])('is refused where the path is “%s”', (path, rule) => {
    const draft = useExportDraft(hostInfo, () => machine(), null)
    draft.path.value = path
    expect(draft.validate()).toBe(false)
    expect(draft.refusal.value).toEqual({ kind: 'rule', rule })
  })

  it('takes to the path what the host says of it, of its folder and of what it makes there first', () => {
    const draft = useExportDraft(hostInfo, () => machine(), null)
    const failed = (facts: Record<string, string>) =>
      new ViridianError('DISK_FAILED', { problem: 'NO_SPACE', ...facts })
    for (const path of ['/home/exports/Lab 1.viridian', '/home/exports', '/home/exports/.Lab 1.viridian.x/a.vhd']) {
      expect(draft.refuse(failed({ path }))).toBe(true)
    }
    expect(draft.refuse(new ViridianError('STORAGE_FAILED', { path: '/home/exports', detail: 'EACCES' }))).toBe(true)
    expect(draft.refuse(failed({ path: '/home/machines/Lab 1/Lab 1.vhd' }))).toBe(false)
    expect(draft.refuse(new ViridianError('INTERNAL', { detail: 'x' }))).toBe(false)
  })
})

describe('what the dialog for clones was told', () => {
  it('is complete at once: one linked clone of what the machine is now', () => {
    const draft = useCloneDraft(() => machine({ id: 'm', drives: [disk] }), null, 'Lab 1 - Clone')
    expect(draft.validate()).toBe(true)
    expect(draft.task.value).toEqual({
      kind: 'cloneMachine',
      path: '/home/machines/Lab 1',
      input: { id: 'm', name: 'Lab 1 - Clone', count: 1, mode: 'linked' },
    })
  })

  it('says what several will be called, and refuses what one of them could not', () => {
    const draft = useCloneDraft(() => machine(), null, 'Seat')
    draft.draft.count = 30
    expect([draft.names.value[0], draft.names.value.at(-1)]).toEqual(['Seat 1', 'Seat 30'])
    draft.draft.name = 'x'.repeat(98)
    expect(draft.validate()).toBe(false)
    expect(draft.refusals.value).toEqual({ name: { kind: 'rule', rule: 'nameLong' } })
    draft.draft.name = ' '
    expect(draft.validate()).toBe(false)
    expect(draft.refusals.value).toEqual({ name: { kind: 'rule', rule: 'nameMissing' } })
  })

  it.each([0, 101, 1.5, ''] as const)('refuses %j of them', (count) => {
    const draft = useCloneDraft(() => machine(), null, 'Seat')
    draft.draft.count = count
    expect(draft.validate()).toBe(false)
    expect(draft.refusals.value).toEqual({ count: { kind: 'number', minimum: 1, maximum: 100 } })
  })

  it('copies the disks of a machine with undo disks, which can have no snapshot, and says why', () => {
    const undoDisks = { enabled: true, whenOff: 'keep', present: false } as const
    const draft = useCloneDraft(() => machine({ drives: [disk], undoDisks }), null, 'Copy')
    expect(draft.linkedObjection.value?.code).toBe('UNDO_DISKS_ENABLED')
    expect(draft.task.value.input.mode).toBe('full')
    expect(useCloneDraft(() => machine({ undoDisks }), null, 'Copy').linkedObjection.value).toBeNull()
  })

  it('offers what a machine is now only while its files stand still', () => {
    const subject = machine({ state: 'Running', snapshots: [aSnapshot()] })
    const draft = useCloneDraft(() => subject, 'first', 'Copy')
    expect(draft.offersNow.value).toBe(false)
    expect(draft.task.value.input.snapshotId).toBe('first')
    expect(useCloneDraft(() => ({ ...subject, state: 'Off' }), 'first', 'Copy').offersNow.value).toBe(true)
  })

  it('takes the host’s refusals to their fields', () => {
    const draft = useCloneDraft(() => machine(), null, 'Copy')
    const fields = (error: ViridianError) => (draft.refuse(error) ? Object.keys(draft.refusals.value) : null)
    expect(fields(new ViridianError('MACHINE_NAME_TAKEN', { name: 'Copy' }))).toEqual(['name'])
    expect(fields(new ViridianError('SNAPSHOT_LIMIT', { name: 'Lab 1', limit: 50 }))).toEqual(['mode'])
    expect(fields(new ViridianError('SNAPSHOT_NOT_FOUND', { name: 'Lab 1', snapshot: 'x' }))).toEqual(['from'])
    const issues = [{ path: 'count', message: 'too many' }]
    expect(fields(new ViridianError('INPUT_INVALID', { issues }))).toEqual(['count'])
    expect(fields(new ViridianError('INTERNAL', { detail: 'x' }))).toBeNull()
  })
})

describe('what the Import wizard was told', () => {
  const facts: ImportFacts = {
    ...{ format: 'folder', name: 'Lab', id: 'lab', size: 4096, snapshots: 0, hasState: false, version: '0.1.0' },
    ...{ exportedAt: '2026-01-02T03:04:05.000Z', nameTaken: false, idTaken: false, missingTemplates: [] },
    ...{ missingMedia: [], stateFits: true },
  }
  const known = (names: readonly string[] = []) => {
    const state = useImportDraft(hostInfo, () => names)
    state.draft.path = ' /usb/lab '
    state.takeIn('/usb/lab', facts)
    return state
  }

  it('is complete once it is known what is there: a copy with an id of its own', () => {
    const state = known()
    expect(state.validate(null)).toBeNull()
    const input = { path: '/usb/lab', name: 'Lab', identity: 'new', mode: 'copy' }
    expect(state.task.value).toEqual({ kind: 'importMachine', path: '/usb/lab', input })
  })

  it('proposes a name that is free', () => {
    expect(known(['lab', 'Lab 2']).draft.name).toBe('Lab 3')
  })

  it('forgets what was there when the path is another', () => {
    const state = known()
    state.draft.path = '/usb/other'
    expect(state.facts.value).toBeNull()
  })

  it.each([
    [{ path: '' }, 'locate', { path: { kind: 'rule', rule: 'pathMissing' } }],
    [{ path: 'lab' }, 'locate', { path: { kind: 'rule', rule: 'pathRelative' } }],
    [{ name: 'a/b' }, 'choose', { name: { kind: 'rule', rule: 'nameCharacters' } }],
  ])('is refused where it is %j', (values, page, refusals) => {
    const state = known()
    Object.assign(state.draft, values)
    expect(state.validate('summary')).toBeNull()
    expect(state.validate(null)).toBe(page)
    expect(state.refusals.value).toEqual(refusals)
  })

  it('takes the host’s refusals to their fields and pages', () => {
    const state = known()
    const refused = (error: ViridianError) => [state.refuse(error), ...Object.keys(state.refusals.value)]
    const unusable = (problem: 'DAMAGED' | 'OTHER_VOLUME') =>
      new ViridianError('PACKAGE_UNUSABLE', { path: '/usb/lab', problem, detail: 'x' })
    expect(refused(unusable('DAMAGED'))).toEqual(['locate', 'path'])
    expect(refused(unusable('OTHER_VOLUME'))).toEqual(['choose', 'mode'])
    expect(refused(new ViridianError('MACHINE_NAME_TAKEN', { name: 'Lab' }))).toEqual(['choose', 'name'])
    expect(refused(new ViridianError('MACHINE_ID_TAKEN', { name: 'Lab' }))).toEqual(['choose', 'identity'])
    const gone = new ViridianError('DISK_FAILED', { problem: 'NOT_FOUND', path: '/usb/lab' })
    expect(refused(gone)).toEqual(['locate', 'path'])
    expect(state.refuse(new ViridianError('DISK_FAILED', { problem: 'NO_SPACE', path: '/home' }))).toBeNull()
  })
})
