import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import type { Console } from './console.ts'
import { expect, machineRow, speakGerman, test } from './shell.ts'

interface Words {
  readonly next: string
  readonly new: string
  readonly machine: string
  readonly disk: string
  readonly floppy: string
  readonly inspect: string
  readonly edit: string
  readonly settings: string
  readonly expand: string
  readonly jobs: RegExp
  readonly events: string
  readonly delete: string
  readonly trash: string
}

const english: Words = {
  next: 'Next >',
  new: 'New',
  machine: 'Virtual Machine…',
  disk: 'Hard Disk…',
  floppy: 'Floppy Disk…',
  inspect: 'Inspect Disk…',
  edit: 'Edit Disk…',
  settings: 'Settings…',
  expand: 'Expand',
  jobs: /^Jobs/,
  events: 'Events',
  delete: 'Delete…',
  trash: 'Deleted Virtual Machines…',
}

const german: Words = {
  next: 'Weiter >',
  new: 'Neu',
  machine: 'Virtueller Computer …',
  disk: 'Festplatte …',
  floppy: 'Diskette …',
  inspect: 'Datenträger überprüfen …',
  edit: 'Datenträger bearbeiten …',
  settings: 'Einstellungen …',
  expand: 'Erweitern',
  jobs: /^Aufträge/,
  events: 'Ereignisse',
  delete: 'Löschen …',
  trash: 'Gelöschte virtuelle Computer …',
}

/** Opens all that works on disks and drives, each with something refused, and lets axe look at it. */
async function tour(console: Console, manager: Page, words: Words, disk: string): Promise<void> {
  const dialog = manager.getByRole('dialog')
  const actions = manager.getByTestId('actions-host')
  const next = () => dialog.getByRole('button', { name: words.next, exact: true }).click()
  const leave = async () => {
    await manager.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  const create = async (what: string) => {
    await actions.getByRole('button', { name: words.new, exact: true }).click()
    await manager.getByRole('menuitem', { name: what }).click()
  }
  const refused = (within: Locator) => expect(within.getByRole('alert').first()).toBeVisible()

  await create(words.disk)
  await next()
  await dialog.getByRole('textbox').last().fill('disks')
  await next()
  await refused(dialog)
  await expectAccessible(manager)
  await dialog.getByRole('textbox').last().fill(path.dirname(disk))
  await next()
  await expectAccessible(manager)
  await next()
  await expectAccessible(manager)
  await leave()

  await create(words.floppy)
  await expectAccessible(manager)
  await leave()

  const inspect = actions.getByRole('button', { name: words.inspect, exact: true })
  await console.chooseFile(manager, disk, () => inspect.click())
  await expect(dialog.getByRole('definition').first()).toBeVisible()
  await expectAccessible(manager)
  await leave()

  await actions.getByRole('button', { name: words.edit, exact: true }).click()
  await dialog.getByRole('textbox').fill(disk)
  await next()
  await dialog.getByLabel(words.expand, { exact: true }).check()
  await expectAccessible(manager)
  await next()
  await next()
  await refused(dialog)
  await expectAccessible(manager)
  await leave()

  await create(words.machine)
  await next()
  await next()
  await next()
  await expectAccessible(manager)
  await leave()

  await manager.getByTestId('actions-machine').getByRole('button', { name: words.settings }).click()
  await expectAccessible(manager)
  await dialog.getByRole('treeitem').filter({ hasText: 'IDE' }).first().click()
  await expectAccessible(manager)
  await dialog.getByRole('treeitem').last().click()
  await expectAccessible(manager)
  await leave()

  await manager.getByRole('tab', { name: words.jobs }).click()
  await expect(manager.getByRole('grid', { name: words.jobs }).getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(manager)
}

test('axe finds nothing in what works on disks and drives, in both languages and colours', async ({
  console,
  manager,
  commandLine,
}) => {
  const disk = path.join(commandLine.home, 'seen.vhd')
  await commandLine.expect('disk', 'create', disk, '--size', '8M')
  await commandLine.expect('vm', 'create', 'Seen', '--template', 'lab-linux', '--disk', disk)
  await machineRow(manager, 'Seen').click()
  // A job to look at.
  await manager.getByTestId('actions-host').getByRole('button', { name: english.edit }).click()
  await manager.getByRole('dialog').getByRole('textbox').fill(disk)
  await manager.getByRole('dialog').getByRole('button', { name: english.next }).click()
  await manager.getByRole('dialog').getByRole('button', { name: 'Finish' }).click()
  await expect(manager.getByRole('dialog')).toHaveCount(0)

  await tour(console, manager, english, disk)
  await speakGerman(manager)
  await manager.emulateMedia({ colorScheme: 'dark' })
  await tour(console, manager, german, disk)
  await manager.emulateMedia({ colorScheme: 'light' })
  await commandLine.expect('vm', 'delete', 'Seen', '--yes')
})

/** Opens all that tells what happened, and what a machine does by itself or is asked about before it goes. */
async function tourOfRecords(manager: Page, words: Words): Promise<void> {
  const dialog = manager.locator('[role="dialog"], [role="alertdialog"]')
  const leave = async () => {
    await manager.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  const machine = manager.getByTestId('actions-machine')

  await machine.getByRole('button', { name: words.settings }).click()
  for (const page of await dialog.getByRole('treeitem').all()) {
    await page.click()
    await expectAccessible(manager)
  }
  await dialog.getByRole('treeitem', { name: /^Name/ }).click()
  await dialog.getByRole('textbox').first().fill('a/b')
  await manager.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toBeVisible()
  await expectAccessible(manager)
  await leave()

  await machine.getByRole('button', { name: words.delete }).click()
  await expectAccessible(manager)
  await leave()

  await manager.getByTestId('actions-host').getByRole('button', { name: words.trash }).click()
  await expect(dialog.getByRole('row').nth(1)).toBeVisible()
  await expectAccessible(manager)
  await leave()

  await manager.keyboard.press('F1')
  await expectAccessible(manager)
  await leave()

  await manager.getByRole('tab', { name: words.events, exact: true }).click()
  await manager
    .getByRole('tabpanel')
    .getByRole('button', { name: /Told again/ })
    .first()
    .click()
  await expectAccessible(manager)
}

test('axe finds nothing in what tells of machines and removes them, in both languages and colours', async ({
  manager,
  commandLine,
}) => {
  const disk = path.join(commandLine.home, 'told.vhd')
  await commandLine.expect('disk', 'create', disk, '--size', '8M')
  await commandLine.expect('vm', 'create', 'Gone', '--template', 'lab-linux')
  await commandLine.expect('vm', 'delete', 'Gone', '--yes')
  await commandLine.expect('vm', 'create', 'Told', '--template', 'lab-linux', '--disk', disk)
  await commandLine.expect('vm', 'rename', 'Told', 'Told again')
  await machineRow(manager, 'Told again').click()
  await tourOfRecords(manager, english)
  await speakGerman(manager)
  await manager.emulateMedia({ colorScheme: 'dark' })
  await tourOfRecords(manager, german)
  await manager.emulateMedia({ colorScheme: 'light' })
  await commandLine.expect('vm', 'delete', 'Told again', '--yes')
})
