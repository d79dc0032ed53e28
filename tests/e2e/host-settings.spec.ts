import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expectAccessible } from './axe.ts'
import { actionsOf, expect, hostName, machineRow, speakGerman, test } from './shell.ts'

test('the settings of the host say where machines are, and where else to look', async ({
  manager,
  commandLine,
}, testInfo) => {
  const folder = testInfo.outputPath('elsewhere')
  const discs = testInfo.outputPath('discs')
  await mkdir(discs, { recursive: true })
  const name = await hostName(manager)
  const dialog = manager.getByRole('dialog', { name: `Viridian Settings for ${name}` })
  await actionsOf(manager, name).getByRole('button', { name: 'Viridian Settings…' }).click()
  await expect(dialog.getByRole('treeitem', { name: 'Virtual Hard Disks' })).toBeFocused()
  await manager.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('heading', { name: 'Virtual Machines' })).toBeVisible()
  await dialog.getByLabel('Folder:').fill('elsewhere')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Enter the full path, with all its folders.')
  await expect(dialog.getByLabel('Folder:')).toBeFocused()
  await expectAccessible(manager)
  await dialog.getByLabel('Folder:').fill(folder)

  await dialog.getByRole('treeitem', { name: 'Search Paths' }).click()
  await dialog.getByLabel('Folder to add:').fill(path.join(discs, 'missing'))
  await dialog.getByLabel('Folder to add:').press('Enter')
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect(dialog.getByRole('alert')).toContainText('there is no such folder')
  await expectAccessible(manager)
  await dialog.getByLabel('Folders that are searched').selectOption(path.join(discs, 'missing'))
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByLabel('Folder to add:').fill(discs)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await testInfo.attach('search paths', { body: await manager.screenshot(), contentType: 'image/png' })
  await dialog.getByRole('button', { name: 'OK' }).click()
  await expect(dialog).toHaveCount(0)
  const shown = JSON.parse(await commandLine.expect('host', 'show', '--json')) as { settings: unknown }
  expect(shown.settings).toMatchObject({ machinesFolder: folder, searchPaths: [discs] })

  await commandLine.expect('vm', 'create', 'Elsewhere', '--template', 'lab-linux')
  await machineRow(manager, 'Elsewhere').click()
  await expect(manager.getByText(path.join(folder, 'Elsewhere'))).toBeVisible()
  await commandLine.expect('vm', 'delete', 'Elsewhere', '--yes', '--permanently')
  const { settings } = JSON.parse(await commandLine.expect('host', 'show', '--json')) as {
    settings: { disksFolder: string }
  }
  const machines = path.join(path.dirname(settings.disksFolder), 'machines')
  await commandLine.expect('host', 'set', '--machines-folder', machines, '--remove-search-path', discs)
})

test('a machine is stored in a location of its own', async ({ manager, commandLine }, testInfo) => {
  const folder = testInfo.outputPath('stick')
  await actionsOf(manager, await hostName(manager))
    .getByRole('button', { name: 'New' })
    .click()
  await manager.getByRole('menuitem', { name: 'Virtual Machine…' }).click()
  const wizard = manager.getByRole('dialog', { name: 'New Virtual Machine Wizard' })
  await wizard.getByLabel('Name:').fill('Mobile')
  await wizard.getByLabel('Store the virtual machine in a different location').check()
  await wizard.getByLabel('Location:').fill(folder)
  await expectAccessible(manager)
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await expect(machineRow(manager, 'Mobile')).toBeVisible()
  const machine = JSON.parse(await commandLine.expect('vm', 'show', 'Mobile', '--json')) as { folder: string }
  expect(machine.folder).toBe(path.join(folder, 'Mobile'))
  await commandLine.expect('vm', 'delete', 'Mobile', '--yes', '--permanently')
  await commandLine.expect('host', 'set', '--remove-search-path', folder)
})

test('the settings of the host are German, too', async ({ manager }, testInfo) => {
  await speakGerman(manager)
  await manager.getByTestId('actions-host').getByRole('button', { name: 'Viridian-Einstellungen …' }).click()
  const dialog = manager.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: 'Virtuelle Festplatten' })).toBeVisible()
  await testInfo.attach('disks', { body: await manager.screenshot(), contentType: 'image/png' })
  await dialog.getByRole('treeitem', { name: 'Suchpfade' }).click()
  await dialog.getByLabel('Ordner, der hinzukommt:').fill('discs')
  await dialog.getByRole('button', { name: 'Hinzufügen' }).click()
  await expect(dialog.getByRole('alert')).toBeVisible()
  await testInfo.attach('search paths', { body: await manager.screenshot(), contentType: 'image/png' })
  await expectAccessible(manager)
})
