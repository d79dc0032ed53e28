// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import HostSettingsDialog from '#renderer/hosts/settings/HostSettingsDialog.vue'
import { until } from '#tests/fixtures/patience.ts'
import { connectedConsole } from './console.ts'

function find<Found extends HTMLElement = HTMLInputElement>(selector: string): Found {
  const found = document.querySelector<Found>(selector)
  if (found === null) throw new Error(`There is no ${selector}.`)
  return found
}

function button(label: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((each) => each.textContent.trim() === label)
  if (found === undefined) throw new Error(`There is no button ${label}.`)
  return found
}

async function type(selector: string, text: string): Promise<void> {
  find(selector).value = text
  find(selector).dispatchEvent(new Event('input'))
  await nextTick()
}

async function show(label: string): Promise<void> {
  const node = [...document.querySelectorAll<HTMLElement>('[role="treeitem"]')].find((each) =>
    each.textContent.includes(label),
  )
  node?.click()
  await nextTick()
}

const open = async () => {
  const console = await connectedConsole()
  return { console, dialog: console.mount(HostSettingsDialog) }
}

describe('the settings of the host', () => {
  it('show where things are, and change what was entered, at once', async () => {
    const { console, dialog } = await open()
    expect(find('#host-disksFolder').value).toBe('/home/disks')
    await type('#host-disksFolder', ' /srv/disks ')
    await show('Search Paths')
    await type('#search-path', '/discs')
    button('Add').click()
    await nextTick()
    expect(button('Apply').disabled).toBe(false)
    button('OK').click()
    await until(() => dialog.emitted('close') !== undefined)
    expect(console.host.calls).toEqual([
      { name: 'configureHost', input: { disksFolder: '/srv/disks', searchPaths: ['/discs'] } },
    ])
  })

  it('ask the host for nothing where nothing was changed', async () => {
    const { console, dialog } = await open()
    expect(button('Apply').disabled).toBe(true)
    button('OK').click()
    await until(() => dialog.emitted('close') !== undefined)
    expect(console.host.calls).toEqual([])
  })

  it('say beside the field what is wrong with it, and go there', async () => {
    const { console, dialog } = await open()
    await show('Virtual Machines')
    await type('#host-machinesFolder', 'machines')
    await show('Virtual Hard Disks')
    button('OK').click()
    await until(() => document.activeElement?.id === 'host-machinesFolder')
    expect(find('[role="alert"]').textContent).toBe('Enter the full path, with all its folders.')
    await type('#host-machinesFolder', '/srv/machines/')
    console.host.fail('FOLDER_UNUSABLE', { path: '/srv/machines', problem: 'NOT_WRITABLE', detail: 'EACCES' })
    await show('Virtual Hard Disks')
    button('OK').click()
    await until(() => document.querySelector('[role="alert"]')?.textContent.includes('EACCES') === true)
    expect(document.activeElement).toBe(find('#host-machinesFolder'))
    expect(dialog.emitted('close')).toBeUndefined()
  })

  it('keep a list of search paths: each once, and none without all its folders', async () => {
    const { console } = await open()
    await show('Search Paths')
    await type('#search-path', 'discs')
    button('Add').click()
    await nextTick()
    expect(find('[role="alert"]').textContent).toBe('Enter the full path, with all its folders.')
    for (const folder of ['/discs', '/machines', '/discs']) {
      await type('#search-path', folder)
      button('Add').click()
      await nextTick()
    }
    const folders = () => [...document.querySelectorAll('option')].map((option) => option.textContent)
    expect(folders()).toEqual(['/discs', '/machines'])
    button('Remove').click()
    await nextTick()
    expect(folders()).toEqual(['/machines'])
    button('Apply').click()
    await until(() => console.host.calls.length > 0)
    expect(console.host.calls).toEqual([{ name: 'configureHost', input: { searchPaths: ['/machines'] } }])
  })

  it('follow the host where they were not touched', async () => {
    const { console } = await open()
    const settings = { machinesFolder: '/m', disksFolder: '/elsewhere', searchPaths: [] }
    console.host.change({ type: 'hostSettings', settings })
    await until(() => find('#host-disksFolder').value === '/elsewhere')
  })
})
