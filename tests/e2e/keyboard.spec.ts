import type { Locator, Page } from '@playwright/test'
import { createQuickMachine } from './boot-disc.ts'
import { actionsOf, answer, expect, hostName, machineCell, machineRow, test } from './shell.ts'

const screenOf = (page: Page, name: string) => page.getByRole('application', { name: `Screen of ${name}` })
const selectedRow = (manager: Page) => manager.locator('[role=row][aria-selected=true]')

/** Presses a key until something has the focus, at most twenty times. */
async function pressUntilFocused(page: Page, key: string, wanted: Locator): Promise<void> {
  const focused = () => wanted.evaluateAll((all) => all.some((each) => each.contains(document.activeElement)))
  for (let presses = 0; presses < 20 && !(await focused()); presses += 1) await page.keyboard.press(key)
  expect(await focused()).toBe(true)
}

test('whoever connects has the guest’s keyboard, however often and by whatever way', async ({
  console,
  manager,
  commandLine,
  shell,
}) => {
  await createQuickMachine(commandLine, 'Typed')
  await machineRow(manager, 'Typed').click()
  const connect = actionsOf(manager, 'Typed').getByRole('button', { name: 'Connect…' })
  const page = await console.connected(manager, () => connect.click())
  const screen = screenOf(page, 'Typed')
  const start = page.getByRole('region', { name: 'Virtual Machine Connection' }).locator('.cover-button')
  await expect(start).toBeFocused()
  await page.keyboard.press('Enter')
  // A host that has much to do takes its time to start a machine.
  await expect(screen).toBeFocused({ timeout: 60_000 })

  const toolbar = page.getByRole('toolbar', { name: 'Toolbar of the connection to Typed' })
  await toolbar.getByRole('button', { name: 'Pause' }).click()
  await expect(start).toHaveText(/Resume/)
  await expect(start).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(screen).toBeFocused()

  await page.getByRole('menuitem', { name: 'View' }).last().click()
  await page.getByRole('menuitemcheckbox', { name: 'Toolbar' }).click()
  await expect(screen).toBeFocused()
  await page.getByRole('menuitem', { name: 'View' }).last().click()
  await page.getByRole('menuitemcheckbox', { name: 'Toolbar' }).click()
  await page.getByRole('menuitem', { name: 'Help' }).last().click()
  await page.getByRole('menuitem', { name: /Keys|Keyboard/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(screen).toBeFocused()
  await toolbar.getByRole('button', { name: 'Turn Off…' }).click()
  await page.keyboard.press('Escape')
  await expect(screen).toBeFocused()

  if (shell === 'browser') {
    await manager.getByRole('tab', { name: 'Viridian Manager' }).click()
    await expect(machineRow(manager, 'Typed')).toBeFocused()
    await manager.getByRole('tab', { name: 'Typed' }).first().click()
    await expect(screen).toBeFocused()
    await manager.getByRole('tab', { name: 'Viridian Manager' }).click()
    await connect.click()
    await expect(screen).toBeFocused()
    await connect.click()
    await expect(screen).toBeFocused()
    // What the guest does not take leads out of the connection, and back.
    await page.keyboard.press('Control+Alt+ArrowLeft')
    await expect(screen).not.toBeFocused()
    await page.keyboard.press('F6')
    await expect(manager.getByRole('complementary', { name: 'Actions' }).locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Shift+F6')
    await expect(manager.getByRole('main').locator(':focus')).toHaveCount(1)
    await connect.click()
    await expect(screen).toBeFocused()
  } else {
    // The window is there already: it comes forward, and the guest has the keyboard.
    await page.keyboard.press('Control+Alt+ArrowLeft')
    await expect(screen).not.toBeFocused()
    await connect.click()
    await expect(screen).toBeFocused()
  }
  await commandLine.expect('vm', 'turn-off', 'Typed')
  await expect(start).toBeFocused()
  await commandLine.expect('vm', 'delete', 'Typed', '--yes')
})

test('every pane is reached by F6, and each list goes by the arrow keys and by typing', async ({
  manager,
  commandLine,
}) => {
  for (const name of ['Alpha', 'Beta 1', 'Beta 2']) {
    await commandLine.expect('vm', 'create', name, '--template', 'lab-linux')
  }
  // One is selected without being asked for.
  await expect(selectedRow(manager)).toHaveCount(1)
  await commandLine.expect('snapshot', 'create', 'Alpha')
  await machineRow(manager, 'Alpha').click()
  const snapshots = manager.getByRole('tree', { name: 'Snapshots of Alpha' })
  await expect(snapshots).toBeVisible()
  const panes = [
    snapshots,
    manager.getByRole('tablist', { name: 'Details' }),
    manager.getByTestId('actions-host'),
    manager.getByRole('tree', { name: 'Console tree' }),
    manager.getByRole('grid', { name: 'Virtual Machines' }),
  ]
  const inside = (pane: Locator) => expect(pane.locator(':focus')).toHaveCount(1)
  for (const pane of panes) {
    await manager.keyboard.press('F6')
    await inside(pane)
  }
  for (const pane of panes.slice(0, -1).toReversed()) {
    await manager.keyboard.press('Shift+F6')
    await inside(pane)
  }

  await manager.keyboard.press('Shift+F6')
  await manager.keyboard.type('beta 1')
  await expect(selectedRow(manager)).toContainText('Beta 1')
  // One Tab stop before the rows.
  await manager.keyboard.press('Shift+Tab')
  await expect(manager.getByRole('button', { name: 'Name', exact: true })).toBeFocused()
  await manager.keyboard.press('ArrowRight')
  await expect(manager.getByRole('button', { name: 'State', exact: true })).toBeFocused()
  await manager.keyboard.press('Tab')
  await expect(selectedRow(manager)).toBeFocused()

  await pressUntilFocused(manager, 'F6', manager.getByTestId('actions-host'))
  await manager.keyboard.press('End')
  await manager.keyboard.type('ren')
  await expect(actionsOf(manager, 'Beta 1').getByRole('button', { name: 'Rename…' })).toBeFocused()
  await manager.keyboard.press('ArrowDown')
  await expect(actionsOf(manager, 'Beta 1').getByRole('button', { name: 'Delete…' })).toBeFocused()
  await manager.keyboard.press('Enter')
  await expect(manager.getByRole('alertdialog')).toBeVisible()
  await answer(manager, 'Delete')
  // What was deleted gives way to the next.
  await expect(selectedRow(manager)).toContainText('Beta 2')
  await expect.poll(() => manager.evaluate(() => document.activeElement === document.body)).toBe(false)

  await machineRow(manager, 'Alpha').click()
  await manager.keyboard.press('Delete')
  await answer(manager, 'Delete')
  await expect(machineRow(manager, 'Alpha')).toHaveCount(0)
  await expect(machineRow(manager, 'Beta 2')).toBeFocused()
  await commandLine.expect('vm', 'delete', 'Beta 2', '--yes')
})

test('menus and dialogs give the focus back to where it was', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Back', '--template', 'lab-linux')
  const row = machineRow(manager, 'Back')
  await row.click()
  const file = manager.getByRole('menuitem', { name: 'File' })
  for (const leave of ['Escape', 'F10']) {
    await manager.keyboard.press('F10')
    await expect(file).toBeFocused()
    await manager.keyboard.press(leave)
    await expect(row).toBeFocused()
  }
  await manager.keyboard.press('F10')
  await manager.keyboard.press('ArrowDown')
  await expect(manager.getByRole('menu')).toBeVisible()
  await manager.keyboard.press('F10')
  await expect(manager.getByRole('menu')).toHaveCount(0)
  await expect(row).toBeFocused()

  await manager.getByRole('menuitem', { name: 'View' }).click()
  await manager.getByRole('menuitemcheckbox', { name: 'Status Bar' }).click()
  await expect(row).toBeFocused()
  await manager.getByRole('menuitem', { name: 'Help' }).click()
  await manager.getByRole('menuitem', { name: 'About Viridian' }).click()
  await expect(manager.getByRole('dialog')).toBeVisible()
  await manager.keyboard.press('Escape')
  await expect(row).toBeFocused()
  await manager.keyboard.press('Shift+F10')
  await manager.getByRole('menuitem', { name: 'Rename…' }).click()
  await expect(manager.getByRole('dialog').getByRole('textbox')).toBeFocused()
  await manager.keyboard.press('Escape')
  await expect(row).toBeFocused()
  await manager.getByRole('toolbar', { name: 'Toolbar', exact: true }).getByRole('button', { name: 'Start' }).click()
  await expect(machineCell(manager, 'Back', 'State')).toHaveText('Running')
  await expect(row).toBeFocused()
  await commandLine.expect('vm', 'turn-off', 'Back')
  await commandLine.expect('vm', 'delete', 'Back', '--yes')
})

test('every dialog begins where something is to be entered', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Asked', '--template', 'lab-linux')
  await machineRow(manager, 'Asked').click()
  const dialog = manager.locator('[role="dialog"], [role="alertdialog"]')
  for (const group of [actionsOf(manager, await hostName(manager)), actionsOf(manager, 'Asked')]) {
    for (const action of await group.getByRole('button', { name: /…$/, disabled: false }).all()) {
      const name = await action.innerText()
      if (name.startsWith('Connect') || name.startsWith('Inspect')) continue
      await action.click()
      await expect(dialog, name).toHaveCount(1)
      await expect(dialog.locator(':focus'), name).toHaveCount(1)
      await expect(dialog.locator('.dialog-close'), name).not.toBeFocused()
      await manager.keyboard.press('Escape')
      await expect(dialog, name).toHaveCount(0)
      await expect(action, name).toBeFocused()
    }
  }
  await commandLine.expect('vm', 'delete', 'Asked', '--yes')
})
