import { defaultListen, parseListen, type ListenAddress } from '#electron/server/address.ts'

/** What stands behind `--listen` is no address with a port. */
export class ListenInvalid extends Error {
  override readonly name = 'ListenInvalid'
}

/** Where `--listen ADDRESS:PORT` says, as `viridian serve` takes it. Null where it cannot be understood. */
export function listenOption(args: readonly string[]): ListenAddress | null {
  const index = args.findIndex((arg) => arg === '--listen' || arg.startsWith('--listen='))
  const option = args[index]
  if (option === undefined) return defaultListen
  return parseListen(option === '--listen' ? (args[index + 1] ?? '') : option.slice('--listen='.length))
}
