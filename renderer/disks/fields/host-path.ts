import type { HostInfo } from '#shared/host.ts'

/** Of the host that the path is for: its system's way of writing paths decides, not that of the page's computer. */
export type PathHost = Pick<HostInfo, 'platform' | 'home'>

/** With all its folders: paths are never taken relative to anything. */
export function isFullPath(path: string, { platform }: PathHost): boolean {
  return platform === 'win32' ? /^([a-z]:)?[\\/]/i.test(path) : path.startsWith('/')
}

export function joinPath(folder: string, name: string, { platform }: PathHost): string {
  const separator = platform === 'win32' ? '\\' : '/'
  return hasSeparatorAtEnd(folder, platform) ? folder + name : folder + separator + name
}

/** A file's path as its folder and its name; the root of a file system keeps its separator. */
export function splitPath(path: string, { platform }: PathHost): { folder: string; name: string } {
  const end = platform === 'win32' ? Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) : path.lastIndexOf('/')
  const name = path.slice(end + 1)
  const folder = path.slice(0, end)
  return { folder: folder === '' || /^[a-z]:$/i.test(folder) ? path.slice(0, end + 1) : folder, name }
}

/** The path itself where its name ends in one of the extensions, else with the first of them. */
export function withExtension(path: string, extensions: readonly [string, ...string[]]): string {
  return extensions.some((extension) => path.toLowerCase().endsWith(extension)) ? path : path + extensions[0]
}

export function withoutExtension(path: string): string {
  return path.replace(/\.[^.\\/]+$/, '')
}

function hasSeparatorAtEnd(folder: string, platform: string): boolean {
  return folder.endsWith('/') || (platform === 'win32' && folder.endsWith('\\'))
}
