import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { startBooted } from './booted-guest.ts'
import { actionsOf, answer, expect, machineCell, machineRow, speakGerman, test } from './shell.ts'

function tree(manager: Page, name: string): Locator {
  return manager.getByRole('tree', { name: `Snapshots of ${name}` })
}

const snapshot = (manager: Page, machine: string, name: string | RegExp) =>
  tree(manager, machine).getByRole('treeitem', { name })

const snapshotActions = (manager: Page) => manager.getByTestId('actions-snapshot')

test('snapshots of a machine that is off are taken, renamed, applied, reverted to and deleted', async ({
  manager,
  commandLine,
}) => {
  const disk = path.join(commandLine.home, 'tree.vhd')
  await commandLine.expect('disk', 'create', disk, '--size', '8M')
  await commandLine.expect('vm', 'create', 'Tree', '--template', 'lab-linux', '--disk', disk)
  await machineRow(manager, 'Tree').click()
  await expect(manager.getByText('The selected virtual machine has no snapshots.')).toBeVisible()
  const actions = actionsOf(manager, 'Tree')
  await expect(actions.getByRole('button', { name: 'Revert…' })).toBeDisabled()

  await actions.getByRole('button', { name: 'Snapshot', exact: true }).click()
  await expect(snapshot(manager, 'Tree', /^Tree - \(.+\)$/)).toHaveCount(1)
  await expect(snapshot(manager, 'Tree', 'Now')).toHaveAttribute('aria-level', '2')

  // In its place, by the keyboard alone.
  await snapshot(manager, 'Tree', /^Tree - /).click()
  await manager.keyboard.press('F2')
  await manager.keyboard.type('First')
  await manager.keyboard.press('Enter')
  await expect(snapshot(manager, 'Tree', 'First')).toBeFocused()

  await snapshotActions(manager).getByRole('button', { name: 'Settings…' }).click()
  const settings = manager.getByRole('dialog', { name: 'Settings for First' })
  await settings.getByLabel('Notes:').fill('fresh\nwith two lines')
  await settings.getByRole('treeitem', { name: 'tree.vhd' }).click()
  await expect(settings.getByRole('textbox')).toBeDisabled()
  await settings.getByRole('button', { name: 'OK' }).click()
  await expect(manager.getByText('with two lines')).toBeVisible()

  await machineRow(manager, 'Tree').click()
  await actions.getByRole('button', { name: 'Snapshot', exact: true }).click()
  await expect(tree(manager, 'Tree').getByRole('treeitem')).toHaveCount(3)

  // To the first, with a snapshot of what is: the next is a branch of its own.
  await snapshot(manager, 'Tree', 'First').click()
  await snapshotActions(manager).getByRole('button', { name: 'Apply…' }).click()
  await answer(manager, 'Take Snapshot and Apply')
  await expect(tree(manager, 'Tree').getByRole('treeitem')).toHaveCount(4)
  await expect(snapshot(manager, 'Tree', 'Now')).toHaveAttribute('aria-level', '2')

  await machineRow(manager, 'Tree').click()
  await actions.getByRole('button', { name: 'Revert…' }).click()
  await answer(manager, 'Don’t Revert')
  await actions.getByRole('button', { name: 'Revert…' }).click()
  await answer(manager, 'Revert')
  await expect(machineCell(manager, 'Tree', 'State')).toHaveText('Off')

  await snapshot(manager, 'Tree', 'First').click()
  await manager.keyboard.press('Delete')
  await answer(manager, 'Don’t Delete')
  await snapshot(manager, 'Tree', 'First').click()
  await manager.keyboard.press('Shift+F10')
  await manager.getByRole('menuitem', { name: 'Delete Snapshot Subtree…' }).click()
  await answer(manager, 'Delete')
  await expect(manager.getByText('The selected virtual machine has no snapshots.')).toBeVisible()
  await commandLine.expect('vm', 'delete', 'Tree', '--yes')
})

test('a running machine goes back to where it was, from its connection', async ({ manager, console, commandLine }) => {
  await startBooted(commandLine, 'Back')
  await machineRow(manager, 'Back').click()
  const connect = actionsOf(manager, 'Back').getByRole('button', { name: 'Connect…' })
  const connection = await console.connected(manager, () => connect.click())
  const view = connection.getByRole('region', { name: 'Virtual Machine Connection' })
  const choose = async (item: RegExp) => {
    await view.getByRole('menuitem', { name: 'Action' }).click()
    await connection.getByRole('menuitem', { name: item }).click()
  }

  await commandLine.expect('vm', 'type', 'Back', 'echo before\n')
  await commandLine.waits('Back', '--screen', 'before')
  await choose(/^Snapshot…/)
  await connection.getByLabel('Enter a name for the snapshot:').fill('Running')
  await connection.getByRole('button', { name: 'Take Snapshot' }).click()
  await expect(connection.getByRole('dialog')).toHaveCount(0)

  await commandLine.expect('vm', 'type', 'Back', 'clear; echo after\n')
  await commandLine.waits('Back', '--screen', 'after')
  await choose(/^Revert…/)
  await answer(connection, 'Revert')
  await expect(view.getByText('The virtual machine “Back” is saved.')).toBeVisible()
  await expect(view.locator('.cover-picture')).toBeVisible()
  await view.getByRole('button', { name: 'Start' }).last().click()
  await commandLine.waits('Back', '--state', 'Running')
  const screen = await commandLine.expect('vm', 'screen', 'Back', '--text')
  expect(screen).toContain('before')
  expect(screen).not.toContain('after')
  await commandLine.expect('vm', 'turn-off', 'Back')
})

test('the keys of a connection that no guest has ask for a snapshot, and whether to revert', async ({
  manager,
  console,
  commandLine,
  shell,
}) => {
  await commandLine.expect('vm', 'create', 'Keys', '--template', 'lab-linux')
  await machineRow(manager, 'Keys').click()
  const connect = actionsOf(manager, 'Keys').getByRole('button', { name: 'Connect…' })
  const connection = await console.connected(manager, () => connect.click())
  const view = connection.getByRole('region', { name: 'Virtual Machine Connection' })
  await view.getByRole('button', { name: 'Start' }).first().focus()
  if (shell === 'desktop') {
    await connection.keyboard.press('Control+n')
    await connection.getByLabel('Enter a name for the snapshot:').fill('By its key')
    await connection.keyboard.press('Enter')
    await expect(connection.getByRole('dialog')).toHaveCount(0)
    await view.getByRole('button', { name: 'Start' }).first().focus()
  } else {
    // A browser keeps Ctrl+N for itself.
    await commandLine.expect('snapshot', 'create', 'Keys', '--name', 'By its key')
  }
  await expect(view.getByRole('button', { name: 'Revert…' })).toBeEnabled()
  await connection.keyboard.press('Control+e')
  await expect(connection.getByRole('alertdialog')).toContainText('“By its key”')
  await answer(connection, 'Don’t Revert')
  await commandLine.expect('vm', 'delete', 'Keys', '--yes')
})

test('undo disks are asked about when the machine goes off', async ({ manager, commandLine }) => {
  const disk = path.join(commandLine.home, 'undone.vhd')
  await commandLine.expect('disk', 'create', disk, '--size', '8M')
  await commandLine.expect('vm', 'create', 'Undone', '--template', 'lab-linux', '--disk', disk)
  await machineRow(manager, 'Undone').click()
  const actions = actionsOf(manager, 'Undone')
  await actions.getByRole('button', { name: 'Settings…' }).click()
  const settings = manager.getByRole('dialog', { name: 'Settings for Undone' })
  await settings.getByRole('treeitem', { name: 'Undo Disks' }).click()
  await settings.getByLabel('Enable undo disks').check()
  await settings.getByRole('button', { name: 'OK' }).click()
  await expect(manager.getByText('Enabled. Asks what to do when it goes off.')).toBeVisible()

  await actions.getByRole('button', { name: 'Start' }).click()
  await expect(machineCell(manager, 'Undone', 'State')).toHaveText('Running')
  await commandLine.expect('vm', 'turn-off', 'Undone')
  await answer(manager, 'Keep')
  await expect(actions.getByRole('button', { name: 'Commit Undo Disks…' })).toBeEnabled()
  await actions.getByRole('button', { name: 'Discard Undo Disks…' }).click()
  await answer(manager, 'Discard')
  await expect(actions.getByRole('button', { name: 'Commit Undo Disks…' })).toBeDisabled()
  await commandLine.expect('vm', 'delete', 'Undone', '--yes')
})

test('axe finds nothing in what there is of snapshots and undo disks', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Seen', '--template', 'lab-linux')
  await machineRow(manager, 'Seen').click()
  await actionsOf(manager, 'Seen').getByRole('button', { name: 'Snapshot', exact: true }).click()
  await expect(tree(manager, 'Seen').getByRole('treeitem')).toHaveCount(2)
  const item = manager.getByRole('tree').last().getByRole('treeitem').first()
  const look = async (settings: string, undoDisks: string) => {
    await item.click()
    await expectAccessible(manager)
    await manager.keyboard.press('F2')
    await expectAccessible(manager)
    await manager.keyboard.press('Escape')
    await snapshotActions(manager).getByRole('button', { name: settings }).click()
    await expectAccessible(manager)
    await manager.keyboard.press('Escape')
    await manager.getByTestId('actions-machine').getByRole('button', { name: settings }).click()
    await manager.getByRole('dialog').getByRole('treeitem', { name: undoDisks }).click()
    await expectAccessible(manager)
    await manager.keyboard.press('Escape')
  }
  await look('Settings…', 'Undo Disks')
  await speakGerman(manager)
  await manager.emulateMedia({ colorScheme: 'dark' })
  await look('Einstellungen …', 'Rückgängig-Datenträger')
  await manager.emulateMedia({ colorScheme: 'light' })
  await commandLine.expect('vm', 'delete', 'Seen', '--yes')
})
