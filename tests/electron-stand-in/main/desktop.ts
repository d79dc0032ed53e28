import type Electron from 'electron'

/** Dialogs are cancelled unless the spec replaced them through `app.evaluate`; the real ones would wait for a person. */
function cancelled(name: string): void {
  process.stderr.write(`Electron stand-in: dialog.${name} was cancelled; a spec that expects it replaces it.\n`)
}

function optionsOf(args: readonly unknown[]): Electron.MessageBoxOptions {
  return (args.length > 1 ? args[1] : args[0]) as Electron.MessageBoxOptions
}

export const dialog = {
  showOpenDialog: (): Promise<Electron.OpenDialogReturnValue> => {
    cancelled('showOpenDialog')
    return Promise.resolve({ canceled: true, filePaths: [] })
  },
  showMessageBox: (...args: unknown[]): Promise<Electron.MessageBoxReturnValue> => {
    const { message, cancelId } = optionsOf(args)
    cancelled(`showMessageBox (${message})`)
    return Promise.resolve({ response: cancelId ?? 0, checkboxChecked: false })
  },
  showErrorBox: (title: string, content: string): void => {
    process.stderr.write(`Electron stand-in: error box: ${title}: ${content}\n`)
  },
}

export const Menu = {
  setApplicationMenu: (): void => undefined,
  buildFromTemplate: (): object => ({}),
}

const area: Electron.Rectangle = { x: 0, y: 0, width: 1920, height: 1080 }

export const screen = {
  getAllDisplays: (): Pick<Electron.Display, 'bounds' | 'workArea'>[] => [{ bounds: area, workArea: area }],
}

const defaultSession: Pick<
  Electron.Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
> = {
  setPermissionRequestHandler: () => undefined,
  setPermissionCheckHandler: () => undefined,
  setDevicePermissionHandler: () => undefined,
}

export const session = { defaultSession }
