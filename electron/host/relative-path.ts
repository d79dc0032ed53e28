import path from 'node:path'

/** The path from a folder to what is inside of it, with forward slashes, so that the folder can be moved; else the path as it is. */
export function relativeInside(folder: string, file: string): string {
  return isInside(folder, file) ? path.relative(folder, file).split(path.sep).join('/') : file
}

/** Whether a file or folder is somewhere in a folder; a folder is not in itself. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file)
  return relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative)
}
