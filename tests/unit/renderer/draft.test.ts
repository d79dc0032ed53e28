import { usualHardware } from '#shared/hardware.ts'
import { describe, expect, it } from 'vitest'
import type { OwnTemplate } from '#shared/own-template.ts'
import { freeName, useDraft } from '#renderer/machines/new-machine/draft.ts'
import { ViridianError } from '#shared/errors.ts'
import { hostInfo, template } from './values.ts'

const limits = { maximum: 1680, minimum: 4 }

describe('what the New Virtual Machine wizard was told', () => {
  it('begins with the ready-made guest and its memory, and is complete at once', () => {
    const state = useDraft(hostInfo, [template()], 'New Virtual Machine')
    expect(state.validate(null)).toBeNull()
    expect(state.input.value).toEqual({
      name: 'New Virtual Machine',
      memory: 96,
      notes: '',
      dvd: { kind: 'template', template: 'lab-linux' },
      disk: { kind: 'none' },
    })
  })

  it('offers a new disk with an image, and none with a disc that needs none, until the user chooses', () => {
    const state = useDraft(hostInfo, [template()], 'x')
    expect(state.diskChoice.value).toBe('later')
    state.draft.source = { kind: 'image' }
    state.draft.imagePath = ' /isos/setup.iso '
    expect(state.diskChoice.value).toBe('new')
    expect(state.input.value).toMatchObject({
      dvd: { kind: 'image', path: '/isos/setup.iso' },
      disk: { kind: 'new', capacity: 127 * 1024 ** 3 },
    })
    state.draft.disk = 'existing'
    state.draft.source = { kind: 'template', name: 'lab-linux' }
    expect(state.diskChoice.value).toBe('existing')
  })

  it('starts from a floppy disk, beside a disk that an operating system can be installed on', () => {
    const state = useDraft(hostInfo, [template()], 'x')
    state.draft.source = { kind: 'floppy' }
    expect(state.validate(null)).toBe('installation')
    expect(state.refusals.value).toEqual({ floppy: { kind: 'rule', rule: 'pathMissing' } })
    state.draft.floppyPath = 'dos.vfd'
    expect(state.validate('installation')).toBe('installation')
    state.draft.floppyPath = ' /floppies/dos.vfd '
    expect(state.validate(null)).toBeNull()
    const floppy = '/floppies/dos.vfd'
    expect(state.input.value).toMatchObject({ dvd: { kind: 'none' }, disk: { kind: 'new' }, floppy })
    for (const error of [
      new ViridianError('MEDIA_NOT_FOUND', { path: floppy }),
      new ViridianError('DISK_FAILED', { problem: 'FLOPPY_SIZE_WRONG', path: floppy, size: 1 }),
      new ViridianError('INPUT_INVALID', { issues: [{ path: 'floppy', message: 'no' }] }),
    ]) {
      expect(state.refuse(error)).toBe('installation')
      expect(Object.keys(state.refusals.value)).toEqual(['floppy'])
    }
    state.draft.source = { kind: 'later' }
    expect(state.input.value).not.toHaveProperty('floppy')
  })

  it('makes a machine with a new disk and nothing to start from, where that comes later', () => {
    const state = useDraft(hostInfo, [template()], 'x')
    state.draft.source = { kind: 'later' }
    expect(state.diskChoice.value).toBe('new')
    expect(state.validate(null)).toBeNull()
    expect(state.input.value).toMatchObject({ dvd: { kind: 'none' }, disk: { kind: 'new' } })
  })

  it('does not ask for a disk where the template brings one', () => {
    const state = useDraft(hostInfo, [template({ name: 'lab-linux-disk', media: 'disk' })], 'x')
    // Entered before another template was chosen; it concerns nobody any more.
    state.draft.disk = 'existing'
    expect(state.pages.value).toEqual(['name', 'memory', 'installation', 'summary'])
    expect(state.validate(null)).toBeNull()
    expect(state.input.value).toMatchObject({
      dvd: { kind: 'none' },
      disk: { kind: 'template', template: 'lab-linux-disk' },
    })
  })

  it.each(['', 0, 2041, 1.5] as const)('refuses a new disk of %j GB', (capacity) => {
    const state = useDraft(hostInfo, [template()], 'x')
    Object.assign(state.draft, { disk: 'new', capacity })
    expect(state.validate(null)).toBe('disk')
    expect(state.refusals.value).toEqual({ capacity: { kind: 'number', minimum: 1, maximum: 2040 } })
    state.draft.disk = 'later'
    expect(state.validate(null)).toBeNull()
  })

  it.each([
    ['', 'pathMissing'],
    ['lab.vhd', 'pathRelative'],
  ] as const)('refuses the existing disk %j', (diskPath, rule) => {
    const state = useDraft(hostInfo, [template()], 'x')
    Object.assign(state.draft, { disk: 'existing', diskPath })
    expect(state.validate('disk')).toBe('disk')
    expect(state.refusals.value).toEqual({ disk: { kind: 'rule', rule } })
  })

  it('begins with an image where no template is to be had', () => {
    const state = useDraft(hostInfo, [template({ available: false })], 'x')
    expect(state.draft.source).toEqual({ kind: 'image' })
    expect(state.validate(null)).toBe('installation')
    expect(state.refusals.value).toEqual({ image: { kind: 'rule', rule: 'imageMissing' } })
  })

  it.each([
    ['  ', 'nameMissing'],
    ['x'.repeat(101), 'nameLong'],
    ['a/b', 'nameCharacters'],
    ['a.', 'nameCharacters'],
  ] as const)('refuses the name %j', (name, rule) => {
    const state = useDraft(hostInfo, [template()], name)
    expect(state.validate('name')).toBe('name')
    expect(state.refusals.value).toEqual({ name: { kind: 'rule', rule } })
  })

  it.each(['', 3, limits.maximum + 1, 64.5] as const)('refuses %j MB of memory', (memory) => {
    const state = useDraft(hostInfo, [template()], 'x')
    state.draft.memory = memory
    expect(state.validate('name')).toBeNull()
    expect(state.validate('memory')).toBe('memory')
    expect(state.refusals.value).toEqual({ memory: { kind: 'number', ...limits } })
  })

  it.each([
    ['linux', 'lab.iso', false],
    ['linux', '~/lab.iso', false],
    ['linux', '/isos/lab.iso', true],
    ['win32', 'lab.iso', false],
    ['win32', 'C:lab.iso', false],
    ['win32', 'C:\\isos\\lab.iso', true],
    ['win32', '\\\\server\\isos\\lab.iso', true],
  ])('on %s takes the image %j: %j', (platform, path, taken) => {
    const state = useDraft({ ...hostInfo, platform }, [], 'x')
    state.draft.imagePath = path
    expect(state.validate(null)).toBe(taken ? null : 'installation')
    expect(state.refusals.value).toEqual(taken ? {} : { image: { kind: 'rule', rule: 'imageRelative' } })
  })

  it('brings a refusal of the host to the field it concerns', () => {
    const state = useDraft(hostInfo, [template()], 'x')
    const page = (error: ViridianError) => state.refuse(error)
    expect(page(new ViridianError('MACHINE_NAME_TAKEN', { name: 'x' }))).toBe('name')
    expect(page(new ViridianError('MEDIA_NOT_BOOTABLE', { path: '/x.iso' }))).toBe('installation')
    expect(page(new ViridianError('INPUT_INVALID', { issues: [{ path: 'memory', message: 'too much' }] }))).toBe(
      'memory',
    )
    expect(page(new ViridianError('STORAGE_FAILED', { path: '/x', detail: 'full' }))).toBeNull()
  })

  it.each([
    ['new', 'disk', 'capacity'],
    ['existing', 'disk', 'disk'],
  ] as const)('brings what is wrong with a disk (%s) to where it was asked for', (disk, page, field) => {
    const state = useDraft(hostInfo, [template()], 'x')
    Object.assign(state.draft, { disk, diskPath: '/lab.vhd' })
    const error = new ViridianError('DISK_FAILED', { problem: 'NO_SPACE', path: '/lab.vhd' })
    expect(state.refuse(error)).toBe(page)
    expect(state.refusals.value).toEqual({ [field]: { kind: 'host', error } })
  })

  it('brings what is wrong with the disk of a template to the templates', () => {
    const state = useDraft(hostInfo, [template({ media: 'disk' })], 'x')
    const error = new ViridianError('DISK_FAILED', { problem: 'NOT_FOUND', path: '/templates/lab.vhd' })
    expect(state.refuse(error)).toBe('installation')
    expect(state.refusals.value).toEqual({ template: { kind: 'host', error } })
  })
})

describe('freeName', () => {
  it('numbers a name that is taken, whatever its case', () => {
    expect(freeName('Lab', [])).toBe('Lab')
    expect(freeName('Lab', ['lab', 'LAB 2'])).toBe('Lab 3')
  })
})

describe('a template of the user in the wizard', () => {
  const own: OwnTemplate = {
    ...{ id: 'own-1', name: 'Course', description: '', isWarm: true, stateFits: true, memory: 64 },
    ...usualHardware,
    ...{ drives: [], floppy: null, folder: '/templates/Course', createdAt: '2026-01-01T00:00:00.000Z', problem: null },
  }

  it('has its disks already, and a guest that goes on its memory', () => {
    const state = useDraft(hostInfo, [template()], 'lab', [own])
    state.draft.source = { kind: 'own', id: own.id }
    expect(state.pages.value).toEqual(['name', 'installation', 'summary'])
    expect(state.validate(null)).toBeNull()
    expect(state.inputOfOwn.value).toEqual({ templateId: 'own-1', name: 'lab', notes: '' })
  })

  it('can be given other memory where its guest starts anew', () => {
    const state = useDraft(hostInfo, [template()], 'lab', [{ ...own, isWarm: false }])
    state.draft.source = { kind: 'own', id: own.id }
    state.draft.memory = 256
    expect(state.pages.value).toContain('memory')
    expect(state.inputOfOwn.value).toMatchObject({ templateId: 'own-1', memory: 256 })
    state.draft.source = { kind: 'image' }
    expect(state.inputOfOwn.value).toBeNull()
  })
})
