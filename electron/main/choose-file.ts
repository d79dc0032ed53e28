import { dialog, type BrowserWindow } from 'electron'
import type { FileKind, FileRequest } from '#shared/desktop.ts'
import type { DesktopMessages } from './messages.ts'

const extensions: Readonly<Record<Exclude<FileKind, 'folder'>, string[]>> = {
  disc: ['iso'],
  disk: ['vhd', 'avhd'],
  floppy: ['vfd', 'img', 'ima', 'flp'],
  source: ['vhd', 'avhd', 'vhdx', 'vmdk', 'vdi', 'qcow2', 'qcow', 'img', 'raw'],
}

/** The system's dialog over a window: the file's absolute path, or null where it was cancelled. */
export async function chooseFile(
  window: BrowserWindow,
  { kind, use, suggestion }: FileRequest,
  messages: DesktopMessages,
): Promise<string | null> {
  const common = {
    title: use === 'open' ? messages.chooseFile[kind] : messages.newFile[kind],
    ...(suggestion === '' ? {} : { defaultPath: suggestion }),
  }
  if (kind === 'folder') {
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      ...common,
      properties: ['openDirectory', 'createDirectory'],
    })
    return canceled ? null : (filePaths[0] ?? null)
  }
  const options = {
    ...common,
    filters: [
      { name: messages.fileKinds[kind], extensions: extensions[kind] },
      { name: messages.allFiles, extensions: ['*'] },
    ],
  }
  if (use === 'save') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, options)
    return canceled || filePath === '' ? null : filePath
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { ...options, properties: ['openFile'] })
  return canceled ? null : (filePaths[0] ?? null)
}
