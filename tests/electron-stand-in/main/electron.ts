import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { dialog, Menu, screen, session } from './desktop.ts'
import { ipcMain } from './ipc-main.ts'
import { MessageChannelMain } from './ports.ts'
import { protocol } from './protocol.ts'
import { utilityProcess } from './utility-process.ts'
import { WebContents } from './web-contents.ts'

/** Playwright finds a window by its page's target. */
const webContents = {
  fromDevToolsTargetId: (targetId: string) => WebContents.fromTarget(targetId),
  getAllWebContents: () => WebContents.all(),
}

/** The module `electron` as the application's main process gets it: the part of the API that it uses. */
export const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  screen,
  session,
  utilityProcess,
  webContents,
}
