// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import { useHardwareDraft } from '#renderer/machines/settings/use-hardware-draft.ts'
import type { Drive } from '#shared/drive.ts'
import type { Machine } from '#shared/machine.ts'
import { connectedConsole, inComponent } from './console.ts'
import { machine } from './values.ts'
import { until } from '#tests/fixtures/patience.ts'

const disk = (at: Drive['at'], path: string): Drive => ({ kind: 'disk', at, path })
const dvd: Drive = { kind: 'dvd', at: 'ide1:0', media: { kind: 'none' } }

async function draftOf(values: Partial<Machine>) {
  const subject = machine({ id: 'm', ...values })
  const console = await connectedConsole({ machines: [subject] })
  const draft = inComponent(console, () => useHardwareDraft(() => console.machines.find('m') ?? subject))
  const asked = () => console.host.calls.map(({ name, input }) => [name, input])
  return { console, draft, asked, subject }
}

describe('the changes of a machine’s drives', () => {
  it('ask the host for nothing until they are applied, and then first out, then in', async () => {
    const { draft, asked } = await draftOf({ drives: [disk('ide0:0', '/a.vhd'), dvd] })
    draft.edit('ide0:0', { kind: 'dvd', media: { kind: 'template', template: 'lab-linux' } })
    draft.edit('ide0:1', { kind: 'disk', path: ' /b.vhd ' })
    draft.edit('ide1:0', { kind: 'none' })
    draft.edit('floppy', { kind: 'floppy', path: '/a.vfd' })
    expect(draft.changed.value).toEqual(['ide0:0', 'ide0:1', 'ide1:0', 'floppy'])
    expect(asked()).toEqual([])

    expect(await draft.apply()).toBeNull()
    expect(asked()).toEqual([
      ['detachDrive', { id: 'm', at: 'ide1:0' }],
      ['replaceDrive', { id: 'm', at: 'ide0:0', drive: { kind: 'dvd' } }],
      ['insertMedia', { id: 'm', at: 'ide0:0', media: { kind: 'template', template: 'lab-linux' } }],
      ['attachDrive', { id: 'm', at: 'ide0:1', drive: { kind: 'disk', path: '/b.vhd' } }],
      ['insertMedia', { id: 'm', at: 'floppy', media: { kind: 'image', path: '/a.vfd' } }],
    ])
  })

  it('are none where what was entered is what the machine has', async () => {
    const { draft } = await draftOf({ drives: [dvd] })
    draft.edit('ide1:0', { kind: 'none' })
    draft.edit('ide1:0', { kind: 'dvd', media: { kind: 'none' } })
    expect(draft.changed.value).toEqual([])
  })

  it('follow the machine where nothing was entered, and end where the machine has become so', async () => {
    const { console, draft, subject } = await draftOf({ drives: [dvd] })
    draft.edit('floppy', { kind: 'floppy', path: '/a.vfd' })
    const media = { kind: 'image', path: '/by-another-console.iso' } as const
    console.host.change({ type: 'machine', machine: { ...subject, drives: [{ ...dvd, media }] } })
    await until(() => draft.at('ide1:0').kind === 'dvd' && console.machines.find('m')?.drives[0] !== dvd)
    expect(draft.at('ide1:0')).toEqual({ kind: 'dvd', media })
    expect(draft.changed.value).toEqual(['floppy'])

    console.host.change({ type: 'machine', machine: { ...subject, floppy: '/a.vfd' } })
    await until(() => draft.changed.value.length === 0)
  })

  it.each([
    ['', 'pathMissing'],
    ['lab.vhd', 'pathRelative'],
  ] as const)('are not begun while a path is %j', async (path, rule) => {
    const { draft, asked } = await draftOf({ drives: [] })
    draft.edit('ide0:0', { kind: 'disk', path })
    draft.edit('floppy', { kind: 'floppy', path: '/a.vfd' })
    expect(await draft.apply()).toBe('ide0:0')
    expect(draft.refusals.value).toEqual({ 'ide0:0': { kind: 'rule', rule } })
    expect(asked()).toEqual([])
  })

  it('stop where the host refuses one, and say why there', async () => {
    const { console, draft, asked } = await draftOf({ drives: [] })
    draft.edit('ide0:0', { kind: 'disk', path: '/a.vhd' })
    draft.edit('ide0:1', { kind: 'disk', path: '/b.vhd' })
    console.host.fail('DISK_ATTACHED', { path: '/a.vhd', name: 'Other' })
    expect(await draft.apply()).toBe('ide0:0')
    expect(draft.refusals.value['ide0:0']).toMatchObject({ kind: 'host', error: { code: 'DISK_ATTACHED' } })
    expect(asked()).toHaveLength(1)
    expect(draft.changed.value).toEqual(['ide0:0', 'ide0:1'])
    draft.edit('ide0:0', { kind: 'disk', path: '/c.vhd' })
    expect(draft.refusals.value['ide0:0']).toBeUndefined()
  })

  it('leave the disk that was there where another is refused', async () => {
    const { console, draft, asked } = await draftOf({ drives: [disk('ide0:0', '/a.vhd')] })
    draft.edit('ide0:0', { kind: 'disk', path: '/b.vhd' })
    console.host.fail('DISK_FAILED', { problem: 'NOT_FOUND', path: '/b.vhd' }, 'replaceDrive')
    expect(await draft.apply()).toBe('ide0:0')
    expect(asked()).toEqual([['replaceDrive', { id: 'm', at: 'ide0:0', drive: { kind: 'disk', path: '/b.vhd' } }]])
  })

  it('are made of a disk that is relied on only where the user confirms that', async () => {
    const { console, draft, asked } = await draftOf({ drives: [] })
    const confirm = useConfirmStore()
    const answer = async (id: string | null) => {
      console.host.fail('DISK_FAILED', { problem: 'SAVED_STATE', path: '/b.vhd' }, 'attachDrive')
      draft.edit('ide0:0', { kind: 'disk', path: '/b.vhd' })
      const applied = draft.apply()
      await until(() => confirm.asked !== null)
      expect(confirm.asked?.text).toContain('A saved machine relies on /b.vhd')
      confirm.asked?.answer(id)
      return applied
    }
    const attached = (consent: object) => [
      'attachDrive',
      { id: 'm', at: 'ide0:0', drive: { kind: 'disk', path: '/b.vhd', ...consent } },
    ]
    expect(await answer(null)).toBe('ide0:0')
    expect(draft.refusals.value['ide0:0']).toMatchObject({ kind: 'host' })
    expect(asked()).toEqual([attached({})])
    expect(await answer('confirm')).toBeNull()
    expect(asked()).toEqual([attached({}), attached({}), attached({ force: true })])
  })
})
