import { copyFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { actionsOf, expect, hostName, machineRow, test } from './shell.ts'

const disc = path.join(import.meta.dirname, '../../dist/guest/lab-linux.iso')

/** The New Virtual Machine wizard on its page of what the machine starts from. */
async function newMachineWizard(manager: Page, name: string): Promise<Locator> {
  await actionsOf(manager, await hostName(manager))
    .getByRole('button', { name: 'New' })
    .click()
  await manager.getByRole('menuitem', { name: 'Virtual Machine…' }).click()
  const wizard = manager.getByRole('dialog', { name: 'New Virtual Machine Wizard' })
  await wizard.getByLabel('Name:').fill(name)
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByRole('button', { name: 'Next >' }).click()
  return wizard
}

async function openSettings(manager: Page, name: string): Promise<Locator> {
  await machineRow(manager, name).click()
  await actionsOf(manager, name).getByRole('button', { name: 'Settings…' }).click()
  return manager.getByRole('dialog', { name: `Settings for ${name}` })
}

test('a machine gets a new disk, or one of a template', async ({ manager, commandLine }) => {
  const wizard = await newMachineWizard(manager, 'Blank')
  await wizard.getByLabel('Ready-made guest lab-linux', { exact: true }).check()
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await wizard.getByLabel('Size:').fill('9000')
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await expect(wizard.getByRole('alert')).toContainText('1 to 2040')
  await wizard.getByLabel('Size:').fill('2')
  await wizard.getByRole('button', { name: 'Next >' }).click()
  await expect(wizard).toContainText('2 GB, dynamically expanding')
  await wizard.getByRole('button', { name: 'Finish' }).click()
  await machineRow(manager, 'Blank').click()
  await expect(manager.getByRole('tabpanel')).toContainText('Blank.vhd')

  const other = await newMachineWizard(manager, 'Server')
  await other.getByLabel('Ready-made guest lab-linux-disk').check()
  await other.getByRole('button', { name: 'Next >' }).click()
  await expect(other).toContainText('Differencing disk of the template lab-linux-disk')
  await other.getByRole('button', { name: 'Finish' }).click()
  await machineRow(manager, 'Server').click()
  await expect(manager.getByRole('tabpanel')).toContainText('Server.vhd')
  const [disk] = JSON.parse(await commandLine.expect('vm', 'disk', 'list', 'Server', '--json')) as { content: string }[]
  const facts = JSON.parse(await commandLine.expect('disk', 'inspect', disk?.content ?? '', '--json')) as unknown
  expect(facts).toMatchObject({ type: 'differencing' })
  await commandLine.expect('vm', 'delete', 'Blank', '--yes')
  await commandLine.expect('vm', 'delete', 'Server', '--yes')
})

test('the settings attach a disk, say what is wrong with one, and detach it', async ({ manager, commandLine }) => {
  const disk = path.join(commandLine.home, 'data.vhd')
  await commandLine.expect('disk', 'create', disk, '--size', '8M')
  await commandLine.expect('vm', 'create', 'Drives', '--template', 'lab-linux')
  const settings = await openSettings(manager, 'Drives')
  const apply = settings.getByRole('button', { name: 'Apply' })
  await settings.getByRole('treeitem', { name: 'IDE Controller 0' }).click()
  await settings.getByRole('button', { name: 'Add' }).click()
  const file = settings.getByLabel('Virtual hard disk (.vhd) file:')
  await file.fill(path.join(commandLine.home, 'none.vhd'))
  await apply.click()
  await expect(settings.getByRole('alert')).toContainText('none.vhd')
  await expect(file).toBeFocused()
  await file.fill('data.vhd')
  await apply.click()
  await expect(settings.getByRole('alert')).toContainText('full path')
  await file.fill(disk)
  await apply.click()
  await expect(apply).toBeDisabled()
  await expect(settings.getByRole('treeitem', { name: 'data.vhd' })).toHaveCount(1)
  await settings.getByRole('button', { name: 'OK' }).click()
  await expect(manager.getByRole('tabpanel')).toContainText(disk)
  expect(await commandLine.expect('vm', 'disk', 'list', 'Drives')).toMatch(/^ide0:0 .*data\.vhd$/m)

  const again = await openSettings(manager, 'Drives')
  await again.getByRole('treeitem', { name: 'data.vhd' }).click()
  await again.getByRole('button', { name: 'Remove' }).click()
  await again.getByRole('button', { name: 'OK' }).click()
  await expect(again).toHaveCount(0)
  await expect(manager.getByRole('tabpanel')).not.toContainText(disk)
  await commandLine.expect('disk', 'inspect', disk)
  await commandLine.expect('vm', 'delete', 'Drives', '--yes')
})

test('a running machine shows its drives, and keeps them', async ({ manager, commandLine, lab }) => {
  // It goes on from a saved state, and has read nothing since.
  await commandLine.expect('vm', 'type', lab, 'dd if=/dev/sr0 of=/dev/null bs=2k count=100\\n')
  await machineRow(manager, lab).click()
  const details = manager.getByRole('tabpanel')
  await expect(details).toContainText('Disc of the template lab-linux')
  await expect(details).toContainText(/Disk I\/O:Read: [1-9]/)
  const settings = await openSettings(manager, lab)
  await settings.getByRole('treeitem', { name: 'IDE Controller 0' }).click()
  await expect(settings.getByRole('note')).toContainText('Turn it off first.')
  await expect(settings.getByRole('button', { name: 'Add' })).toBeDisabled()
})

test('disks go into a running machine and come out again', async ({ console, manager, commandLine, lab }) => {
  const page = await console.connected(manager, () => machineRow(manager, lab).dblclick())
  const media = async (drive: string, command: string) => {
    await page
      .getByRole('menubar', { name: `Menu bar of the connection to ${lab}` })
      .getByRole('menuitem', { name: 'Media' })
      .click()
    await page.getByRole('menuitem', { name: drive }).hover()
    const item = page.getByRole('menuitem', { name: command })
    // A disc of a template is checked where it is in the drive.
    await item.or(page.getByRole('menuitemcheckbox', { name: command })).click()
  }
  const contents = async () => {
    const drives = JSON.parse(await commandLine.expect('vm', 'disk', 'list', lab, '--json')) as { content: string }[]
    return drives.map(({ content }) => (content === null ? null : path.basename(content)))
  }

  const image = path.join(commandLine.home, 'tools.iso')
  await copyFile(disc, image)
  await console.chooseFile(page, image, () => media('DVD Drive', 'Insert Disk…'))
  await expect.poll(contents).toEqual(['tools.iso', null])
  // The guest reads the mark of an ISO 9660 volume from the disc.
  await commandLine.expect('vm', 'type', lab, 'head -c 32774 /dev/sr0 | tail -c 5; echo -is-there\\n')
  await commandLine.waits(lab, '--screen', 'CD001-is-there')
  await media('DVD Drive', 'Eject tools.iso')
  await expect.poll(contents).toEqual([null, null])

  const floppy = path.join(commandLine.home, 'notes.vfd')
  await commandLine.expect('disk', 'create', floppy)
  await console.chooseFile(page, floppy, () => media('Diskette Drive', 'Insert Disk…'))
  await expect.poll(contents).toEqual([null, 'notes.vfd'])
  await media('Diskette Drive', 'Eject notes.vfd')
  await expect.poll(contents).toEqual([null, null])
  // As it was for the other specs.
  await media('DVD Drive', 'Disc of the template lab-linux')
  await expect.poll(async () => commandLine.expect('vm', 'disk', 'list', lab)).toContain('template lab-linux')
})
