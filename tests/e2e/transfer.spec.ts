import { execFile } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { actionsOf, expect, hostName, machineCell, machineRow, speakGerman, test } from './shell.ts'

const dialogOf = (manager: Page, name: string) => manager.getByRole('dialog', { name, exact: true })

const press = (within: Locator, name: string) => within.getByRole('button', { name, exact: true }).click()

/** What of a file there is in a folder that may not be there. */
const namesIn = (folder: string) => readdir(folder).catch((): string[] => [])

test('a machine is exported to a file, imported under another name, and cloned twice', async ({
  manager,
  commandLine,
}) => {
  const disk = path.join(commandLine.home, 'pack.vhd')
  await commandLine.expect('disk', 'create', disk, '--size', '8M')
  await commandLine.expect('vm', 'create', 'Pack', '--template', 'lab-linux', '--disk', disk)
  const file = path.join(commandLine.home, 'outbox', 'pack.viridian')
  await machineRow(manager, 'Pack').click()
  const actions = actionsOf(manager, 'Pack')

  await press(actions, 'Export…')
  const exporting = dialogOf(manager, 'Export Virtual Machine')
  await expect(exporting.getByLabel('Export to:')).toHaveValue(/Pack\.viridian$/)
  await expect(exporting.getByLabel('Snapshots')).toBeDisabled()
  await exporting.getByLabel('Export to:').fill('pack.viridian')
  await press(exporting, 'Export')
  await expect(exporting.getByRole('alert')).toHaveText('Enter the full path, with all its folders.')
  await expect(exporting.getByLabel('Export to:')).toBeFocused()
  await exporting.getByLabel('Export to:').fill(file)
  await press(exporting, 'Export')
  await expect(exporting).toHaveCount(0)
  expect((await stat(file)).isFile()).toBe(true)

  // What is there is not overwritten.
  await press(actions, 'Export…')
  await exporting.getByLabel('Export to:').fill(file)
  await press(exporting, 'Export')
  await expect(exporting.getByRole('alert')).toContainText('exists already')
  await expect(exporting.getByLabel('Export to:')).toBeFocused()
  await manager.keyboard.press('Escape')

  await press(actionsOf(manager, await hostName(manager)), 'Import Virtual Machine…')
  const importing = dialogOf(manager, 'Import Virtual Machine')
  await importing.getByLabel('File or folder:').fill(`${file}.missing`)
  await press(importing, 'Next >')
  await expect(importing.getByRole('alert')).toContainText('pack.viridian.missing')
  await importing.getByLabel('File or folder:').fill(file)
  await press(importing, 'Next >')
  await expect(importing.getByText('There already is a virtual machine named “Pack”.')).toBeVisible()
  await expect(importing.getByLabel('Keep the ID it had')).toBeDisabled()
  await expect(importing.getByLabel('Use the exported folder itself')).toBeDisabled()
  await importing.getByLabel('Name:').fill('Unpacked')
  await press(importing, 'Next >')
  await expect(importing.getByRole('definition').filter({ hasText: 'Unpacked' })).toBeVisible()
  await press(importing, 'Finish')
  await expect(importing).toHaveCount(0)
  await expect(machineRow(manager, 'Unpacked')).toHaveAttribute('aria-selected', 'true')

  await machineRow(manager, 'Pack').click()
  await press(actions, 'Clone…')
  const cloning = dialogOf(manager, 'Clone Virtual Machine')
  await cloning.getByLabel('Name:').fill('Seat')
  await cloning.getByLabel('Number of clones:').fill('2')
  await expect(cloning.getByText('“Seat 1” to “Seat 2”')).toBeVisible()
  await expect(cloning.getByLabel('Linked clones')).toBeChecked()
  await press(cloning, 'Clone')
  await expect(cloning).toHaveCount(0)
  await expect(machineRow(manager, 'Seat 1')).toHaveAttribute('aria-selected', 'true')
  await expect(machineRow(manager, 'Seat 2')).toBeVisible()
  const seat = await commandLine.expect('disk', 'inspect', await diskOf('Seat 1'), '--json')
  expect(seat).toContain('"differencing"')
  await machineRow(manager, 'Pack').click()
  const tree = manager.getByRole('tree', { name: 'Snapshots of Pack' })
  await tree.getByRole('treeitem', { name: /^Base of clones/ }).click()

  // The snapshot by itself, as a folder that then becomes a machine.
  const folder = path.join(commandLine.home, 'outbox', 'base')
  await press(manager.getByTestId('actions-snapshot'), 'Export…')
  await exporting.getByLabel('A new folder').check()
  await exporting.getByLabel('Export to:').fill(folder)
  await press(exporting, 'Export')
  await expect(exporting).toHaveCount(0)
  expect(await namesIn(folder)).toContain('manifest.json')
  await press(actionsOf(manager, await hostName(manager)), 'Import Virtual Machine…')
  await importing.getByLabel('File or folder:').fill(folder)
  await press(importing, 'Next >')
  await importing.getByLabel('Name:').fill('Moved')
  await importing.getByLabel('Use the exported folder itself').check()
  await press(importing, 'Finish')
  await expect(machineRow(manager, 'Moved')).toBeVisible()
  expect(await namesIn(folder)).toEqual([])

  for (const name of ['Moved', 'Seat 2', 'Seat 1', 'Unpacked', 'Pack']) {
    await commandLine.expect('vm', 'delete', name, '--yes')
  }

  async function diskOf(name: string): Promise<string> {
    const shown = JSON.parse(await commandLine.expect('vm', 'show', name, '--json')) as {
      drives: { kind: string; path?: string }[]
    }
    return shown.drives.find(({ kind }) => kind === 'disk')?.path ?? ''
  }
})

test('an export that is hidden is seen at work, and cancelled among the jobs', async ({ manager, commandLine }) => {
  const disk = path.join(commandLine.home, 'large.vhd')
  // Large without taking room: its export lasts until it is cancelled, however busy the computer is.
  await promisify(execFile)('qemu-img', [
    'create',
    '-q',
    '-f',
    'vpc',
    '-o',
    'subformat=fixed,force_size=on',
    disk,
    '64G',
  ])
  await commandLine.expect('vm', 'create', 'Large', '--template', 'lab-linux', '--disk', disk)
  const outbox = path.join(commandLine.home, 'large')
  await machineRow(manager, 'Large').click()
  await press(actionsOf(manager, 'Large'), 'Export…')
  const exporting = dialogOf(manager, 'Export Virtual Machine')
  await exporting.getByLabel('Export to:').fill(path.join(outbox, 'large.viridian'))
  await press(exporting, 'Export')
  await press(exporting, 'Hide')
  await expect(machineCell(manager, 'Large', 'State')).toHaveText('Copying')
  await manager.getByRole('tab', { name: /^Jobs/ }).click()
  await manager.getByRole('button', { name: 'Cancel: Exporting, Large' }).click()
  const job = manager.getByRole('grid', { name: 'Jobs' }).getByRole('row').filter({ hasText: 'Large' })
  await expect(job).toContainText('Cancelled')
  await expect(machineCell(manager, 'Large', 'State')).toHaveText('Off')
  expect(await namesIn(outbox)).toEqual([])
  await commandLine.expect('vm', 'delete', 'Large', '--yes')
})

interface Words {
  readonly export: string
  readonly clone: string
  readonly import: string
  readonly confirmExport: string
  readonly confirmClone: string
  readonly next: string
}

const english: Words = {
  ...{ export: 'Export…', clone: 'Clone…', import: 'Import Virtual Machine…', next: 'Next >' },
  ...{ confirmExport: 'Export', confirmClone: 'Clone' },
}
const german: Words = {
  ...{ export: 'Exportieren …', clone: 'Klonen …', import: 'Virtuellen Computer importieren …', next: 'Weiter >' },
  ...{ confirmExport: 'Exportieren', confirmClone: 'Klonen' },
}

test('axe finds nothing in what exports, clones and imports, in both languages and colours', async ({
  manager,
  commandLine,
}) => {
  await commandLine.expect('vm', 'create', 'Axe', '--template', 'lab-linux')
  await commandLine.expect('snapshot', 'create', 'Axe', '--name', 'Before')
  const file = path.join(commandLine.home, 'axe.viridian')
  await commandLine.expect('vm', 'export', 'Axe', file)
  const dialog = manager.getByRole('dialog')
  const leave = async () => {
    await manager.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  const refusedAndAccessible = async () => {
    await expect(dialog.getByRole('alert').first()).toBeVisible()
    await expectAccessible(manager)
  }
  const look = async (words: Words) => {
    const machine = manager.getByTestId('actions-machine')
    await press(machine, words.export)
    await dialog.getByRole('textbox').fill('axe')
    await press(dialog, words.confirmExport)
    await refusedAndAccessible()
    await leave()

    await press(machine, words.clone)
    await dialog.getByRole('spinbutton').fill('0')
    await press(dialog, words.confirmClone)
    await refusedAndAccessible()
    await leave()

    await press(manager.getByTestId('actions-host'), words.import)
    await press(dialog, words.next)
    await refusedAndAccessible()
    await dialog.getByRole('textbox').fill(file)
    await press(dialog, words.next)
    await expect(dialog.getByRole('radio').first()).toBeVisible()
    await expectAccessible(manager)
    await press(dialog, words.next)
    await expect(dialog.getByRole('definition').first()).toBeVisible()
    await expectAccessible(manager)
    await leave()
  }
  await machineRow(manager, 'Axe').click()
  await look(english)
  await speakGerman(manager)
  await manager.emulateMedia({ colorScheme: 'dark' })
  await look(german)
  await manager.emulateMedia({ colorScheme: 'light' })
  await commandLine.expect('vm', 'delete', 'Axe', '--yes')
})
