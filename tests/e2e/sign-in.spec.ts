import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { startBrowserConsole } from './browser-console.ts'
import { expect, test } from './shell.ts'

async function expectConnected(page: Page): Promise<void> {
  await expect(page.getByText('Logical processors')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
}

test.skip(({ shell }) => shell === 'desktop', 'The desktop application is let in by its own process.')

test('a page stays signed in when it is loaded again, and lets other pages of its browser in', async ({ manager }) => {
  await expectConnected(manager)
  expect(new URL(manager.url()).search).toBe('')
  expect(await manager.context().cookies()).toEqual([])
  await manager.reload()
  await expectConnected(manager)
  const other = await manager.context().newPage()
  await other.goto(new URL(manager.url()).origin)
  await expectConnected(other)
  await other.close()
})

test('a page that nobody let in says how to get in, and goes on once its browser has been let in', async ({
  manager,
  commandLine,
  browser,
}) => {
  const { address } = JSON.parse(await commandLine.expect('host', 'show', '--json')) as { address: string }
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(address)
  const banner = page.getByRole('alert')
  await expect(banner).toContainText('Viridian does not know this page yet.')
  await banner.getByRole('button', { name: 'Sign In' }).click()
  await expect(banner).toContainText('npx viridian host show')
  const { url } = JSON.parse(await commandLine.expect('host', 'show', '--json')) as { url: string }
  const second = await context.newPage()
  await second.goto(url)
  await expectConnected(second)
  await expectConnected(page)
  await context.close()
  // The first browser noticed nothing.
  await expectConnected(manager)
})

test('an open page goes on with the next host', async ({ browser }) => {
  const home = await mkdtemp(path.join(tmpdir(), 'viridian-e2e-'))
  const first = await startBrowserConsole(browser, home, {})
  const page = await first.openManager()
  await expectConnected(page)
  await first.close()
  await expect(page.getByRole('alert')).toContainText('lost')
  const second = await startBrowserConsole(browser, home, {})
  await expectConnected(page)
  await first.reset()
  await second.close()
  await rm(home, { recursive: true, force: true })
})

test('pages that were signed out say how to get in, let no other in, and go on once one has been let in', async ({
  browser,
}) => {
  const home = await mkdtemp(path.join(tmpdir(), 'viridian-e2e-'))
  const running = await startBrowserConsole(browser, home, {})
  const page = await running.openManager()
  await expectConnected(page)
  await running.commandLine.expect('host', 'sign-out')
  const banner = page.getByRole('alert')
  await expect(banner).toContainText('Viridian does not know this page yet.')
  const other = await page.context().newPage()
  await other.goto(new URL(page.url()).origin)
  await expect(other.getByRole('alert')).toContainText('Viridian does not know this page yet.')
  const { url } = JSON.parse(await running.commandLine.expect('host', 'show', '--json')) as { url: string }
  const third = await page.context().newPage()
  await third.goto(url)
  for (const each of [third, page, other]) await expectConnected(each)
  await running.reset()
  await running.close()
  await rm(home, { recursive: true, force: true })
})
