import type { Page } from '@playwright/test'
import { startBooted } from './booted-guest.ts'
import { typeKeys } from './us-keys.ts'
import { actionsOf, expect, machineCell, machineRow, test } from './shell.ts'

/** The guest may have been given its machine's name by then. */
const prompt = '(?:lab-linux|brief):.*# '

function screenOf(page: Page, name: string) {
  return page.getByRole('application', { name: `Screen of ${name}` })
}

/** Types into the guest's screen as a person does: a click, then keys. */
async function typeOnScreen(page: Page, name: string, text: string): Promise<void> {
  await screenOf(page, name).click()
  await expect(page.getByText(/Keyboard captured/)).toBeVisible()
  await typeKeys(page, text)
}

test('keys typed on the screen reach the guest, and its answer the screen', async ({
  console,
  manager,
  commandLine,
  lab,
}) => {
  const page = await console.connected(manager, () => machineRow(manager, lab).dblclick())
  await expect(screenOf(page, lab)).toBeVisible()
  await typeOnScreen(page, lab, 'echo $((6*7)) "Zwei|Drei" > /dev/tty1; echo done-$((1000+1))\n')
  await commandLine.waits(lab, '--screen', '42 Zwei\\|Drei[\\s\\S]*done-1001')
})

test('CPU Usage and the graph move because the guest works', async ({ manager, commandLine, lab }) => {
  await machineRow(manager, lab).click()
  const usage = async () => Number.parseInt((await machineCell(manager, lab, 'CPU Usage').textContent()) ?? '', 10)
  await expect.poll(usage).toBeLessThan(30)
  await commandLine.expect('vm', 'type', lab, 'stress --cpu 1 --timeout 60 &\\n')
  await expect.poll(usage).toBeGreaterThan(80)
  const graph = manager.getByRole('img', { name: /CPU usage of Lab/ })
  await expect
    .poll(async () => Number(/(\d+)%/.exec((await graph.getAttribute('aria-label')) ?? '')?.[1]))
    .toBeGreaterThan(80)
  await commandLine.expect('vm', 'type', lab, 'kill %1\\n')
  await expect.poll(usage).toBeLessThan(30)
})

test('COM1 is a terminal of the guest', async ({ console, manager, commandLine, lab }) => {
  await machineRow(manager, lab).click()
  const page = await console.connected(manager, () =>
    actionsOf(manager, lab).getByRole('button', { name: 'Connect…' }).click(),
  )
  await page.getByRole('tab', { name: 'COM1' }).click()
  await page.getByRole('textbox', { name: `COM1 of ${lab}` }).focus()
  await page.keyboard.type('echo serial-$((40+2))\n', { delay: 20 })
  await commandLine.waits(lab, '--serial', 'serial-42')
})

test('the connection pauses, resumes, resets and turns off its machine, and waits for it to start', async ({
  console,
  manager,
  commandLine,
}) => {
  await commandLine.expect('vm', 'create', 'Own', '--template', 'lab-linux', '--memory', '64')
  const page = await console.connected(manager, () => machineRow(manager, 'Own').dblclick())
  await expect(page.getByText('The virtual machine “Own” is turned off.')).toBeVisible()
  const toolbar = page.getByRole('toolbar', { name: 'Toolbar of the connection to Own' })
  await toolbar.getByRole('button', { name: 'Start' }).click()
  await expect(screenOf(page, 'Own')).toBeVisible()
  await commandLine.waits('Own', '--screen', 'Linux version|SeaBIOS|ISOLINUX|Booting')
  await toolbar.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('The virtual machine “Own” is paused.')).toBeVisible()
  await toolbar.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByText('The virtual machine “Own” is paused.')).toHaveCount(0)
  await toolbar.getByRole('button', { name: 'Turn Off…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Turn Off', exact: true }).click()
  await expect(page.getByText('The virtual machine “Own” is turned off.')).toBeVisible()
  await commandLine.expect('vm', 'delete', 'Own', '--yes')
})

test('a guest that switches itself off is Off, and Ctrl+Alt+Delete restarts one', async ({
  console,
  manager,
  commandLine,
}) => {
  await startBooted(commandLine, 'Brief')
  const page = await console.connected(manager, () => machineRow(manager, 'Brief').dblclick())
  await page
    .getByRole('toolbar', { name: 'Toolbar of the connection to Brief' })
    .getByRole('button', { name: 'Ctrl+Alt+Delete' })
    .click()
  // A second greeting says that the guest started anew.
  await commandLine.waits('Brief', '--serial', `${prompt}[\\s\\S]*Linux version[\\s\\S]*${prompt}`)
  await commandLine.expect('vm', 'type', 'Brief', 'poweroff\\n')
  await commandLine.waits('Brief', '--state', 'Off')
  await expect(page.getByText('The virtual machine “Brief” is turned off.')).toBeVisible()
  await commandLine.expect('vm', 'delete', 'Brief', '--yes')
})
