// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useDialogsStore } from '#renderer/dialogs/dialogs.store.ts'
import WindowDialogs from '#renderer/WindowDialogs.vue'
import MachineSettingsDialog from '#renderer/machines/settings/MachineSettingsDialog.vue'
import type { Machine } from '#shared/machine.ts'
import { connectedConsole } from './console.ts'
import { machine } from './values.ts'
import { until } from '#tests/fixtures/patience.ts'

const drives: Machine['drives'] = [
  { kind: 'disk', at: 'ide0:0', path: '/disks/lab.vhd' },
  { kind: 'dvd', at: 'ide1:0', media: { kind: 'none' } },
]

async function shownSettings(values: Partial<Machine> = {}) {
  const subject = machine({ id: 'm', drives, ...values })
  const console = await connectedConsole({ machines: [subject] })
  const dialog = console.mount(MachineSettingsDialog, { machine: subject })
  await nextTick()
  const find = <Found extends HTMLElement>(selector: string): Found => {
    const found = document.querySelector<Found>(selector)
    if (found === null) throw new Error(`There is no ${selector}.`)
    return found
  }
  const nodes = () => [...document.querySelectorAll<HTMLElement>('[role="treeitem"]')]
  const texts = () => nodes().map((node) => [...node.querySelectorAll('span > span')].map((each) => each.textContent))
  const button = (label: string) => {
    const found = [...document.querySelectorAll('button')].find((each) => each.textContent.trim() === label)
    if (found === undefined) throw new Error(`There is no button ${label}.`)
    return found
  }
  const press = async (key: string) => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await nextTick()
    await nextTick()
  }
  const select = async (text: string) => {
    nodes()
      .find((node) => node.textContent.includes(text))
      ?.click()
    await nextTick()
  }
  const enter = async (selector: string, text: string) => {
    const input = find<HTMLInputElement>(selector)
    input.value = text
    input.dispatchEvent(new Event('input'))
    await nextTick()
  }
  return { console, dialog, subject, find, nodes, texts, button, press, select, enter }
}

describe('the settings of a machine', () => {
  it('list its hardware in Hyper-V’s order, with what is set', async () => {
    const { texts, nodes } = await shownSettings()
    expect(texts()).toEqual([
      ['BIOS', 'Boot from CD'],
      ['Memory', '128 MB'],
      ['IDE Controller 0'],
      ['Hard Drive', 'lab.vhd'],
      ['IDE Controller 1'],
      ['DVD Drive', 'None'],
      ['COM 1', 'Serial console'],
      ['Diskette Drive', 'None'],
      ['Name', 'Lab 1'],
      ['Automatic Start Action', 'Restart if previously on'],
      ['Automatic Stop Action', 'Save'],
      ['Action After a Fault', 'None'],
      ['Undo Disks', 'Disabled'],
    ])
    expect(
      nodes().map((node) => ['level', 'posinset', 'setsize'].map((name) => node.getAttribute(`aria-${name}`))),
    ).toEqual([
      ['1', '1', '11'],
      ['1', '2', '11'],
      ['1', '3', '11'],
      ['2', '1', '1'],
      ['1', '4', '11'],
      ['2', '1', '1'],
      ['1', '5', '11'],
      ['1', '6', '11'],
      ['1', '7', '11'],
      ['1', '8', '11'],
      ['1', '9', '11'],
      ['1', '10', '11'],
      ['1', '11', '11'],
    ])
  })

  it('are gone through by the keyboard', async () => {
    const { press, find, nodes } = await shownSettings()
    nodes()[3]?.focus()
    await press('ArrowLeft')
    expect(document.activeElement?.textContent).toContain('IDE Controller 0')
    await press('ArrowRight')
    expect(find('#settings-page-title').textContent).toBe('Hard Drive')
    await press('End')
    expect(find('#settings-page-title').textContent).toBe('Undo Disks')
    await press('Home')
    await press('ArrowUp')
    expect(document.activeElement?.textContent).toContain('BIOS')
  })

  it('add a drive at the first free location, and ask there for what it needs', async () => {
    const { dialog, console, texts, button, find, select, enter } = await shownSettings()
    await select('IDE Controller 0')
    button('Add').click()
    await nextTick()
    await nextTick()
    expect(texts()[4]).toEqual(['Hard Drive', 'None'])
    expect(document.activeElement).toBe(find('#settings-disk'))

    button('Apply').click()
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(find('[role="alert"]').textContent).toBe('Enter a path.')
    expect(console.host.calls).toEqual([])

    await enter('#settings-disk', '/disks/data.vhd')
    find('form').dispatchEvent(new Event('submit'))
    await until(() => dialog.emitted('close') !== undefined)
    expect(console.host.calls).toEqual([
      { name: 'attachDrive', input: { id: 'm', at: 'ide0:1', drive: { kind: 'disk', path: '/disks/data.vhd' } } },
    ])
  })

  it('show the host’s refusal at the drive it concerns, and stay open', async () => {
    const { dialog, console, find, select, enter } = await shownSettings()
    await select('DVD Drive')
    await enter('#settings-image', '/isos/broken.iso')
    await select('Memory')
    console.host.fail('MEDIA_NOT_ISO', { path: '/isos/broken.iso' })
    find('form').dispatchEvent(new Event('submit'))
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(find('#settings-page-title').textContent).toBe('DVD Drive')
    expect(find('[role="alert"]').textContent).toContain('/isos/broken.iso')
    expect(document.activeElement).toBe(find('#settings-image'))
    expect(dialog.emitted('close')).toBeUndefined()
  })

  it('stay open with Apply, the focus among them', async () => {
    const { console, dialog, button, select, enter } = await shownSettings()
    await select('Diskette Drive')
    expect(button('Apply').disabled).toBe(true)
    await enter('#settings-floppy', '/floppies/drivers.vfd')
    button('Apply').click()
    await until(() => document.activeElement === button('OK'))
    expect(dialog.emitted('close')).toBeUndefined()
    expect(console.host.calls.map(({ name }) => name)).toEqual(['insertMedia'])
  })

  it('go back to the controller of a drive that is removed, and forget it with Cancel', async () => {
    const { dialog, console, button, find, texts } = await shownSettings()
    button('Remove').click()
    await nextTick()
    await nextTick()
    expect(find('#settings-page-title').textContent).toBe('IDE Controller 0')
    expect(texts()).toHaveLength(12)
    button('Cancel').click()
    expect(dialog.emitted('close')).toHaveLength(1)
    expect(console.host.calls).toEqual([])
  })

  it('say why drives stay as they are while the machine runs, and still change media', async () => {
    const { button, find, select } = await shownSettings({ state: 'Running' })
    expect(find('[role="note"]').textContent).toContain('Turn it off first.')
    expect(button('Remove').disabled).toBe(true)
    expect(find<HTMLFieldSetElement>('fieldset').disabled).toBe(true)
    await select('IDE Controller 1')
    expect(button('Add').disabled).toBe(true)
    await select('DVD Drive')
    expect(button('Remove').disabled).toBe(true)
    expect(find<HTMLFieldSetElement>('fieldset').disabled).toBe(false)
  })

  it('say that a controller has no room', async () => {
    const full: Machine['drives'] = [...drives, { kind: 'dvd', at: 'ide0:1', media: { kind: 'none' } }]
    const { button, find, select } = await shownSettings({ drives: full })
    await select('IDE Controller 0')
    expect(find('[role="note"]').textContent).toContain('Both locations of this controller are taken.')
    expect(button('Add').disabled).toBe(true)
  })

  it('change name, notes and automatic actions also while the machine runs, all with one call', async () => {
    const { console, dialog, find, select, enter, texts } = await shownSettings({ state: 'Running' })
    await select('Memory')
    expect(find<HTMLInputElement>('#settings-memory').disabled).toBe(true)
    expect(find('[role="note"]').textContent).toContain('Turn it off first.')
    await select('Name')
    await enter('#settings-name', ' Server ')
    await enter('#settings-notes', 'mail')
    await select('Automatic Start')
    find<HTMLInputElement>('#settings-start-always').click()
    await enter('#settings-start-delay', '30')
    await select('After a Fault')
    find<HTMLInputElement>('#settings-recovery-restart').click()
    await nextTick()
    expect(
      texts()
        .slice(-5)
        .map(([, detail]) => detail?.trim()),
    ).toEqual(['Server', 'Always start', 'Save', 'Restart', 'Disabled'])
    find('form').dispatchEvent(new Event('submit'))
    await until(() => dialog.emitted('close') !== undefined)
    const settings = { automaticStart: { action: 'always', delay: 30 }, recovery: 'restart' }
    expect(console.host.calls).toEqual([
      { name: 'configure', input: { id: 'm', name: 'Server', notes: 'mail', settings } },
    ])
  })

  it('move what the machine starts from up and down, and offer the boot menu', async () => {
    const { console, find, button, select, texts } = await shownSettings({ state: 'Running' })
    await select('BIOS')
    const devices = () => [...find('#settings-startup').children].map((line) => line.textContent.trim())
    expect(devices()).toEqual(['CD', 'Hard disk', 'Floppy'])
    expect(button('Move Up').disabled).toBe(true)
    button('Move Down').click()
    await nextTick()
    expect(devices()).toEqual(['Hard disk', 'CD', 'Floppy'])
    button('Move Down').click()
    await nextTick()
    expect(devices()).toEqual(['Hard disk', 'Floppy', 'CD'])
    expect(button('Move Down').disabled).toBe(true)
    expect(texts()[0]).toEqual(['BIOS', 'Boot from Hard disk'])
    find<HTMLInputElement>('#settings-boot-menu').click()
    await nextTick()
    button('Apply').click()
    await until(() => console.host.calls.length > 0)
    const startup = { order: ['disk', 'floppy', 'cd'], menu: true }
    expect(console.host.calls).toEqual([{ name: 'configure', input: { id: 'm', settings: { startup } } }])
  })

  it('change memory while the machine is off, within what the host has', async () => {
    const { console, find, button, select, enter } = await shownSettings()
    await select('Memory')
    await enter('#settings-memory', '2')
    button('Apply').click()
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(find('[role="alert"]').textContent).toBe('Enter a whole number from 4 to 1680.')
    await enter('#settings-memory', '256')
    button('Apply').click()
    await until(() => console.host.calls.length > 0)
    expect(console.host.calls).toEqual([{ name: 'configure', input: { id: 'm', memory: 256 } }])
  })

  it('show at the name that another machine has it, and change no drive then', async () => {
    const { console, dialog, find, select, enter } = await shownSettings()
    await select('Diskette Drive')
    await enter('#settings-floppy', '/floppies/drivers.vfd')
    await select('Name')
    await enter('#settings-name', 'Lab 2')
    await select('Memory')
    console.host.fail('MACHINE_NAME_TAKEN', { name: 'Lab 2' })
    find('form').dispatchEvent(new Event('submit'))
    await until(() => document.querySelector('[role="alert"]') !== null)
    expect(document.activeElement).toBe(find('#settings-name'))
    expect(dialog.emitted('close')).toBeUndefined()
    expect(console.host.calls.map(({ name }) => name)).toEqual(['configure'])
  })

  it('follow the machine where nothing was entered', async () => {
    const { dialog, subject, find, select, enter } = await shownSettings()
    await select('Name')
    await enter('#settings-notes', 'mine')
    await dialog.setProps({ machine: { ...subject, name: 'Renamed elsewhere', notes: 'theirs' } })
    expect(find<HTMLInputElement>('#settings-name').value).toBe('Renamed elsewhere')
    expect(find<HTMLTextAreaElement>('#settings-notes').value).toBe('mine')
  })

  it('close where the machine is deleted', async () => {
    const console = await connectedConsole({ machines: [machine({ id: 'm' })] })
    console.mount(WindowDialogs)
    const dialogs = useDialogsStore()
    dialogs.open({ kind: 'machineSettings', hostId: 'own', machineId: 'm' })
    await until(() => document.querySelector('[role="dialog"]') !== null)
    console.host.change({ type: 'machineRemoved', machineId: 'm' })
    await until(() => dialogs.all.length === 0 && document.querySelector('[role="dialog"]') === null)
  })
})
