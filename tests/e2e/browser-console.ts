import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test'
import { CommandLine } from './command-line.ts'
import type { Console } from './console.ts'

const program = path.join(import.meta.dirname, '../../dist/cli/viridian.js')

/** `viridian serve`, and its console in a browser. */
export async function startBrowserConsole(
  browser: Browser,
  home: string,
  options: BrowserContextOptions,
): Promise<Console> {
  const host = spawn(process.execPath, [program, 'serve', '--json'], {
    env: { ...process.env, VIRIDIAN_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // The one line says that it listens.
  await once(createInterface(host.stdout), 'line')
  const commandLine = new CommandLine(home)
  let context: BrowserContext | null = null

  return {
    commandLine,
    async openManager() {
      context = await browser.newContext(options)
      const page = await context.newPage()
      const { url } = JSON.parse(await commandLine.expect('host', 'show', '--json')) as { url: string }
      await page.goto(url)
      return page
    },
    async connected(manager, act) {
      await act()
      return manager
    },
    async chooseFile(page, file, act) {
      await act()
      await page.getByRole('dialog').getByRole('textbox').fill(file)
      await page.keyboard.press('Enter')
    },
    async reset() {
      await context?.close()
      context = null
    },
    async close() {
      host.kill('SIGTERM')
      await once(host, 'exit')
    },
  }
}
