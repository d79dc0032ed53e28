import type { Page } from '@playwright/test'
import { actionsOf, expect, hostName, machineCell, machineRow, test } from './shell.ts'

/** Presses a key and holds it down, as a keyboard that repeats it tells of it. */
async function hold(page: Page, key: string): Promise<void> {
  for (let press = 0; press < 12; press += 1) await page.keyboard.down(key)
  await page.keyboard.up(key)
}

test('a double click takes one snapshot, and so does Enter that is held down', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Once', '--template', 'lab-linux')
  const snapshots = async () => {
    const { snapshots } = JSON.parse(await commandLine.expect('vm', 'show', 'Once', '--json')) as {
      snapshots: unknown[]
    }
    return snapshots.length
  }
  await machineRow(manager, 'Once').click()
  const take = actionsOf(manager, 'Once').getByRole('button', { name: 'Snapshot', exact: true })
  await take.dblclick()
  const tree = manager.getByRole('tree', { name: 'Snapshots of Once' })
  await expect(tree.getByRole('treeitem')).toHaveCount(2)
  expect(await snapshots()).toBe(1)

  await take.focus()
  await hold(manager, 'Enter')
  await expect(tree.getByRole('treeitem')).toHaveCount(3)
  expect(await snapshots()).toBe(2)
  await commandLine.expect('vm', 'delete', 'Once', '--yes')
})

test('a double click on Start starts, and Pause does not become Resume under it', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Twice', '--template', 'lab-linux', '--memory', '64')
  await machineRow(manager, 'Twice').click()
  const actions = actionsOf(manager, 'Twice')
  await actions.getByRole('button', { name: 'Start', exact: true }).dblclick()
  await expect(machineCell(manager, 'Twice', 'State')).toHaveText('Running')
  await actions.getByRole('button', { name: 'Pause', exact: true }).dblclick()
  await expect(machineCell(manager, 'Twice', 'State')).toHaveText('Paused')
  await expect(manager.getByRole('alertdialog')).toHaveCount(0)
  const events = JSON.parse(await commandLine.expect('events', '--json')) as { code: string; machineName: string }[]
  const told = events.filter(({ machineName }) => machineName === 'Twice').map(({ code }) => code)
  expect(told.filter((code) => code === 'MACHINE_RESUMED')).toEqual([])
  await commandLine.expect('vm', 'turn-off', 'Twice')
  await commandLine.expect('vm', 'delete', 'Twice', '--yes')
})

test('Enter that is held down turns one page of a wizard, and makes one machine', async ({ manager, commandLine }) => {
  await actionsOf(manager, await hostName(manager))
    .getByRole('button', { name: 'New' })
    .click()
  await manager.getByRole('menuitem', { name: 'Virtual Machine…' }).click()
  const wizard = manager.getByRole('dialog', { name: 'New Virtual Machine Wizard' })
  const step = (name: string) => wizard.getByRole('heading', { name })
  await wizard.getByLabel('Name:').fill('Held')
  await hold(manager, 'Enter')
  await expect(step('Assign Memory')).toBeVisible()
  await wizard.getByRole('button', { name: 'Summary' }).click()
  await expect(step('Summary')).toBeVisible()
  await hold(manager, 'Enter')
  await expect(machineRow(manager, 'Held')).toBeVisible()
  await expect(wizard).toHaveCount(0)
  const machines = JSON.parse(await commandLine.expect('vm', 'list', '--json')) as { name: string }[]
  expect(machines.filter(({ name }) => name.startsWith('Held'))).toHaveLength(1)
  await commandLine.expect('vm', 'delete', 'Held', '--yes')
})

test('the second click of a double click on OK reaches nothing behind the dialog', async ({ manager, commandLine }) => {
  await commandLine.expect('vm', 'create', 'Behind', '--template', 'lab-linux')
  await machineRow(manager, 'Behind').click()
  await manager.keyboard.press('F2')
  const dialog = manager.getByRole('dialog')
  await dialog.getByRole('textbox').fill('In front')
  await dialog.getByRole('button', { name: 'OK' }).dblclick()
  await expect(machineRow(manager, 'In front')).toHaveAttribute('aria-selected', 'true')
  await expect(manager.getByRole('tab', { name: 'In front' })).toHaveCount(1)
  await commandLine.expect('vm', 'delete', 'In front', '--yes')
})
