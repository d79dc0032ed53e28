// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useConfirmStore } from '#renderer/dialogs/confirm.store.ts'
import EditDiskWizard from '#renderer/disks/edit-disk/EditDiskWizard.vue'
import InspectDisk from '#renderer/disks/inspect-disk/InspectDisk.vue'
import JobList from '#renderer/jobs/JobList.vue'
import NewDiskWizard from '#renderer/disks/new-disk/NewDiskWizard.vue'
import type { Job } from '#shared/job.ts'
import { connectedConsole, type ConnectedConsole } from './console.ts'
import { child, disk, parent } from './disk-values.ts'
import { hostInfo, job } from './values.ts'
import { eventually, until } from '#tests/fixtures/patience.ts'

const path = '/home/disks/New Virtual Hard Disk.vhd'

function dialog(): HTMLElement {
  const found = document.querySelector<HTMLElement>('[role="dialog"]')
  if (found === null) throw new Error('No dialog is open.')
  return found
}

function button(name: string): HTMLButtonElement {
  const found = [...dialog().querySelectorAll('button')].find((one) => one.textContent.trim() === name)
  if (found === undefined) throw new Error(`There is no button ${name} in: ${dialog().textContent}`)
  return found
}

async function press(name: string): Promise<void> {
  button(name).click()
  await nextTick()
}

async function type(text: string): Promise<void> {
  const field = dialog().querySelector<HTMLInputElement>('input[type="text"]')
  if (field === null) throw new Error('There is no text field.')
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await nextTick()
}

async function says(text: string | RegExp): Promise<void> {
  await eventually(() => expect(dialog().textContent).toMatch(text))
}

async function tell(console: ConnectedConsole, values: Partial<Job>): Promise<void> {
  console.host.change({ type: 'job', job: job(values) })
  await until(() => console.jobs.find(values.id ?? 'job')?.state === (values.state ?? 'Running'))
  await nextTick()
}

async function opened(component: unknown, props: Record<string, unknown> = {}) {
  const console = await connectedConsole()
  const wrapper = console.mount(component, { host: hostInfo, ...props })
  await nextTick()
  return { console, wrapper, runs: () => console.host.calls.filter(({ name }) => name === 'run') }
}

describe('the New Virtual Hard Disk wizard', () => {
  it('shows how its job goes, and closes when it is done', async () => {
    const { console, wrapper, runs } = await opened(NewDiskWizard)
    await press('Finish')
    await until(() => runs().length === 1)
    expect(runs()[0]?.input).toEqual({ kind: 'createDisk', path, type: 'dynamic', capacity: 127 * 2 ** 30 })
    expect(button('Cancel').disabled).toBe(true)
    await tell(console, { kind: 'createDisk', path, progress: 0.43 })
    await says('43%')
    expect(document.activeElement).toBe(button('Hide'))

    await tell(console, { kind: 'createDisk', path, progress: 1, state: 'Completed' })
    expect(wrapper.emitted('close')).toHaveLength(1)
  })

  it('can be hidden while its job goes on', async () => {
    const { console, wrapper } = await opened(NewDiskWizard)
    await press('Finish')
    await tell(console, { kind: 'createDisk', path })
    await press('Hide')
    expect(wrapper.emitted('close')).toHaveLength(1)
    expect(console.host.calls.filter(({ name }) => name === 'cancel')).toEqual([])
  })

  it('comes back when its job was cancelled', async () => {
    const { console, wrapper } = await opened(NewDiskWizard)
    await press('Finish')
    await tell(console, { kind: 'createDisk', path })
    await until(() => !button('Cancel').disabled)
    await press('Cancel')
    await until(() => console.host.calls.some(({ name }) => name === 'cancel'))
    await tell(console, { kind: 'createDisk', path, state: 'Cancelled' })
    await says('It was cancelled.')
    expect(wrapper.emitted('close')).toBeUndefined()
    expect(button('Finish').disabled).toBe(false)
  })

  it('brings a refusal, and a later failure, to the field they are about', async () => {
    const { console, runs } = await opened(NewDiskWizard)
    console.host.fail('DISK_FAILED', { problem: 'ALREADY_EXISTS', path })
    await press('Finish')
    await says('exists already')
    await eventually(() => expect(document.activeElement?.id).toBe('disk-name'))
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true')

    await type('other.vhd')
    await press('Finish')
    await until(() => runs().length === 2)
    const error = { code: 'DISK_FAILED', facts: { problem: 'NO_SPACE', path: '/home/disks/other.vhd' } }
    await tell(console, { kind: 'createDisk', state: 'Failed', error })
    await says('There is no room left')
    await eventually(() => expect(document.activeElement?.id).toBe('disk-location'))
  })

  it('says so where the host has forgotten its job', async () => {
    const { console } = await opened(NewDiskWizard)
    await press('Finish')
    await tell(console, { kind: 'createDisk', path })
    console.host.lose()
    await until(() => console.jobs.find('job') === null)
    await says('There is no job job')
  })

  it('offers to take an unknown file as it is once it was refused, and says what came of it', async () => {
    const { console, wrapper, runs } = await opened(NewDiskWizard)
    await press('Configure Disk')
    dialog().querySelector<HTMLInputElement>('input[value="copy"]')?.click()
    await nextTick()
    const asItIs = () => dialog().querySelector<HTMLInputElement>('input[type="checkbox"]')
    expect(asItIs()).toBeNull()
    await type('/images/a.vmdk')
    console.host.fail('DISK_FAILED', { problem: 'NOT_OF_ITS_NAME', path: '/images/a.vmdk', name: 'vmdk' })
    await press('Finish')
    await says('nothing in it is as in a .vmdk file')
    await until(() => asItIs() !== null)
    asItIs()?.click()
    await nextTick()
    await press('Finish')
    await until(() => runs().length === 2)
    expect(runs()[1]?.input).toMatchObject({ kind: 'convertDisk', source: '/images/a.vmdk', raw: true })

    const remarks = [
      { code: 'PADDED', size: 2 ** 20, capacity: 3 * 2 ** 20 },
      { code: 'SECTORS_DIFFER', sectorSize: 4096 },
    ]
    await tell(console, { kind: 'convertDisk', path, state: 'Completed', result: { capacity: 3 * 2 ** 20, remarks } })
    await says('padded with zeros from 1 MB to 3 MB')
    await says('sectors of 4096 bytes')
    expect(wrapper.emitted('close')).toBeUndefined()
    expect(document.activeElement).toBe(button('Close'))
    await press('Close')
    expect(wrapper.emitted('close')).toHaveLength(1)
  })

  it('goes forwards only past what is in order', async () => {
    await opened(NewDiskWizard)
    await press('Next >')
    await type('')
    await press('Next >')
    await says('Enter a name.')
    expect(dialog().querySelector('[aria-current="step"]')?.textContent).toContain('Specify Name and Location')
  })
})

describe('the Edit Virtual Hard Disk wizard', () => {
  it('asks the host what the disk is, and says why where it cannot', async () => {
    const { console } = await opened(EditDiskWizard, { path: null })
    expect(button('Finish').disabled).toBe(true)
    await type('/disks/lab.vhd')
    console.host.fail('DISK_FAILED', { problem: 'NOT_FOUND', path: '/disks/lab.vhd' })
    await press('Next >')
    await says('There is no /disks/lab.vhd.')

    console.host.chain = [disk()]
    await press('Next >')
    await says('lab.vhd: Dynamically expanding, 127 GB')
    expect([...dialog().querySelectorAll('label')].map((label) => label.textContent)).toEqual([
      'Compact',
      'Convert',
      'Expand',
      'Check',
    ])
  })

  it('reconnects a disk whose parent is gone', async () => {
    const { console } = await opened(EditDiskWizard, { path: '/disks/child.vhd' })
    console.host.chain = [child({ parent: parent({ path: null, problem: 'PARENT_NOT_FOUND' }) })]
    await press('Next >')
    await says('The parent of this disk is not found.')
    expect(dialog().querySelector<HTMLInputElement>('input:checked')?.value).toBe('reconnect')
    await press('Next >')
    await says('The disk names it as base.vhd.')
  })

  it('shows what a check found, and repairs it', async () => {
    const { console, runs } = await opened(EditDiskWizard, { path: '/disks/lab.vhd' })
    console.host.chain = [disk()]
    await press('Next >')
    await says('What do you want to do')
    dialog().querySelector<HTMLInputElement>('input[value="check"]')?.click()
    await nextTick()
    await press('Finish')
    await until(() => runs().length === 1)
    await tell(console, { kind: 'checkDisk' })
    const findings = [{ code: 'SPACE_LOST', size: 3 * 2 ** 20 }]
    await tell(console, { kind: 'checkDisk', state: 'Completed', result: { findings, repaired: [] } })
    await says('3 MB at the end of the file belong to nothing.')

    await tell(console, { kind: 'checkDisk' })
    await press('Repair')
    await until(() => runs().length === 2)
    expect(runs()[1]?.input).toEqual({ kind: 'checkDisk', path: '/disks/lab.vhd', repair: true })
    await tell(console, { kind: 'checkDisk', state: 'Completed', result: { findings, repaired: findings } })
    await says('belong to nothing. Repaired.')
    expect(() => button('Repair')).toThrow()
  })

  it('asks before it repairs what a saved machine relies on', async () => {
    const { console, runs } = await opened(EditDiskWizard, { path: '/disks/lab.vhd' })
    const confirm = useConfirmStore()
    console.host.chain = [disk()]
    await press('Next >')
    await says('What do you want to do')
    dialog().querySelector<HTMLInputElement>('input[value="check"]')?.click()
    await nextTick()
    await press('Finish')
    await until(() => runs().length === 1)
    await tell(console, { kind: 'checkDisk' })
    const findings = [{ code: 'SPACE_LOST', size: 3 * 2 ** 20 }]
    await tell(console, { kind: 'checkDisk', state: 'Completed', result: { findings, repaired: [] } })
    await says('belong to nothing.')
    await tell(console, { kind: 'checkDisk' })
    await press('Repair')
    await until(() => runs().length === 2)
    const error = { code: 'DISK_FAILED', facts: { problem: 'SAVED_STATE', path: '/disks/lab.vhd' } } as const
    await tell(console, { kind: 'checkDisk', state: 'Failed', error })
    await until(() => confirm.asked !== null)
    confirm.asked?.answer('confirm')
    await until(() => runs().length === 3)
    expect(runs()[2]?.input).toEqual({ kind: 'checkDisk', path: '/disks/lab.vhd', repair: true, force: true })
  })
})

describe('Inspect Disk', () => {
  it('asks for the file, then shows what it is, and its parent', async () => {
    const { console } = await opened(InspectDisk, { path: null })
    await press('Inspect')
    await says('Enter a path.')
    await type('/disks/child.vhd')
    console.host.chain = [
      child({ footerHealth: { atEnd: 'none', inFront: 'sound' } }),
      disk({ path: '/disks/base.vhd' }),
    ]
    await press('Inspect')
    await says('Virtual Hard Disk Properties')
    await says('child.vhd')
    await says('Its footer is damaged')
    await press('Inspect Parent')
    await says(/File Name:\s*base\.vhd/)
    await says('Sound.')
    await press('Back')
    await says(/File Name:\s*child\.vhd/)
  })

  it('asks the desktop’s own dialog, and again only where the file is no disk', async () => {
    const chooseFile = vi.fn().mockResolvedValueOnce('/disks/x.vhd').mockResolvedValueOnce(null)
    vi.stubGlobal('viridian', { chooseFile })
    try {
      const console = await connectedConsole()
      console.host.fail('DISK_FAILED', { problem: 'NOT_RECOGNISED', path: '/disks/x.vhd' })
      console.mount(InspectDisk, { host: hostInfo, path: null })
      await says('is not a virtual hard disk')
      expect(chooseFile).toHaveBeenCalledWith({ kind: 'disk', use: 'open', suggestion: '' })

      const cancelled = console.mount(InspectDisk, { host: hostInfo, path: null })
      await until(() => cancelled.emitted('close') !== undefined)
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('the list of jobs', () => {
  it('says that there are none', async () => {
    const console = await connectedConsole()
    expect(console.mount(JobList).text()).toContain('No jobs.')
  })

  it('shows what goes on and how it ended, newest first', async () => {
    const console = await connectedConsole({
      jobs: [
        job({ id: 'a', kind: 'checkDisk', state: 'Completed', result: { findings: [], repaired: [] } }),
        job({
          id: 'b',
          kind: 'expandDisk',
          state: 'Failed',
          error: { code: 'DISK_FAILED', facts: { problem: 'NO_SPACE', path: '/disks/lab.vhd' } },
        }),
        job({ id: 'c', progress: 0.43 }),
      ],
    })
    const list = console.mount(JobList)
    const rows = list.findAll('tbody tr').map((row) => row.findAll('td').map((cell) => cell.text()))
    expect(rows.map(([operation, file, state]) => [operation, file, state])).toEqual([
      ['Compacting (43%)', 'lab.vhd', 'In progress'],
      ['Expanding', 'lab.vhd', 'Failed'],
      ['Checking', 'lab.vhd', 'Completed'],
    ])
    expect(rows[1]?.[6]).toContain('There is no room left')
    expect(rows[2]?.[6]).toContain('lab.vhd is sound.')

    await list.get('[aria-label="Cancel: Compacting, lab.vhd"]').trigger('click')
    await until(() => console.host.calls.length === 1)
    expect(console.host.calls).toEqual([{ name: 'cancel', input: { id: 'c' } }])
  })
})
