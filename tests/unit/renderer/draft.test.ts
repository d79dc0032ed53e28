import { describe, expect, it } from 'vitest'
import { freeName, useDraft } from '#renderer/snapins/virtual-machines/new-machine/draft.ts'
import { ViridianError } from '#shared/errors.ts'
import { hostInfo, template } from './values.ts'

const limits = { maximum: hostInfo.maximumGuestMemory, minimum: 16 }

describe('what the New Virtual Machine wizard was told', () => {
  it('begins with the ready-made guest and its memory, and is complete at once', () => {
    const state = useDraft(hostInfo, [template()], 'New Virtual Machine')
    expect(state.validate(null)).toBeNull()
    expect(state.input.value).toEqual({
      name: 'New Virtual Machine',
      memory: 96,
      notes: '',
      dvd: { kind: 'template', template: 'lab-linux' },
    })
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

  it.each(['', 15, hostInfo.maximumGuestMemory + 1, 64.5] as const)('refuses %j MB of memory', (memory) => {
    const state = useDraft(hostInfo, [template()], 'x')
    state.draft.memory = memory
    expect(state.validate('name')).toBeNull()
    expect(state.validate('memory')).toBe('memory')
    expect(state.refusals.value).toEqual({ memory: { kind: 'memory', ...limits } })
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
})

describe('freeName', () => {
  it('numbers a name that is taken, whatever its case', () => {
    expect(freeName('Lab', [])).toBe('Lab')
    expect(freeName('Lab', ['lab', 'LAB 2'])).toBe('Lab 3')
  })
})
