import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, hostName, test } from './shell.ts'

/** Chooses one of the host's actions in the Actions pane. */
async function choose(manager: Page, action: string): Promise<void> {
  await hostName(manager)
  await manager.getByTestId('actions-host').getByRole('button', { name: action, exact: true }).click()
}

async function newDiskWizard(manager: Page): Promise<Locator> {
  await choose(manager, 'New')
  await manager.getByRole('menuitem', { name: 'Hard Disk…' }).click()
  return manager.getByRole('dialog', { name: 'New Virtual Hard Disk Wizard' })
}

/** Begins to edit a disk, with the action chosen. */
async function editWizard(manager: Page, disk: string, action: string): Promise<Locator> {
  await choose(manager, 'Edit Disk…')
  const wizard = manager.getByRole('dialog', { name: 'Edit Virtual Hard Disk Wizard' })
  await wizard.getByLabel('Location:').fill(disk)
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel(action, { exact: true }).check()
  return wizard
}

/** The line of a job in the Jobs tab. */
async function jobRow(manager: Page, operation: string, file: string): Promise<Locator> {
  await manager.getByRole('tab', { name: /^Jobs/ }).click()
  const rows = manager.getByRole('grid', { name: 'Jobs' }).getByRole('row')
  return rows.filter({ hasText: operation }).filter({ hasText: file })
}

test('a new user makes a hard disk where none was before, and inspects it', async ({
  console,
  manager,
  commandLine,
}) => {
  const wizard = await newDiskWizard(manager)
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Name:').fill('first')
  const folder = await wizard.getByLabel('Location:').inputValue()
  expect(folder).toBe(path.join(commandLine.home, 'disks'))
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Size:').fill('1.5')
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(wizard).toHaveCount(0)
  await expect(await jobRow(manager, 'Creating a virtual hard disk', 'first.vhd')).toContainText('Completed')

  await console.chooseFile(manager, path.join(folder, 'none.vhd'), () => choose(manager, 'Inspect Disk…'))
  const question = manager.getByRole('dialog', { name: 'Inspect Virtual Hard Disk' })
  await expect(question.getByRole('alert')).toContainText('none.vhd')
  await question.getByLabel('File (.vhd):').fill(path.join(folder, 'first.vhd'))
  await question.getByRole('button', { name: 'Inspect' }).click()
  const properties = manager.getByRole('dialog', { name: 'Virtual Hard Disk Properties' })
  for (const fact of ['Dynamically expanding', 'first.vhd', '1.5 GB', 'Sound.']) {
    await expect(properties).toContainText(fact)
  }
})

test('a disk that exists is not written over, and one that cannot be made is refused where it was entered', async ({
  manager,
  commandLine,
}) => {
  const taken = path.join(commandLine.home, 'taken.vhd')
  await commandLine.expect('disk', 'create', taken, '--size', '8M')
  const wizard = await newDiskWizard(manager)
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Name:').fill('taken.vhd')
  await wizard.getByLabel('Location:').fill(commandLine.home)
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(wizard.getByRole('alert')).toContainText('exists already')
  await expect(wizard.getByLabel('Name:')).toBeFocused()
  await wizard.getByLabel('Location:').fill(path.join(taken, 'below'))
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(wizard.getByRole('alert')).toContainText('could not read or write')
  await expect(wizard.getByLabel('Location:')).toBeFocused()
})

test('work on a disk shows how far it is, and ends where it is cancelled', async ({ manager, commandLine }) => {
  // So much to read that nobody is too late to cancel it.
  const source = path.join(commandLine.home, 'large.img')
  const file = await open(source, 'w')
  await file.truncate(8 * 1024 ** 3)
  await file.close()
  const wizard = await newDiskWizard(manager)
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Name:').fill('copy')
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Copy the contents of the specified disk').check()
  await wizard.getByLabel('Image file or physical disk:').fill(source)
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(wizard.getByRole('progressbar')).toHaveAttribute('value', /[1-9]/)
  await wizard.getByRole('button', { name: 'Cancel' }).click()
  await expect(wizard.getByRole('status')).toContainText('It was cancelled.')
  await manager.keyboard.press('Escape')
  await expect(await jobRow(manager, 'Converting', 'copy.vhd')).toContainText('Cancelled')
  expect((await commandLine.run('disk', 'inspect', path.join(commandLine.home, 'disks/copy.vhd'))).code).toBe(3)
})

test('a disk is expanded, compacted and checked', async ({ manager, commandLine }) => {
  const disk = path.join(commandLine.home, 'edited.vhd')
  await commandLine.expect('disk', 'create', disk, '--size', '20M')

  const expanding = await editWizard(manager, disk, 'Expand')
  await expanding.getByRole('button', { name: 'Next >' }).click()
  await expanding.getByRole('button', { name: 'Finish' }).click()
  await expect(expanding.getByRole('alert')).toContainText('larger than 20 MB')
  await expanding.getByLabel('New size:').fill('40')
  await expanding.getByRole('button', { name: 'Finish' }).click()
  await expect(expanding).toHaveCount(0)
  await expect(await jobRow(manager, 'Expanding', 'edited.vhd')).toContainText('Completed')

  const compacting = await editWizard(manager, disk, 'Compact')
  await compacting.getByRole('button', { name: 'Finish' }).click()
  await expect(compacting).toHaveCount(0)
  await expect(await jobRow(manager, 'Compacting', 'edited.vhd')).toContainText('Completed')

  const checking = await editWizard(manager, disk, 'Check')
  await checking.getByRole('button', { name: 'Finish' }).click()
  await expect(checking.getByText('edited.vhd is sound.')).toBeVisible()
  await checking.getByRole('button', { name: 'Close', exact: true }).last().click()
  const facts = JSON.parse(await commandLine.expect('disk', 'inspect', disk, '--json')) as unknown
  expect(facts).toMatchObject({ capacity: 40 * 1024 ** 2 })
})
