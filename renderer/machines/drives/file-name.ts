import { printable } from '#shared/printable.ts'

/** The last part of a path on a host of any platform, as it may be shown. */
export function fileName(path: string): string {
  return printable(path.split(/[\\/]/).at(-1) ?? path)
}
