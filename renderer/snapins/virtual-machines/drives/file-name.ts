/** The last part of a path on a host of any platform. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
