import { nameKey, safeFolderName, shortenedName } from '../folder-name.ts'
import { packageUnusable } from './package-error.ts'

/** Names that mean something in a machine's folder, and that no export has: a host would act on what is called so. */
export const reservedNames: readonly string[] = ['running.json', 'snapshots', 'set-aside', 'host.lock', 'trash.json']

/**
 * What makes a file's name one of a kind on every system. Throws PACKAGE_UNUSABLE for a name that leads out of its folder,
 * or that a system we run on takes for something else; an export makes no folders, so none are accepted.
 */
export function requireSafeName(file: string, name: string): string {
  if (safeFolderName(name) !== name.normalize('NFC'))
    throw packageUnusable(file, 'UNSAFE', JSON.stringify(shortenedName(name)))
  return nameKey(name)
}
