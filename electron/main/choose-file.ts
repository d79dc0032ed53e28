import { dialog, type BrowserWindow } from 'electron'
import type { FileKind, FileRequest } from '#shared/desktop.ts'
import { packageExtension } from '#shared/transfer.ts'
import type { DesktopMessages } from './messages.ts'

type FilesOnly = Exclude<FileKind, 'packageFolder' | 'folder'>

const extensions: Readonly<Record<FilesOnly, string[]>> = {
  disc: ['iso'],
  disk: ['vhd', 'avhd'],
  floppy: ['vfd', 'img', 'ima', 'flp'],
  source: ['vhd', 'avhd', 'vhdx', 'vmdk', 'vdi', 'qcow2', 'qcow', 'img', 'raw'],
  package: [packageExtension],
}

/** The system's dialog over a window: the file's absolute path, or null where it was cancelled. */
export async function chooseFile(
  window: BrowserWindow,
  { kind, use, suggestion }: FileRequest,
  messages: DesktopMessages,
): Promise<string | null> {
  const options = {
    title: use === 'open' ? messages.chooseFile[kind] : messages.newFile[kind],
    ...(suggestion === '' ? {} : { defaultPath: suggestion }),
    ...(kind === 'packageFolder' || kind === 'folder'
      ? {}
      : {
          filters: [
            { name: messages.fileKinds[kind], extensions: extensions[kind] },
            { name: messages.allFiles, extensions: ['*'] },
          ],
        }),
  }
  if (use === 'save') {
    const { canceled, filePath } = await dialog.showSaveDialog(window, options)
    return canceled || filePath === '' ? null : filePath
  }
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    ...options,
    properties: kind === 'packageFolder' || kind === 'folder' ? ['openDirectory', 'createDirectory'] : ['openFile'],
  })
  return canceled ? null : (filePaths[0] ?? null)
}
