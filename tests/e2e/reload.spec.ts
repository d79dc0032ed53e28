import { actionsOf, expect, hostName, machineRow, test } from './shell.ts'

test('a page that is loaded again shows what it showed', async ({ console, manager, commandLine, shell }) => {
  for (const name of ['Kept A', 'Kept B']) await commandLine.expect('vm', 'create', name, '--template', 'lab-linux')
  const selected = manager.locator('[role=row][aria-selected=true]')
  await expect(selected).toHaveCount(1)
  await machineRow(manager, 'Kept B').click()
  const heading = manager.getByRole('columnheader', { name: 'Name' })
  const width = async () => (await heading.boundingBox())?.width
  const before = await width()
  await manager.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(heading).toHaveAttribute('aria-sort', 'descending')
  await manager.keyboard.press('Shift+ArrowRight')
  await expect.poll(width).not.toBe(before)
  const wide = await width()
  const host = await hostName(manager)
  const group = actionsOf(manager, host).getByRole('button', { name: host })
  await group.click()
  await manager.getByRole('tab', { name: 'Events' }).click()

  await manager.reload()
  await expect(selected).toContainText('Kept B')
  await expect(heading).toHaveAttribute('aria-sort', 'descending')
  expect(await width()).toBe(wide)
  await expect(group).toHaveAttribute('aria-expanded', 'false')
  await expect(manager.getByRole('tab', { name: 'Events' })).toHaveAttribute('aria-selected', 'true')

  // In a browser connections are tabs of the page, on the desktop windows of their own.
  if (shell === 'browser') {
    await console.connected(manager, () => machineRow(manager, 'Kept A').dblclick())
    const tab = (name: string) => manager.getByRole('tablist', { name: 'Open consoles' }).getByRole('tab', { name })
    const start = manager.locator('.cover-button').filter({ visible: true })
    await expect(start).toBeFocused()
    await manager.reload()
    await expect(tab('Kept A')).toHaveAttribute('aria-selected', 'true')
    await expect(start).toBeFocused()
    await tab('Viridian Manager').click()
    await manager.reload()
    await expect(tab('Viridian Manager')).toHaveAttribute('aria-selected', 'true')
    await expect(tab('Kept A')).toHaveCount(1)
  }
  await commandLine.expect('vm', 'delete', 'Kept A', '--yes')
  await commandLine.expect('vm', 'delete', 'Kept B', '--yes')
})
