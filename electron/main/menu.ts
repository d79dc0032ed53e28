import { Menu } from 'electron'

/**
 * The pages draw their own menu bars. macOS alone needs a native one: its roles carry Cmd+C, Cmd+V, Cmd+Q. Elsewhere the
 * editing shortcuts work without a menu, and every other key belongs to the page and the guest.
 */
export function setNativeMenu(platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  )
}
