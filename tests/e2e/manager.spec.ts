import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import { actionsOf, answer, expect, machineCell, machineRow, test } from './shell.ts'

test('a new user creates, starts, turns off and deletes a machine', async ({ manager, commandLine }) => {
  await actionsOf(manager, await hostName(manager))
    .getByRole('button', { name: 'New' })
    .click()
  await manager.getByRole('menuitem', { name: 'Virtual Machine…' }).click()
  const wizard = manager.getByRole('dialog', { name: 'New Virtual Machine Wizard' })
  await wizard.getByLabel('Name:').fill('First')
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Memory:').fill('64')
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Ready-made guest lab-linux', { exact: true }).check()
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await expect(wizard.getByLabel('Attach a virtual hard disk later')).toBeChecked()
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Start the virtual machine after it is created.').check()
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(machineCell(manager, 'First', 'State')).toHaveText('Running')
  await expect(machineCell(manager, 'First', 'Uptime')).toHaveText(/^00:00:\d\d$/)

  await machineRow(manager, 'First').click()
  await actionsOf(manager, 'First').getByRole('button', { name: 'Turn Off…' }).click()
  await answer(manager, 'Don’t Turn Off')
  await expect(machineCell(manager, 'First', 'State')).toHaveText('Running')
  await actionsOf(manager, 'First').getByRole('button', { name: 'Turn Off…' }).click()
  await answer(manager, 'Turn Off')
  await expect(machineCell(manager, 'First', 'State')).toHaveText('Off')
  await expect(machineCell(manager, 'First', 'Uptime')).toHaveText('')
  await expect(machineCell(manager, 'First', 'CPU Usage')).toHaveText('')

  await actionsOf(manager, 'First').getByRole('button', { name: 'Delete…' }).click()
  await answer(manager, 'Delete')
  await expect(machineRow(manager, 'First')).toHaveCount(0)
  expect((await commandLine.run('vm', 'show', 'First')).code).toBe(3)
})

test('the state table enables and refuses, with the reason', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Table', '--template', 'lab-linux')
  await machineRow(manager, 'Table').click()
  const actions = actionsOf(manager, 'Table')
  await expect(actions.getByRole('button', { name: 'Start' })).toBeEnabled()
  await expect(actions.getByRole('button', { name: 'Reset' })).toBeDisabled()
  await expect(actions.getByRole('button', { name: 'Reset' })).toHaveAttribute('aria-description', /.+/)

  await actions.getByRole('button', { name: 'Start' }).click()
  await expect(machineCell(manager, 'Table', 'State')).toHaveText('Running')
  await expect(actions.getByRole('button', { name: 'Start' })).toBeDisabled()
  await expect(actions.getByRole('button', { name: 'Delete…' })).toBeDisabled()
  await actions.getByRole('button', { name: 'Pause' }).click()
  await expect(machineCell(manager, 'Table', 'State')).toHaveText('Paused')
  await actions.getByRole('button', { name: 'Resume' }).click()
  await expect(machineCell(manager, 'Table', 'State')).toHaveText('Running')
  await commandLine.expect('vm', 'turn-off', 'Table')
  await expect(machineCell(manager, 'Table', 'State')).toHaveText('Off')
  await commandLine.expect('vm', 'delete', 'Table', '--yes')
})

test('a disc that is missing or no disc is refused where it was entered', async ({ manager, console }) => {
  const junk = path.join(console.commandLine.home, 'junk.iso')
  await writeFile(junk, Buffer.alloc(100_000, 'junk'))
  await manager
    .getByRole('toolbar', { name: 'Toolbar', exact: true })
    .getByRole('button', { name: /Virtual Machine/ })
    .click()
  const wizard = manager.getByRole('dialog', { name: 'New Virtual Machine Wizard' })
  await wizard.getByLabel('Name:').fill('Refused')
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Bootable CD/DVD image').check()
  await wizard.getByLabel('Image file (.iso):').fill(path.join(console.commandLine.home, 'missing.iso'))
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(wizard.getByRole('alert')).toContainText('missing.iso')
  await wizard.getByLabel('Image file (.iso):').fill(junk)
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(wizard.getByRole('alert')).toContainText('junk.iso')
  await manager.keyboard.press('Escape')
  await expect(wizard).toHaveCount(0)
  await expect(machineRow(manager, 'Refused')).toHaveCount(0)
})

test('the keyboard alone suffices', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Keys A', '--template', 'lab-linux')
  await commandLine.expect('vm', 'create', 'Keys B', '--template', 'lab-linux')
  await expect(machineRow(manager, 'Keys B')).toBeVisible()
  // F6 goes round the panes; the list takes the arrow keys.
  await manager.keyboard.press('F6')
  await expect(manager.getByRole('treeitem').and(manager.locator(':focus'))).toHaveCount(1)
  await manager.keyboard.press('F6')
  await expect(manager.getByRole('row').and(manager.locator(':focus'))).toHaveCount(1)
  const selected = manager.locator('[role=row][aria-selected=true]')
  await manager.keyboard.press('End')
  await expect(selected).toHaveCount(1)
  await manager.keyboard.press('Home')
  await expect(selected).toContainText('Keys A')
  await manager.keyboard.press('ArrowDown')
  await expect(selected).toContainText('Keys B')
  await manager.keyboard.press('Delete')
  await expect(manager.getByRole('alertdialog')).toBeVisible()
  await manager.keyboard.press('Escape')
  await expect(manager.getByRole('alertdialog')).toHaveCount(0)
  await manager.keyboard.press('Shift+F10')
  await expect(manager.getByRole('menuitem', { name: 'Start' })).toBeVisible()
  await manager.keyboard.press('Escape')
  await commandLine.expect('vm', 'delete', 'Keys A', '--yes')
  await commandLine.expect('vm', 'delete', 'Keys B', '--yes')
})

test('it speaks German when told to, and remembers', async ({ manager }) => {
  await manager.getByRole('menuitem', { name: 'View' }).click()
  await manager.getByRole('menuitem', { name: 'Language' }).hover()
  await manager.getByRole('menuitemcheckbox', { name: 'Deutsch' }).click()
  await expect(manager.getByRole('heading', { name: 'Virtuelle Computer' })).toBeVisible()
  await manager.reload()
  await expect(manager.getByRole('heading', { name: 'Virtuelle Computer' })).toBeVisible()
  await expect(manager.locator('html')).toHaveAttribute('lang', 'de')
})

test('axe finds nothing in the manager, its wizard and its dark colours', async ({ manager, lab }) => {
  await machineRow(manager, lab).click()
  await expect(manager.getByRole('img', { name: /CPU/ }).first()).toBeVisible()
  const check = async () => {
    // The legacy mode runs within the page: a desktop window opens no second page for axe.
    const { violations } = await new AxeBuilder({ page: manager }).setLegacyMode().analyze()
    expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.html) }))).toEqual([])
  }
  await check()
  await manager.emulateMedia({ colorScheme: 'dark' })
  await check()
  await manager.getByRole('treeitem', { name: 'Viridian Manager' }).click()
  await expect(manager.getByRole('heading', { name: 'Introduction' })).toBeVisible()
  await check()
  await manager.emulateMedia({ colorScheme: 'light' })
  await manager.getByRole('menuitem', { name: 'Help' }).click()
  await manager.getByRole('menuitem', { name: 'About Viridian' }).click()
  await expect(manager.getByRole('dialog')).toBeVisible()
  await check()
})

/** The computer's name, which the tree shows once the host has told it. */
async function hostName(manager: Page): Promise<string> {
  const node = manager.getByRole('treeitem').nth(1)
  await expect(node).not.toHaveText('Host')
  return (await node.innerText()).trim()
}
