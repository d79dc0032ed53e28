import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { app, BrowserWindow } from 'electron'
import { defaultHome } from '#electron/host/home.ts'
import { registerAppScheme, serveApp } from './app-scheme.ts'
import { answerBridge } from './bridge.ts'
import { listenOption, ListenInvalid } from './command-line.ts'
import { fail, report, systemLocale } from './fatal.ts'
import { lockDown } from './lock-down.ts'
import { setNativeMenu } from './menu.ts'
import { desktopMessages } from './messages.ts'
import { openBackend } from './open-backend.ts'
import { Quit } from './quit.ts'
import { WindowBounds } from './window-bounds.ts'
import { Windows } from './windows.ts'

const dist = path.dirname(import.meta.dirname)
const home = defaultHome()
// Chromium's profile, below the data folder: who chooses another data folder gets an application of its own.
const profile = path.join(home, 'desktop')

let started = false

async function start(): Promise<void> {
  const messages = desktopMessages[systemLocale()]
  const listen = listenOption(process.argv)
  if (listen === null) throw new ListenInvalid('--listen')
  lockDown()
  serveApp(path.join(dist, 'renderer'))
  setNativeMenu(process.platform)
  const backend = await openBackend({
    home,
    dist,
    guests: app.isPackaged ? path.join(process.resourcesPath, 'guest') : undefined,
    listen,
  })
  const quit = new Quit(backend, messages)
  const windows = new Windows({
    preload: path.join(dist, 'preload/preload.cjs'),
    bounds: new WindowBounds(path.join(profile, 'windows.json')),
    messages,
    keepLastWindow: () => quit.keepLastWindow(),
  })
  answerBridge(backend, windows, messages)
  app.on('second-instance', () => windows.focus())
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) windows.showManager()
  })
  windows.showManager()
  started = true
}

registerAppScheme()
process.on('uncaughtException', fail)
process.on('unhandledRejection', (reason) => (started ? report(reason) : fail(reason)))
mkdirSync(profile, { recursive: true, mode: 0o700 })
app.setPath('userData', profile)
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
if (app.requestSingleInstanceLock()) void app.whenReady().then(start).catch(fail)
else app.exit(0)
