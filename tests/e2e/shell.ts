import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test as base, type Locator, type Page } from '@playwright/test'
import { startBooted } from './booted-guest.ts'
import { startBrowserConsole } from './browser-console.ts'
import type { CommandLine } from './command-line.ts'
import type { Console } from './console.ts'
import { startDesktopConsole } from './desktop-console.ts'
import { forgetPreferences } from './preferences.ts'

export interface ShellOptions {
  /** In which shell the specs run the console. */
  shell: 'browser' | 'desktop'
}

interface WorkerFixtures extends ShellOptions {
  console: Console
  /** The name of a machine in which lab-linux runs for all specs of a worker. */
  lab: string
}

interface Fixtures {
  manager: Page
  commandLine: CommandLine
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  shell: ['browser', { scope: 'worker', option: true }],

  console: [
    async ({ shell, browser }, use) => {
      const home = await mkdtemp(path.join(os.tmpdir(), 'viridian-e2e-'))
      const started =
        shell === 'browser'
          ? await startBrowserConsole(browser, home, { viewport: { width: 1280, height: 800 }, locale: 'en-US' })
          : await startDesktopConsole(home)
      await use(started)
      await started.close()
      await rm(home, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 900_000 },
  ],

  lab: [
    async ({ console: { commandLine } }, use) => {
      await startBooted(commandLine, 'Lab')
      await use('Lab')
    },
    { scope: 'worker', timeout: 900_000 },
  ],

  commandLine: async ({ console }, use) => {
    await use(console.commandLine)
  },

  manager: async ({ console }, use) => {
    await forgetPreferences(console.commandLine.home)
    await use(await console.openManager())
    await console.reset()
  },
})

export { expect }

/** The line of a machine in the manager's list. */
export function machineRow(manager: Page, name: string): Locator {
  const rows = manager.getByRole('grid', { name: 'Virtual Machines' }).getByRole('row')
  return rows.filter({ has: manager.getByRole('gridcell', { name, exact: true }) })
}

/** One column's text in a machine's line. */
export function machineCell(manager: Page, name: string, column: 'State' | 'CPU Usage' | 'Uptime'): Locator {
  const index = { State: 1, 'CPU Usage': 2, Uptime: 3 }[column]
  return machineRow(manager, name).getByRole('gridcell').nth(index)
}

/** The actions of a machine, or of the host, in the Actions pane. */
export function actionsOf(manager: Page, name: string): Locator {
  return manager.getByRole('group', { name, exact: true })
}

/** The computer's name, which the tree shows once the host has told it. */
export async function hostName(manager: Page): Promise<string> {
  const node = manager.getByRole('treeitem').nth(1)
  await expect(node).not.toHaveText('Host')
  return (await node.innerText()).trim()
}

/** Changes the language to German, as one who speaks it does. */
export async function speakGerman(manager: Page): Promise<void> {
  await manager.getByRole('menuitem', { name: 'View' }).click()
  await manager.getByRole('menuitem', { name: 'Language' }).hover()
  await manager.getByRole('menuitemcheckbox', { name: 'Deutsch' }).click()
  await expect(manager.getByRole('heading', { name: 'Virtuelle Computer' })).toBeVisible()
}

/** Answers the question that is asked with one of its buttons. */
export async function answer(page: Page, button: string): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: button, exact: true }).click()
}
