// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { useSelectionStore } from '#renderer/machines/selection.store.ts'
import { useDialogsStore } from '#renderer/dialogs/dialogs.store.ts'
import { useMachineActions } from '#renderer/machines/machine-actions.ts'
import { useSnapshotMenu } from '#renderer/machines/snapshots/snapshot-menu.ts'
import WindowDialogs from '#renderer/WindowDialogs.vue'
import { flatten } from '#renderer/shell/action.ts'
import type { Job } from '#shared/job.ts'
import type { Machine } from '#shared/machine.ts'
import { eventually, until } from '#tests/fixtures/patience.ts'
import { connectedConsole, inComponent, type ConnectedConsole } from './console.ts'
import { aSnapshot, job, machine } from './values.ts'

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

async function type(id: string, text: string): Promise<void> {
  const field = dialog().querySelector<HTMLInputElement>(`#${id}`)
  if (field === null) throw new Error(`There is no field ${id}.`)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  await nextTick()
}

const says = (text: string | RegExp) => eventually(() => expect(dialog().textContent).toMatch(text))
const closed = () => until(() => document.querySelector('[role="dialog"]') === null)

async function opened(machines: Machine[] = []) {
  const console = await connectedConsole({ machines })
  console.mount(WindowDialogs)
  return { console, dialogs: useDialogsStore() }
}

async function ends(console: ConnectedConsole, values: Partial<Job>): Promise<void> {
  console.host.change({ type: 'job', job: job({ state: 'Completed', ...values }) })
  await until(() => console.jobs.find('job') !== null)
  await nextTick()
}

const inputsOf = (console: ConnectedConsole, name: string) =>
  console.host.calls.filter((call) => call.name === name).map(({ input }) => input)

describe('exporting a machine', () => {
  it('is asked for by its action, and follows its job', async () => {
    const subject = machine({ id: 'm' })
    const { console } = await opened([subject])
    void inComponent(console, useMachineActions)(subject).export.run()
    await says('Export Virtual Machine')
    await press('Export')
    await until(() => inputsOf(console, 'export').length === 1)
    expect(inputsOf(console, 'export')).toEqual([
      {
        ...{ id: 'm', path: '/home/exports/Lab 1.viridian', format: 'file' },
        ...{ state: false, snapshots: false, media: false },
      },
    ])
    await says('Exporting')
    await ends(console, { kind: 'exportMachine' })
    await closed()
  })

  it('tells a refusal and a later failure at the path', async () => {
    const { console, dialogs } = await opened([machine({ id: 'm' })])
    dialogs.open({ kind: 'export', hostId: 'own', machineId: 'm', snapshotId: null })
    await says('Export to:')
    await type('export-path', 'lab')
    await press('Export')
    await says('Enter the full path')
    await eventually(() => expect(document.activeElement?.id).toBe('export-path'))

    await type('export-path', '/usb/lab.viridian')
    await press('Export')
    const error = { code: 'DISK_FAILED', facts: { problem: 'ALREADY_EXISTS', path: '/usb/lab.viridian' } }
    await ends(console, { kind: 'exportMachine', state: 'Failed', error })
    await says('exists already')
    await eventually(() => expect(document.activeElement?.id).toBe('export-path'))
  })

  it('comes back when its job was cancelled', async () => {
    const { console, dialogs } = await opened([machine({ id: 'm' })])
    dialogs.open({ kind: 'export', hostId: 'own', machineId: 'm', snapshotId: null })
    await says('Export to:')
    await press('Export')
    await until(() => inputsOf(console, 'export').length === 1)
    await ends(console, { kind: 'exportMachine', state: 'Running' })
    await until(() => !button('Cancel').disabled)
    await press('Cancel')
    await until(() => inputsOf(console, 'cancel').length === 1)
    await ends(console, { kind: 'exportMachine', state: 'Cancelled' })
    await says('It was cancelled.')
  })

  it('exports a snapshot from the snapshot’s actions, also while the machine runs', async () => {
    const subject = machine({ id: 'm', state: 'Running', snapshots: [aSnapshot({ name: 'Exam' })] })
    const { console } = await opened([subject])
    const actions = flatten(inComponent(console, useSnapshotMenu)(subject, aSnapshot({ name: 'Exam' })))
    const action = actions.find(({ id }) => id === 'exportSnapshot')
    expect(action?.whyNot()).toBeNull()
    void action?.run()
    await says('when the snapshot “Exam” was taken')
    await press('Export')
    await until(() => inputsOf(console, 'export').length === 1)
    expect(inputsOf(console, 'export')[0]).toMatchObject({ snapshotId: 'first', snapshots: false })
  })
})

describe('cloning a machine', () => {
  it('asks for names and number, and selects the first clone', async () => {
    const subject = machine({ id: 'm' })
    const { console } = await opened([subject, machine({ id: 'n', name: 'Lab 1 - Clone' })])
    void inComponent(console, useMachineActions)(subject).clone.run()
    await says('Clone Virtual Machine')
    expect(dialog().querySelector<HTMLInputElement>('#clone-name')?.value).toBe('Lab 1 - Clone 2')
    await type('clone-name', 'Seat')
    await type('clone-count', '3')
    await says('“Seat 1” to “Seat 3”')
    await press('Clone')
    await until(() => inputsOf(console, 'clone').length === 1)
    expect(inputsOf(console, 'clone')).toEqual([
      {
        id: 'm',
        name: 'Seat',
        mode: 'linked',
        count: 3,
        baseName: expect.stringMatching(/^Base of clones - /) as string,
      },
    ])
    await ends(console, { kind: 'cloneMachine', result: ['a', 'b', 'c'] })
    await closed()
    expect(useSelectionStore(console.session).machineId).toBe('a')
  })

  it('says why linked clones are not possible, and what the host refuses at its field', async () => {
    const undoDisks = { enabled: true, whenOff: 'keep', present: false } as const
    const drives = [{ kind: 'disk', at: 'ide0:0', path: '/a.vhd' } as const]
    const { console, dialogs } = await opened([machine({ id: 'm', undoDisks, drives })])
    dialogs.open({ kind: 'clone', hostId: 'own', machineId: 'm', snapshotId: null })
    await says('has undo disks')
    expect(dialog().querySelector<HTMLInputElement>('input[value="full"]')?.checked).toBe(true)
    console.host.fail('MACHINE_NAME_TAKEN', { name: 'Lab 1 - Clone' }, 'clone')
    await press('Clone')
    await says('There already is a virtual machine named')
    await eventually(() => expect(document.activeElement?.id).toBe('clone-name'))
  })

  it('brings what the host says of sharing disks to that choice', async () => {
    const { console, dialogs } = await opened([
      machine({ id: 'm', drives: [{ kind: 'disk', at: 'ide0:0', path: '/a.vhd' }] }),
    ])
    dialogs.open({ kind: 'clone', hostId: 'own', machineId: 'm', snapshotId: null })
    await says('Linked clones')
    console.host.fail('SNAPSHOT_LIMIT', { name: 'Lab 1', limit: 50 }, 'clone')
    await press('Clone')
    await says('50 snapshots')
    await eventually(() => expect((document.activeElement as HTMLInputElement).value).toBe('linked'))
  })
})

describe('importing a machine', () => {
  it('asks the host what is there, tells what is missing, and selects what it has made', async () => {
    const { console, dialogs } = await opened([machine({ name: 'Lab' })])
    dialogs.open({ kind: 'import', hostId: 'own' })
    await says('Locate Export')
    expect(button('Finish').disabled).toBe(true)
    console.host.fail('PACKAGE_UNUSABLE', { path: '/usb/lab', problem: 'NOT_A_PACKAGE', detail: 'x' }, 'inspectImport')
    await type('import-path', '/usb/lab')
    await press('Next >')
    await says('no virtual machine was exported to it')
    await eventually(() => expect(document.activeElement?.id).toBe('import-path'))

    const missing = { missingMedia: ['/isos/dsl.iso'], missingTemplates: ['lab-linux'], stateFits: false }
    console.host.importFacts = { ...console.host.importFacts, nameTaken: true, idTaken: true, ...missing }
    await press('Next >')
    await says('There already is a virtual machine named “Lab”.')
    expect(dialog().querySelector<HTMLInputElement>('#import-name')?.value).toBe('Lab 2')
    expect(dialog().querySelector<HTMLInputElement>('input[value="kept"]')?.disabled).toBe(true)
    expect(dialog().querySelector<HTMLInputElement>('input[value="inPlace"]')?.disabled).toBe(true)
    await press('Next >')
    for (const text of ['/isos/dsl.iso was not exported', 'ready-made guest lab-linux', 'another version']) {
      await says(text)
    }
    await press('Finish')
    await until(() => inputsOf(console, 'import').length === 1)
    expect(inputsOf(console, 'import')).toEqual([{ path: '/usb/lab', name: 'Lab 2', identity: 'new', mode: 'copy' }])
    await ends(console, { kind: 'importMachine', result: 'new-id' })
    await closed()
    expect(useSelectionStore(console.session).machineId).toBe('new-id')
  })

  it('comes back to the name where somebody else has taken it meanwhile', async () => {
    const { console, dialogs } = await opened()
    dialogs.open({ kind: 'import', hostId: 'own' })
    await says('Locate Export')
    await type('import-path', '/usb/lab')
    await press('Next >')
    await says('Generate a new ID')
    console.host.fail('MACHINE_NAME_TAKEN', { name: 'Lab' }, 'import')
    await press('Finish')
    await says('Choose another name.')
    await eventually(() => expect(document.activeElement?.id).toBe('import-name'))
  })
})
