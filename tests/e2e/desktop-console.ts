import path from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { electronStandIn, hasElectronBinary } from '../electron-stand-in/index.ts'
import { CommandLine } from './command-line.ts'
import type { Console } from './console.ts'

const root = path.join(import.meta.dirname, '../..')

/** The desktop application: on Electron where its binary is there, else on the stand-in. */
export async function startDesktopConsole(home: string): Promise<Console> {
  const env = { ...process.env, VIRIDIAN_HOME: home, LANG: 'en_US.UTF-8' }
  const standIn = hasElectronBinary() ? {} : { ELECTRON_OVERRIDE_DIST_PATH: electronStandIn() }
  // Playwright asks the electron package for its binary in this process.
  Object.assign(process.env, standIn)
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const application = await _electron.launch({
    args: [...sandbox, root],
    env: { ...env, ...standIn },
  })
  const manager = await application.firstWindow()

  async function otherWindows(): Promise<Page[]> {
    return Promise.resolve(application.windows().filter((page) => page !== manager))
  }

  return {
    commandLine: new CommandLine(home),
    async openManager() {
      await manager.waitForLoadState()
      await manager.evaluate(() => localStorage.clear())
      await manager.reload()
      return manager
    },
    async connected(_manager, act) {
      const opened = application.waitForEvent('window')
      await act()
      const page = await opened
      await page.waitForLoadState()
      return page
    },
    async chooseFile(_page, file, act) {
      // The system's own dialog is out of a test's reach.
      await application.evaluate(
        ({ dialog }, filePaths) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
        },
        [file],
      )
      await act()
    },
    async reset() {
      for (const page of await otherWindows()) await page.close()
    },
    async close() {
      // Without the question that a person is asked while machines are on.
      await application.evaluate(({ app }) => app.exit(0)).catch(() => undefined)
      await application.close().catch(() => undefined)
    },
  }
}
