import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './axe.ts'
import { startBooted } from './booted-guest.ts'
import { OtherHost } from './other-host.ts'
import { typeKeys } from './us-keys.ts'
import { actionsOf, answer, expect, hostName, machineCell, machineRow, speakGerman, test as base } from './shell.ts'

interface WorkerFixtures {
  /** A second host, with a running guest. */
  other: OtherHost
}

const test = base.extend<object, WorkerFixtures>({
  other: [
    async ({ shell: _ }, use) => {
      const other = await OtherHost.start()
      await startBooted(other.commandLine, 'Far')
      await use(other)
      await other.close()
    },
    { scope: 'worker', timeout: 900_000 },
  ],
})

const root = 'Viridian Manager'

/** A host in the tree, also behind a dialog. */
const node = (manager: Page, name: string): Locator =>
  manager.locator('nav').getByRole('treeitem', { name, exact: true, includeHidden: true })

const press = (within: Locator, name: string) => within.getByRole('button', { name, exact: true }).click()

/** Opens the dialog in which a host is added, from the root of the tree. */
async function connectToServer(manager: Page): Promise<Locator> {
  await node(manager, root).click()
  await press(actionsOf(manager, root), 'Connect to Server…')
  return manager.getByRole('dialog', { name: 'Select Computer' })
}

/** Adds the other host to the console under the name; ends on its page. */
async function add(manager: Page, other: OtherHost, name: string): Promise<void> {
  const { address, accessKey } = await other.invite(name)
  const dialog = await connectToServer(manager)
  await dialog.getByLabel('Address').fill(address)
  await dialog.getByLabel('Access key').fill(accessKey)
  await dialog.getByLabel('Name').fill(name)
  await press(dialog, 'Connect')
  await expect(dialog).toHaveCount(0)
  await expect(node(manager, name)).toHaveAttribute('aria-selected', 'true')
}

async function removeServer(manager: Page, name: string): Promise<void> {
  await node(manager, name).click()
  await press(actionsOf(manager, name), 'Remove Server')
  await answer(manager, 'Remove')
  await expect(node(manager, name)).toHaveCount(0)
}

test.afterEach(async ({ commandLine }) => {
  const listed = JSON.parse(await commandLine.expect('host', 'list', '--json')) as { name: string; own: boolean }[]
  for (const { name } of listed.filter(({ own }) => !own)) {
    await commandLine.expect('host', 'remove', name)
  }
})

test('another host is connected to by its address and an access key, and what is wrong is said at its field', async ({
  manager,
  commandLine,
  other,
}) => {
  const { address, accessKey } = await other.invite('fields')
  const own = await hostName(manager)
  const dialog = await connectToServer(manager)
  await expect(dialog.getByLabel('Address')).toBeFocused()
  await press(dialog, 'Connect')
  await expect(dialog.getByRole('alert')).toHaveCount(2)
  await expect(dialog.getByLabel('Address')).toBeFocused()

  await dialog.getByLabel('Address').fill('elsewhere')
  await dialog.getByLabel('Access key').fill(accessKey)
  await press(dialog, 'Connect')
  await expect(dialog.getByRole('alert')).toContainText('“elsewhere” is not the address of a host')

  // Nobody listens on the port of an echo service.
  await dialog.getByLabel('Address').fill('127.0.0.1:7')
  await press(dialog, 'Connect')
  await expect(dialog.getByRole('alert')).toContainText('The host at 127.0.0.1:7 cannot be reached')

  await dialog.getByLabel('Address').fill(address)
  await dialog.getByLabel('Access key').fill(accessKey.slice(0, -1))
  await press(dialog, 'Connect')
  await expect(dialog.getByRole('alert')).toContainText('This is not a complete access key')
  await expect(dialog.getByLabel('Access key')).toBeFocused()
  await expectAccessible(manager)

  await dialog.getByLabel('Access key').fill(accessKey)
  await dialog.getByLabel('Name').fill(own)
  await press(dialog, 'Connect')
  await expect(dialog.getByRole('alert')).toContainText('There is already a host named')
  await dialog.getByLabel('Name').fill('Second')
  await press(dialog, 'Connect')
  await expect(dialog).toHaveCount(0)
  await expect(node(manager, 'Second')).toHaveAttribute('aria-selected', 'true')
  await expect(machineCell(manager, 'Far', 'State')).toHaveText('Running')

  // The same host is not there twice.
  const again = await connectToServer(manager)
  await again.getByLabel('Address').fill(address)
  await again.getByLabel('Access key').fill(accessKey)
  await press(again, 'Connect')
  await expect(again.getByRole('alert')).toContainText('is in the list already, as “Second”')
  await press(again, 'Cancel')

  expect(await commandLine.expect('host', 'list')).toContain(address)
  await removeServer(manager, 'Second')
  expect(await commandLine.expect('host', 'list')).not.toContain(address)
})

test('a guest runs on each of two hosts, and each takes the keys that are meant for it', async ({
  console,
  manager,
  commandLine,
  lab,
  other,
}) => {
  await add(manager, other, 'Second')
  await expect(machineRow(manager, lab)).toHaveCount(0)
  const far = await console.connected(manager, () => machineRow(manager, 'Far').dblclick())
  const screen = far.getByRole('application', { name: 'Screen of Far' })
  await expect(screen).toBeVisible()
  await screen.click()
  await expect(far.getByText(/Keyboard captured/)).toBeVisible()
  await typeKeys(far, 'echo far-$((6*7)) > /dev/tty1\n')
  await other.commandLine.waits('Far', '--screen', 'far-42')
  await expect(far).toHaveTitle(/Far on Second/)

  await node(manager, await hostName(manager)).click()
  await expect(machineRow(manager, 'Far')).toHaveCount(0)
  const near = await console.connected(manager, () => machineRow(manager, lab).dblclick())
  await near.getByRole('application', { name: `Screen of ${lab}` }).click()
  await expect(near.getByText(/Keyboard captured/).and(near.locator(':visible'))).toBeVisible()
  await typeKeys(near, 'echo near-$((40+2)) > /dev/tty1\n')
  await commandLine.waits(lab, '--screen', 'near-42')
  const farScreen = await other.commandLine.expect('vm', 'screen', 'Far', '--text')
  expect(farScreen).not.toContain('near-')
})

test('machines of another host are created, kept in snapshots, exported and deleted, and its events tell of it', async ({
  manager,
  commandLine,
  other,
}) => {
  await add(manager, other, 'Workshop')
  await press(actionsOf(manager, 'Workshop'), 'New')
  await manager.getByRole('menuitem', { name: 'Virtual Machine…' }).click()
  const wizard = manager.getByRole('dialog', { name: 'New Virtual Machine Wizard' })
  await wizard.getByLabel('Name:').fill('Made')
  await press(wizard, 'Next >')
  await wizard.getByLabel('Memory:').fill('64')
  await press(wizard, 'Next >')
  await wizard.getByLabel('Ready-made guest lab-linux', { exact: true }).check()
  await press(wizard, 'Finish')
  await expect(machineRow(manager, 'Made')).toHaveAttribute('aria-selected', 'true')
  expect((await commandLine.run('vm', 'show', 'Made')).code).toBe(3)
  await other.commandLine.expect('vm', 'show', 'Made')

  const actions = actionsOf(manager, 'Made')
  await press(actions, 'Snapshot')
  await expect(manager.getByRole('tree', { name: 'Snapshots of Made' }).getByRole('treeitem')).toHaveCount(2)

  await press(actions, 'Export…')
  const file = path.join(other.commandLine.home, 'outbox', 'made.viridian')
  const exporting = manager.getByRole('dialog', { name: 'Export Virtual Machine' })
  await expect(exporting.getByRole('button', { name: /^Browse/ })).toHaveCount(0)
  await expect(exporting.getByText(/Workshop/)).toBeVisible()
  await exporting.getByLabel('Export to').fill(file)
  await press(exporting, 'Export')
  await expect(exporting).toHaveCount(0)
  await manager.getByRole('tab', { name: 'Jobs' }).click()
  await expect(manager.getByRole('grid', { name: 'Jobs' }).getByText('Made').first()).toBeVisible()

  await manager.getByRole('tab', { name: 'Events' }).click()
  await expect(manager.getByText(/“Made” was created in/)).toBeVisible()
  expect(await commandLine.expect('events')).not.toContain('“Made”')

  await press(actions, 'Delete…')
  await answer(manager, 'Delete')
  await expect(machineRow(manager, 'Made')).toHaveCount(0)
})

test('a host that fails keeps what is typed, says so at its node, and is connected again by itself', async ({
  manager,
}) => {
  const other = await OtherHost.start()
  try {
    await other.commandLine.expect('vm', 'create', 'Kept', '--template', 'lab-linux')
    await add(manager, other, 'Fragile')
    await machineRow(manager, 'Kept').click()
    await press(actionsOf(manager, 'Kept'), 'Rename…')
    const dialog = manager.getByRole('dialog', { name: /Rename/ })
    await dialog.getByLabel('Name:').fill('Typed')
    await other.kill()
    await expect(node(manager, 'Fragile (Not reachable)')).toBeVisible()
    await press(dialog, 'OK')
    await expect(dialog.getByRole('alert')).toContainText('There is no connection to the host')
    await expect(dialog.getByLabel('Name:')).toHaveValue('Typed')
    await expectAccessible(manager)

    await other.start()
    await expect(node(manager, 'Fragile')).toBeVisible()
    await press(dialog, 'OK')
    await expect(dialog).toHaveCount(0)
    await expect(machineRow(manager, 'Typed')).toBeVisible()
  } finally {
    await other.close()
  }
})

test('a host whose access key is revoked is not allowed, and is again with another one', async ({ manager, other }) => {
  await add(manager, other, 'Locked')
  await other.commandLine.expect('host', 'keys', 'revoke', 'Locked')
  await expect(node(manager, 'Locked (Not allowed)')).toBeVisible()
  await expect(manager.getByText(/does not know this access key/)).toBeVisible()
  await expectAccessible(manager)

  const { accessKey } = await other.invite('again')
  await manager.getByRole('button', { name: 'Enter Another Access Key…' }).click()
  const dialog = manager.getByRole('dialog', { name: 'Select Computer' })
  await expect(dialog.getByLabel('Access key')).toBeFocused()
  await dialog.getByLabel('Access key').fill(accessKey)
  await press(dialog, 'Connect')
  await expect(dialog).toHaveCount(0)
  await expect(node(manager, 'Locked')).toBeVisible()
  await expect(machineCell(manager, 'Far', 'State')).toHaveText('Running')
})

test('hosts are remembered in their order, and this computer is taken out and brought back', async ({
  manager,
  other,
}) => {
  await add(manager, other, 'Later')
  const own = await hostName(manager)
  await manager.reload()
  await expect(node(manager, 'Later')).toHaveAttribute('aria-selected', 'true')
  await expect(machineCell(manager, 'Far', 'State')).toHaveText('Running')
  await expect(manager.locator('nav').getByRole('treeitem')).toHaveText([root, own, 'Later'])

  await node(manager, own).click()
  await press(actionsOf(manager, own), 'Remove Server')
  await expect(node(manager, own)).toHaveCount(0)
  await manager.reload()
  await expect(node(manager, 'Later')).toBeVisible()
  await expect(node(manager, own)).toHaveCount(0)

  const dialog = await connectToServer(manager)
  await dialog.getByLabel('This computer').check()
  await press(dialog, 'Connect')
  await expect(node(manager, own)).toHaveAttribute('aria-selected', 'true')
})

test('speaks German of other hosts', async ({ manager, other }) => {
  await add(manager, other, 'Drüben')
  await node(manager, await hostName(manager)).click()
  await speakGerman(manager)
  await node(manager, 'Drüben').click()
  await press(actionsOf(manager, 'Drüben'), 'Server entfernen')
  const question = manager.getByRole('alertdialog')
  await expect(question).toContainText('„Drüben“')
  await expectAccessible(manager)
  await answer(manager, 'Entfernen')
  await expect(node(manager, 'Drüben')).toHaveCount(0)
})
