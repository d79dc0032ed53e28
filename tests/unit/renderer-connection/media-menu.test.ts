// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useMediaMenu, type MediaDrive } from '#renderer/connection/media-menu.ts'
import { flatten, type MenuItem } from '#renderer/shell/action.ts'
import { useNoticesStore } from '#renderer/stores/notices.store.ts'
import type { Machine } from '#shared/machine.ts'
import { connectedConsole, inComponent } from '../renderer/console.ts'
import { machine, template } from '../renderer/values.ts'

const oneDvd: Machine['drives'] = [{ kind: 'dvd', at: 'ide1:0', media: { kind: 'image', path: '/isos/setup.iso' } }]
const twoDvds: Machine['drives'] = [...oneDvd, { kind: 'dvd', at: 'ide1:1', media: { kind: 'none' } }]

async function menuOf(values: Partial<Machine>) {
  const templates = [
    template(),
    template({ name: 'lab-linux-disk', media: 'disk' }),
    template({ name: 'not-made', available: false }),
  ]
  const console = await connectedConsole({ templates })
  const asked: MediaDrive[] = []
  const menu = inComponent(console, () => useMediaMenu((drive) => asked.push(drive)))
  const items = menu(machine({ id: 'm', state: 'Running', ...values }))
  const action = (label: string) => {
    const found = flatten(items).find((each) => each.label === label)
    if (found === undefined) throw new Error(`There is no ${label}.`)
    return found
  }
  return { console, asked, items, action }
}

const labels = (items: readonly MenuItem[]): unknown[] =>
  items.flatMap((item) =>
    item.kind === 'separator' ? [] : [item.kind === 'submenu' ? [item.label, labels(item.items)] : item.label],
  )

describe('the Media menu', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('has each CD/DVD drive with the discs there are, and the diskette drive', async () => {
    const { items } = await menuOf({ drives: oneDvd, floppy: '/floppies/drivers.vfd' })
    expect(labels(items)).toEqual([
      ['DVD Drive', ['Insert Disk…', 'Eject setup.iso', 'Disc of the template lab-linux']],
      ['Diskette Drive', ['Insert Disk…', 'Eject drivers.vfd']],
    ])
  })

  it('tells drives apart by their place where there are several', async () => {
    const { items } = await menuOf({ drives: twoDvds })
    expect(items.map((item) => (item.kind === 'submenu' ? item.label : ''))).toEqual([
      'DVD Drive (IDE controller 1, location 0)',
      'DVD Drive (IDE controller 1, location 1)',
      'Diskette Drive',
    ])
  })

  it('inserts a ready-made disc and ejects what is there', async () => {
    const { console, action } = await menuOf({ drives: oneDvd })
    await action('Disc of the template lab-linux').run()
    await action('Eject setup.iso').run()
    expect(console.host.calls).toEqual([
      {
        name: 'insertMedia',
        input: { id: 'm', at: 'ide1:0', media: { kind: 'template', template: 'lab-linux' } },
      },
      { name: 'ejectMedia', input: { id: 'm', at: 'ide1:0' } },
    ])
  })

  it('marks the ready-made disc in the drive', async () => {
    const media = { kind: 'template', template: 'lab-linux' } as const
    const { action } = await menuOf({ drives: [{ kind: 'dvd', at: 'ide1:0', media }] })
    expect(action('Disc of the template lab-linux').checked).toBe(true)
    expect(action('Eject lab-linux').whyNot()).toBeNull()
  })

  it('says why it can do nothing', async () => {
    const empty = await menuOf({ drives: [] })
    expect(empty.action('Eject').whyNot()).toBe('The drive is empty.')
    const starting = await menuOf({ drives: oneDvd, state: 'Starting' })
    for (const label of ['Insert Disk…', 'Eject setup.iso', 'Disc of the template lab-linux']) {
      expect(starting.action(label).whyNot()).toContain('Starting')
    }
  })

  it('asks for a path in a browser, and the system’s dialog on the desktop', async () => {
    const browser = await menuOf({ drives: oneDvd })
    await browser.action('Insert Disk…').run()
    expect(browser.asked.map(({ at }) => at)).toEqual(['ide1:0'])
    expect(browser.console.host.calls).toEqual([])

    const chooseFile = vi.fn().mockResolvedValueOnce(null).mockResolvedValueOnce('/isos/other.iso')
    vi.stubGlobal('viridian', { chooseFile })
    const desktop = await menuOf({ drives: oneDvd })
    await desktop.action('Insert Disk…').run()
    expect(desktop.console.host.calls).toEqual([])
    await desktop.action('Insert Disk…').run()
    expect(chooseFile).toHaveBeenCalledWith({ kind: 'disc', use: 'open', suggestion: '/isos/setup.iso' })
    expect(desktop.console.host.calls).toEqual([
      { name: 'insertMedia', input: { id: 'm', at: 'ide1:0', media: { kind: 'image', path: '/isos/other.iso' } } },
    ])
  })

  it('brings what failed to the notices', async () => {
    const { console, action } = await menuOf({ drives: oneDvd })
    console.host.fail('ENGINE_FAILED', { name: 'Lab 1', detail: 'no answer' })
    await action('Eject setup.iso').run()
    expect(useNoticesStore().notices.map(({ attempt }) => attempt)).toEqual([{ kind: 'ejectMedia', machine: 'Lab 1' }])
  })
})
