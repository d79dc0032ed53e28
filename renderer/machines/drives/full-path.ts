import type { HostInfo } from '#shared/host.ts'

/** True of a path that names all its folders, on the host's platform: the host knows nobody's current folder. */
export function isFullPath(path: string, info: Pick<HostInfo, 'platform'> | null): boolean {
  const full = info?.platform === 'win32' ? /^([a-z]:)?[\\/]/i : /^\//
  return full.test(path)
}
