import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { createQuickMachine } from './boot-disc.ts'
import { actionsOf, answer, expect, machineCell, machineRow, test } from './shell.ts'

const names = ['Several 1', 'Several 2', 'Several 3']
const withoutDisc = 'Several 4'

function selectedRows(manager: Page): Locator {
  return manager.getByRole('grid', { name: 'Virtual Machines' }).locator('[role=row][aria-selected=true]')
}

test('several machines are started, turned off and deleted at once, and each that refuses says why', async ({
  manager,
  commandLine,
}) => {
  for (const name of [...names, withoutDisc]) await createQuickMachine(commandLine, name)
  await rm(path.join(commandLine.home, `${withoutDisc}.iso`))

  await machineRow(manager, 'Several 1').click()
  await manager.keyboard.press('Shift+ArrowDown')
  await machineRow(manager, withoutDisc).click({ modifiers: ['Shift'] })
  await expect(selectedRows(manager)).toHaveCount(4)
  await expect(manager.getByText('4 virtual machines selected')).toBeVisible()
  const all = actionsOf(manager, '4 virtual machines')
  await expect(all.getByRole('button', { name: 'Reset' })).toBeDisabled()
  await expectAccessible(manager)

  await all.getByRole('button', { name: 'Start' }).click()
  const refusals = manager.getByRole('alertdialog')
  await expect(refusals).toContainText('1 of 4 virtual machines could not be started.')
  await expect(refusals.getByRole('row').nth(1)).toContainText(`${withoutDisc}.iso`)
  await expect(refusals.getByRole('rowheader')).toHaveText([withoutDisc])
  await expectAccessible(manager)
  await refusals.getByRole('button', { name: 'Close' }).last().click()
  await expect(refusals).toHaveCount(0)
  for (const name of names) await expect(machineCell(manager, name, 'State')).toHaveText('Running')

  // One can be turned off no more than before, the three are asked about together.
  await all.getByRole('button', { name: 'Turn Off…' }).click()
  await expect(manager.getByRole('alertdialog')).toContainText(
    /turn off 3 virtual machines.*Several 1, Several 2, and/s,
  )
  await answer(manager, 'Don’t Turn Off')
  for (const name of names) await expect(machineCell(manager, name, 'State')).toHaveText('Running')
  await machineRow(manager, 'Several 2').click({ button: 'right' })
  await expect(selectedRows(manager)).toHaveCount(4)
  await manager.getByRole('menuitem', { name: 'Turn Off…' }).click()
  await answer(manager, 'Turn Off')
  for (const name of names) await expect(machineCell(manager, name, 'State')).toHaveText('Off')

  await machineRow(manager, 'Several 1').click({ modifiers: ['ControlOrMeta'] })
  await expect(selectedRows(manager)).toHaveCount(3)
  await manager.keyboard.press('Control+Space')
  await expect(selectedRows(manager)).toHaveCount(4)
  await manager.keyboard.press('Delete')
  await expect(manager.getByRole('alertdialog')).toContainText('delete 4 virtual machines')
  await answer(manager, 'Delete')
  for (const name of [...names, withoutDisc]) await expect(machineRow(manager, name)).toHaveCount(0)
})

test('a selection is given up by Escape, and by whatever selects a single machine', async ({
  manager,
  commandLine,
}) => {
  for (const name of ['Chosen 1', 'Chosen 2']) await createQuickMachine(commandLine, name)
  await machineRow(manager, 'Chosen 1').click()
  await machineRow(manager, 'Chosen 2').click({ modifiers: ['ControlOrMeta'] })
  await expect(actionsOf(manager, '2 virtual machines')).toBeVisible()
  await manager.keyboard.press('Escape')
  await expect(actionsOf(manager, 'Chosen 2').getByRole('button', { name: 'Settings…' })).toBeVisible()
  await expect(machineRow(manager, 'Chosen 2')).toBeFocused()
  await manager.keyboard.press('ControlOrMeta+a')
  await expect(actionsOf(manager, 'Chosen 2')).toHaveCount(0)
  await manager.keyboard.press('ArrowUp')
  await expect(actionsOf(manager, 'Chosen 1')).toBeVisible()
})
