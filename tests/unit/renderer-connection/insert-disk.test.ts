// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import InsertDiskDialog from '#renderer/connection/InsertDiskDialog.vue'
import type { MediaDrive } from '#renderer/connection/media-menu.ts'
import { connectedConsole } from '../renderer/console.ts'
import { until } from '#tests/fixtures/patience.ts'

const floppy: MediaDrive = { at: 'floppy', name: 'Diskette Drive', kind: 'floppy', media: { kind: 'none' } }

async function shownDialog() {
  const console = await connectedConsole()
  const dialog = console.mount(InsertDiskDialog, { machineId: 'm', machineName: 'Lab 1', drive: floppy })
  await until(() => document.querySelector('form') !== null)
  const alert = () => document.querySelector('[role="alert"]')?.textContent ?? null
  const insert = async (path: string, done: () => boolean) => {
    const input = document.querySelector('input')
    if (input === null) throw new Error('There is no field.')
    input.value = path
    input.dispatchEvent(new Event('input'))
    document.querySelector('form')?.dispatchEvent(new Event('submit'))
    await until(done)
  }
  return { console, dialog, alert, insert }
}

describe('the dialog for a disk to insert', () => {
  it('asks for a full path', async () => {
    const { console, alert, insert } = await shownDialog()
    await insert(' ', () => alert() === 'Enter a path.')
    await insert('a.vfd', () => alert()?.startsWith('Enter the full path') === true)
    expect(console.host.calls).toEqual([])
  })

  it('says what the host refuses, and closes with what it takes', async () => {
    const { console, dialog, alert, insert } = await shownDialog()
    console.host.fail('DISK_FAILED', { problem: 'FLOPPY_SIZE_WRONG', path: '/a.vfd', size: 7 })
    await insert('/a.vfd', () => alert()?.includes('/a.vfd: no floppy disk has 7 bytes') === true)
    expect(dialog.emitted('close')).toBeUndefined()
    await insert(' /b.vfd ', () => dialog.emitted('close') !== undefined)
    expect(console.host.calls.at(-1)).toEqual({
      name: 'insertMedia',
      input: { id: 'm', at: 'floppy', media: { kind: 'image', path: '/b.vfd' } },
    })
  })
})
